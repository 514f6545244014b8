"""The filter form: up to ten rows, each joined by AND or OR, with the count and the sentence below.

Slack keeps what stands in an element for as long as its block has the same id: a row has a number
that stays its own, whatever is added, removed or drawn again around it.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from handlers.state import Memory, number
from handlers.views import filter_days
from handlers.views.filter_row import SELECT_LIMIT, named, sounds_like
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    View,
    actions,
    all_picked,
    button,
    divider,
    escape,
    field,
    modal,
    note,
    option,
    picked,
    searched,
    section,
    select,
    several,
    short,
    text_input,
    typed,
)
from handlers.views.memberships import PAYMENTS, STATUSES
from store.books import Seat
from store.filter_form import MAX_LINES, Line
from store.filter_names import Names
from store.filters import ANY, Ids, Row
from store.limits import SEGMENT_NAME_LIMIT
from store.words import Payment, Role, Source, Status

SEARCH_LIMIT = 200
SENTENCE_LIMIT = 1_500
# More than a filter can hold.
LIST_LIMIT = 3_000
SOURCES = {
    Source.hand: "Added by hand",
    Source.csv: "CSV file",
    Source.membership: "Membership",
    Source.google: "Google",
    Source.microsoft: "Office 365",
}
JOINTS = {"and": "AND", "or": "OR", "and not": "AND NOT", "or not": "OR NOT"}
FIRST_JOINTS = {"and": "People who match", "and not": "People who do NOT match"}
FAVORITE = {"any": "Favorite or not", "yes": "My favorites", "no": "Not my favorites"}
Choice = TypeVar("Choice", Status, Payment, Source)
# "Any" among the ids of products, groups or imports.
ANY_VALUE = "any"


@dataclass(frozen=True)
class Draft:
    """What stands in the form: the lines, each under its number, and whether it shows all fields.

    `open_days` are the fields of a line whose two days are being chosen.
    """

    lines: tuple[tuple[int, bool, Line, frozenset[str]], ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Draft":
        """A form that begins with these lines, or with an empty one."""
        first = [*lines] or [Line("and", False, Row())]
        return cls(
            tuple(
                (at, _has_more(line.row), line, filter_days.open_in(line.row))
                for at, line in enumerate(first)
            )
        )

    @property
    def rows(self) -> list[Line]:
        """The lines, as the filter is made of them."""
        return [line for _, _, line, _ in self.lines]

    def add(self) -> "Draft":
        """One line more, where there is room."""
        new = 1 + max((line[0] for line in self.lines), default=-1)
        line = (new, False, Line("and", False, Row()), frozenset[str]())
        return Draft((*self.lines, line)[:MAX_LINES])

    def remove(self, gone: int) -> "Draft":
        """The other lines; an empty one where that was the last."""
        left = tuple(line for line in self.lines if line[0] != gone)
        return Draft(left) if left else Draft(()).add()

    def show_more(self, of: int) -> "Draft":
        """All fields of one line."""
        return Draft(tuple((line[0], line[1] or line[0] == of, *line[2:]) for line in self.lines))


@dataclass(frozen=True)
class Found:
    """How many the form finds as it stands, in words; or why that cannot be said."""

    sentence: str = ""
    written: str = ""
    size: int = 0
    capped: bool = False
    trouble: str = ""


def form(seat: Seat, draft: Draft, found: Found, names: Names, memory: Memory) -> View:
    """The rows, how many they find, and what can be done with them."""
    shape = tuple((own, more) for own, more, *_ in draft.lines)
    edits = memory.segment is not None
    return modal(
        "Edit filter" if edits else "Filter contacts",
        [
            *(block for at in range(len(draft.lines)) for block in _line(draft, at, names)),
            divider(),
            *summary(found),
            _ways(draft),
            *([] if edits else name_box(seat)),
        ],
        callback_id="filters.apply",
        submit="Save filter" if edits else "Show contacts",
        close="Cancel",
        memory=memory.but(lines=shape).dump(),
    )


def read(view: View) -> Draft:
    """What stands in the form. Raises Mistake for days that are none."""
    shape = Memory.load(view.get("private_metadata")).lines
    lines = []
    for at, more in shape[:MAX_LINES]:
        joint = picked(view, f"line:{at}", "filters.recount:joint") or "and"
        negated = joint.endswith("not")
        line = Line("or" if joint.startswith("or") else "and", negated, _read_row(view, at))
        lines.append((at, more, line, filter_days.read_open(view, at)))
    return Draft(tuple(lines))


def first_input(view: View) -> str:
    """The block where Slack can show what is wrong with the form."""
    shape = Memory.load(view.get("private_metadata")).lines
    return f"line:{shape[0][0]}:search" if shape else "name"


def choices(known: Sequence[tuple[str, int]], anything: str, text: str) -> list[Block]:
    """Products, groups or imports to choose from; first any of them, unless somebody types."""
    every = [option(anything, ANY_VALUE)] if sounds_like(text, anything) else []
    return [*every, *(named(name, str(id)) for name, id in known)][:SELECT_LIMIT]


def read_name(view: View) -> str:
    """The name under which the filter shall be kept; empty where it shall not."""
    return typed(view, "name")


def summary(found: Found) -> list[Block]:
    """How many there are, the filter as a sentence, and as it would be written."""
    if found.trouble:
        return [section(f":warning: {escape(found.trouble)}")]
    if not found.sentence:
        return [section(f"*{people(found.size, capped=found.capped)}*: everybody in this list.")]
    sentence = escape(short(found.sentence, SENTENCE_LIMIT))
    counted = people(found.size, capped=found.capped)
    return [
        section(f"*{counted}*: people who {sentence}"),
        note(f"Written: {escape(found.written)}"),
    ]


def name_box(seat: Seat) -> list[Block]:
    """Where a filter that is used often gets its name, by whoever may change the book."""
    if not seat.role.allows(Role.editor):
        return []
    box = text_input("name", limit=SEGMENT_NAME_LIMIT, hint="A name, to find it again later")
    hint = "Leave it empty to only look. Everybody who has this book can use a segment."
    return [field("Save as segment", "name", box, optional=True, hint=hint)]


def _line(draft: Draft, at: int, names: Names) -> list[Block]:
    own, more, line, open_days = draft.lines[at]
    row, block = line.row, f"line:{own}"
    search = text_input(
        "filters.recount:search",
        initial=row.search,
        limit=SEARCH_LIMIT,
        hint="Name, email or company",
    )
    return [
        note(f"*Row {at + 1}*"),
        actions([_joint(line, first=at == 0), *_member(row, names), *_tools(own, more)], block),
        _text("Search", f"{block}:search", search),
        *(_extras(row, names, block, open_days) if more else []),
    ]


def _joint(line: Line, *, first: bool) -> Block:
    words = FIRST_JOINTS if first else JOINTS
    chosen = f"{'and' if first else line.joint}{' not' if line.negated else ''}"
    choices = [option(text, value) for value, text in words.items()]
    return select(choices, "filters.recount:joint", chosen=chosen)


def _member(row: Row, names: Names) -> list[Block]:
    statuses = [option(text, word) for word, text in STATUSES.items()]
    payments = [option(text, word) for word, text in PAYMENTS.items()]
    return [
        searched(
            "filters.recount:products",
            hint="All products",
            chosen=_named(row.products, names.product, "Any product"),
        ),
        several(statuses, "filters.recount:statuses", chosen=row.statuses, hint="All statuses"),
        several(
            payments, "filters.recount:payments", chosen=row.payments, hint="All payment types"
        ),
    ]


def _tools(own: int, more: bool) -> list[Block]:
    value = str(own)
    show = [] if more else [button("More fields", "filters.show_more", value=value)]
    return [*show, button("Remove", "filters.remove", value=value, label="Remove this row")]


def _extras(row: Row, names: Names, block: str, open_days: frozenset[str]) -> list[Block]:
    sources = [option(text, word) for word, text in SOURCES.items()]
    starred = {None: "any", True: "yes", False: "no"}[row.favorite]
    companies = _list_box("filters.recount:companies", row.companies)
    domains = _list_box("filters.recount:domains", row.domains)
    return [
        actions(
            [
                searched(
                    "filters.recount:groups",
                    hint="All groups",
                    chosen=_named(row.groups, names.group, "Any group"),
                ),
                select(
                    [option(text, word) for word, text in FAVORITE.items()],
                    "filters.recount:favorite",
                    chosen=starred,
                ),
                several(sources, "filters.recount:sources", chosen=row.sources, hint="All sources"),
                searched(
                    "filters.recount:imports",
                    hint="All imports",
                    chosen=_named(row.imports, names.import_, "Any import"),
                ),
                *filter_days.choices(row, open_days),
            ],
            f"{block}:more",
        ),
        *filter_days.pickers(row, open_days, block),
        _text("Company", f"{block}:companies", companies, "One or several, with commas between"),
        _text("Email domain", f"{block}:domains", domains, "Such as gmail.com, example.com"),
    ]


def _list_box(action_id: str, texts: Sequence[str]) -> Block:
    """A box with several texts; one that holds a comma stands in quotes."""
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return text_input(action_id, initial=line.getvalue() if texts else "", limit=LIST_LIMIT)


def _text(label: str, block_id: str, element: Block, hint: str = "") -> Block:
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    box = field(label, block_id, element, optional=True, hint=hint)
    return box | {"dispatch_action": True}


def _ways(draft: Draft) -> Block:
    add = button("➕ Add filter", "filters.add")
    room = [add] if len(draft.lines) < MAX_LINES else []
    return actions([*room, button("Write it instead", "filters.write")], "ways")


def _named(ids: Ids | None, name: Callable[[int], str | None], anything: str) -> list[Block]:
    """What is chosen, by its name; what was deleted stays to be seen, and to be taken out."""
    if ids == ANY:
        return [option(anything, ANY_VALUE)]
    return [named(name(id) or "Deleted", str(id)) for id in ids or ()]


def _read_row(view: View, at: int) -> Row:
    block = f"line:{at}"
    more = f"{block}:more"
    return Row(
        search=" ".join(typed(view, f"{block}:search").split()),
        products=_ids(all_picked(view, block, "filters.recount:products")),
        statuses=_words(Status, all_picked(view, block, "filters.recount:statuses")),
        payments=_words(Payment, all_picked(view, block, "filters.recount:payments")),
        groups=_ids(all_picked(view, more, "filters.recount:groups")),
        favorite={"yes": True, "no": False}.get(picked(view, more, "filters.recount:favorite")),
        sources=_words(Source, all_picked(view, more, "filters.recount:sources")),
        imports=_ids(all_picked(view, more, "filters.recount:imports")),
        companies=_listed(typed(view, f"{block}:companies")),
        domains=_listed(typed(view, f"{block}:domains")),
        **filter_days.read(view, at),
    )


def _ids(values: Sequence[str]) -> Ids | None:
    if not values:
        return None
    return ANY if ANY_VALUE in values else tuple(dict.fromkeys(number(value) for value in values))


def _words(words: type[Choice], values: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(word for word in words if word in values)


def _listed(text: str) -> tuple[str, ...]:
    listed = next(csv.reader([text], skipinitialspace=True), [])
    parts = (" ".join(part.split()) for part in listed)
    return tuple(dict.fromkeys(part for part in parts if part))


def _has_more(row: Row) -> bool:
    """Whether it asks for something that only all fields show."""
    few = Row(row.search, row.products, row.statuses, row.payments)
    return row != few
