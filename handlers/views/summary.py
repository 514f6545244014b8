"""The summary of a list: which part of it is in sight, or why there is nothing to be seen."""

from handlers.state import PageState
from handlers.views import groups as group_views
from handlers.views.kit import Block, actions, button, escape, note, section
from handlers.views.screen import Listed, Screen
from store.words import Role

NOTHING_YET = {
    "favorites": (
        "*No favorites yet.*\nClick the ☆ beside somebody’s name to find them here.",
        "*No favorites yet.*\nClick the ☆ beside somebody’s name to find them here.",
    ),
    "segments": (
        "*There are no segments yet.*\nA segment is a filter with a name. Filter your contacts, "
        "and click *Save as segment*.",
        "*There are no segments yet.*",
    ),
    "memberships": (
        "*There are no memberships yet.*\nGive somebody access to a product with *Add membership*.",
        "*There are no memberships yet.*",
    ),
    "products": (
        "*There are no products yet.*\nA product is what people can have access to: a course, "
        "a plan, a package of sessions. Make one with *New product*.",
        "*There are no products yet.*",
    ),
    "contacts": (
        "*There is nobody in this book yet.*\n"
        "Add the first person with *New contact*, or bring everybody at once: "
        "drop a CSV file into your messages with Roster, or choose it here.",
        "*There is nobody in this book yet.*",
    ),
}
FOUND_NONE = {"segments": "segment", "memberships": "membership", "products": "product"}


def summary(screen: Screen) -> list[Block]:
    """Which part of how many entries this is; where there is none, why, and the way on."""
    state, page = screen.state, screen.page
    if screen.narrowing.missing and state.lists_contacts:
        return [_lost(screen)]
    if not page.rows:
        return [_empty(screen), *_way_on(screen)]
    last = state.first + len(page.rows) - 1
    found = f" matching “{escape(state.search)}”" if state.search else ""
    told = f"*{state.first:,}–{last:,}* of {total(page)}{_what(state)}{found}"
    return [note(told), *([_clear()] if state.search else [])]


def total(page: Listed) -> str:
    """How many entries the list has, in figures."""
    return f"{page.total:,}{'+' if page.capped else ''}"


def _what(state: PageState) -> str:
    if state.showing == "favorites":
        return " in *Favorites*"
    return "" if state.lists_contacts else f" {state.showing}"


def _lost(screen: Screen) -> Block:
    missing = screen.narrowing.missing
    parts = [
        (missing.products, "product"),
        (missing.groups, "group"),
        (missing.imports, "import"),
    ]
    gone = " and ".join(
        f"{count} {what}{'s' if count > 1 else ''}" for count, what in parts if count
    )
    whose = "This segment" if screen.narrowing.segment else "This filter"
    were = "was" if sum(count for count, _ in parts) == 1 else "were"
    return section(
        f":warning: *{whose} asks for {gone} that {were} deleted.*"
        "\nSo nobody is shown. Change the filter, or clear it."
    )


def _empty(screen: Screen) -> Block:
    state = screen.state
    if state.showing == "groups" and not state.lists_contacts:
        return group_views.nothing(screen.seat, state)
    if state.search or _is_narrowed(state):
        return section(_nobody(state))
    if state.group:
        return group_views.empty(screen.seat, screen.group)
    for_editors, for_viewers = NOTHING_YET[state.showing]
    return section(for_editors if screen.seat.role.allows(Role.editor) else for_viewers)


def _is_narrowed(state: PageState) -> bool:
    """Whether the filter leaves something out of this list; others keep what is asked of contacts
    for when those are shown again."""
    if state.lists_contacts:
        return state.is_filtered
    return state.showing == "memberships" and state.is_chosen


def _nobody(state: PageState) -> str:
    asked = f" “{escape(state.search)}”" if state.search else " this filter"
    if what := FOUND_NONE.get(state.showing):
        return f"No {what} matches{asked}."
    where = {"favorites": " among your favorites", "groups": " in this group"}
    return f"Nobody{where.get(state.showing, '')} matches{asked}."


def _way_on(screen: Screen) -> list[Block]:
    """What is offered where nobody is."""
    state = screen.state
    if state.search:
        return [_clear()]
    if state.showing != "contacts" or state.is_filtered:
        return []
    if not screen.seat.role.allows(Role.editor):
        return []
    book = str(screen.seat.book.id)
    return [actions([button("Import contacts (.csv)", "receiving.choose", value=book)], "import")]


def _clear() -> Block:
    return actions([button("Clear search", "contacts.clear_search")], "clear")
