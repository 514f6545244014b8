"""Which column of a file becomes what: a form with a line for each field of a contact."""

from handlers.state import Memory, number
from handlers.views.filter_row import SELECT_LIMIT
from handlers.views.kit import Block, View, all_picked, field, modal, plain, searched, section
from store.headers import SHOWN
from store.import_choices import Places
from store.importing import Plan
from store.text import fold

OPTION_LIMIT = 75
ID = "import_columns.suggest"


def form(plan: Plan, memory: Memory) -> View:
    """Asks for the columns of each field, with those that are read so far."""
    parts = [
        section(
            "Choose which columns of the file are read. Of several, the first that is not empty "
            "counts. Roster remembers it for the next file with the same columns."
        )
    ]
    for name, shown in SHOWN.items():
        chosen = [_option(plan, place) for place in plan.places.get(name, ())]
        picker = searched(f"{ID}:{name}", hint="Not in the file", chosen=chosen)
        label = shown[0].upper() + shown[1:]
        parts.append(field(label, name, picker, optional=name != "email"))
    return modal(
        "Columns of the file",
        parts,
        callback_id="import_columns.choose",
        submit="Show what happens",
        close="Cancel",
        memory=memory.dump(),
    )


def read(view: View) -> Places:
    """The columns of each field, as they were chosen."""
    found = {name: all_picked(view, name, f"{ID}:{name}") for name in SHOWN}
    return {
        name: tuple(number(value) - 1 for value in values)
        for name, values in found.items()
        if values
    }


def suggestions(plan: Plan, text: str) -> list[Block]:
    """The columns whose name or first value holds what was typed."""
    wanted = fold(text)
    width = max(len(plan.columns), len(plan.first_values))
    options = (_option(plan, place) for place in range(width))
    return [one for one in options if wanted in fold(one["text"]["text"])][:SELECT_LIMIT]


def _option(plan: Plan, place: int) -> Block:
    """A column by its name, with the first thing that stands in it; counted from 1."""
    name = plan.columns[place] if place < len(plan.columns) else ""
    value = plan.first_values[place] if place < len(plan.first_values) else ""
    told = name or f"Column {place + 1}"
    shown = f"{told} · {value}" if value else told
    return {"text": plain(shown, OPTION_LIMIT), "value": str(place + 1)}
