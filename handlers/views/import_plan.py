"""What an import would do, shown before anything is written, and the question whether it shall."""

from collections.abc import Sequence

from handlers.views.groups import people
from handlers.views.import_problems import problem_lines
from handlers.views.kit import Block, actions, button, escape, note, section, short, strong
from store.import_choices import Choices
from store.importing import Plan
from store.text import clean
from store.words import Existing

NAMES_LIMIT = 300
KNOWN = {
    Existing.skip: "People who are there already stay as they are.",
    Existing.fill: "Of people who are there already, only empty fields are filled in. Contacts "
    "from connected accounts stay as they are.",
    Existing.update: "People who are there already get what the file says; an empty cell erases "
    "nothing. Contacts from connected accounts stay as they are.",
}


def plan_text(plan: Plan, name: str) -> str:
    """What would happen, in one line."""
    counts = [
        f"{plan.new:,} new",
        f"{plan.known:,} already there" if plan.known else "",
        f"{plan.repeated:,} repeated in the file" if plan.repeated else "",
        f"{plan.further:,} with more of somebody above" if plan.further else "",
        f"{plan.unusable:,} unusable" if plan.unusable else "",
    ]
    told = ", ".join(count for count in counts if count)
    return f"{plan.label} “{escape(name)}”, {rows(plan.rows)}: {told}"


def plan_blocks(plan: Plan, name: str, book_name: str, value: str) -> list[Block]:
    """What would happen, and the question whether it shall."""
    told = [section(f":page_facing_up: {strong(plan_text(plan, name))}"), *_people(plan)]
    told += problem_lines(plan.problems, plan.unusable)
    if plan.used:
        told.append(note(_columns("Columns used", plan.used, 1_000)))
    if plan.ignored:
        told.append(note(_columns("Columns not used", plan.ignored, NAMES_LIMIT)))
    if is_over(plan):
        return [*told, section("There is nobody in it who could be imported.")]
    told += [section(line) for line in ["\n".join(_deeds(plan))] if line]
    if plan.refused:
        asked = f":warning: {escape(plan.refused)}"
    elif is_empty(plan):
        asked = "There is nobody in it who could be imported as it is read now."
    elif does_something(plan):
        asked = f"Nothing was added yet. Import them into your *{book_name.lower()}*?"
    else:
        asked = (
            f"There is nobody new for your {book_name.lower()} in it. You can still update who is "
            "there, or put everybody into a group: *Change…*"
        )
    return [*told, section(asked), actions([*_go(plan, value), *_ways(value)])]


def is_over(plan: Plan) -> bool:
    """Whether there is nothing that a person could still decide about."""
    return is_empty(plan) and plan.choices == Choices() and not _has_other_emails(plan)


def _columns(what: str, names: Sequence[str], limit: int) -> str:
    return f"{what}: " + escape(short(clean(", ".join(names)), limit))


def is_empty(plan: Plan) -> bool:
    """Whether no row can be used, read as it is."""
    return not plan.new and not plan.known


def does_something(plan: Plan) -> bool:
    """Whether agreeing would change the book."""
    return bool(plan.new or plan.changing or _gives(plan))


def rows(count: int) -> str:
    """A number of rows in words."""
    return "1 row" if count == 1 else f"{count:,} rows"


def memberships(count: int) -> str:
    """A number of memberships in words."""
    return "1 membership" if count == 1 else f"{count:,} memberships"


def _gives(plan: Plan) -> bool:
    """Whether everybody gets something beside what is new in a row; who is there already, too."""
    chosen = plan.choices
    return bool(chosen.star or chosen.group or plan.memberships or plan.group_count)


def _has_other_emails(plan: Plan) -> bool:
    """Whether there may be emails in a column that is not read as one."""
    used = plan.places["email"]
    return any("@" in value for at, value in enumerate(plan.first_values) if at not in used)


def _go(plan: Plan, value: str) -> list[Block]:
    if plan.refused or is_empty(plan) or not does_something(plan):
        return []
    whom = f"Import {people(plan.new)}" if plan.new else f"Apply to {people(plan.known)}"
    if plan.changing and not plan.new:
        whom = f"Update {people(plan.changing)}"
    return [button(whom, "importing.confirm", value=value, style="primary")]


def _ways(value: str) -> list[Block]:
    return [
        button("Change…", "import_choices.ask", value=value),
        button("Columns…", "import_columns.ask", value=value),
        button("Cancel", "importing.cancel", value=value),
    ]


def _people(plan: Plan) -> list[Block]:
    """The first few of each kind."""
    kinds = [
        ("New", plan.new, plan.new_some),
        ("Would change", plan.changing, plan.changing_some),
        ("Already there", plan.known - plan.changing, plan.known_some),
        ("Repeated in the file", plan.repeated, plan.repeated_some),
    ]
    lines = []
    for kind, count, some in kinds:
        if count and some:
            named = ", ".join(escape(short(text, 100)) for _, text in some)
            more = f" and {count - len(some):,} more" if count > len(some) else ""
            lines.append(f"*{kind}:* {named}{more}")
    return [section("\n".join(lines))] if lines else []


def _deeds(plan: Plan) -> list[str]:
    """What else would be done, a line each."""
    chosen, lines = plan.choices, []
    if plan.known:
        too = " What follows is done for them too." if _gives(plan) else ""
        lines.append(KNOWN[chosen.existing] + too)
    if plan.group_count:
        lines.append(f"*Groups:* {_names(plan.groups, plan.group_count, plan.new_groups)}")
    if chosen.group:
        lines.append(f"Everybody is put into the group {strong(escape(chosen.group))}.")
    if chosen.star:
        lines.append("Everybody gets your star.")
    if plan.memberships:
        named = _names(plan.products, plan.product_count, plan.new_products)
        lines.append(f"*{memberships(plan.memberships)}:* {named}")
    elif plan.has_memberships and not chosen.memberships:
        lines.append("The file also says who has which product: *Change…* brings memberships in.")
    return lines


def _names(names: list[str], count: int, new: int) -> str:
    named = escape(short(", ".join(names), NAMES_LIMIT))
    more = f" and {count - len(names):,} more" if count > len(names) else ""
    made = f" ({new:,} new)" if new else ""
    return named + more + made
