"""The contacts page: one drawing for the Home tab and for `/contacts`."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.state import HOME, PageState
from handlers.views import contact_row
from handlers.views import groups as group_views
from handlers.views import ticks as tick_views
from handlers.views.kit import (
    Block,
    View,
    actions,
    button,
    escape,
    field,
    header,
    menu,
    modal,
    note,
    option,
    section,
    select,
    text_input,
    typed,
)
from handlers.views.ticks import Ticked
from store.books import Seat
from store.contacts import Page, Row
from store.groups import GroupPage
from store.models import Group
from store.words import Kind, Role

SEARCH_LIMIT = 200

BOOK_NAMES = {Kind.team: "Team book", Kind.personal: "Personal book"}
BOOK_NOTES = {
    Kind.team: "Shared with the people who have access to it.",
    Kind.personal: "Only you see it.",
}


@dataclass(frozen=True)
class Screen:
    """All that the contacts page shows: contacts, perhaps those of a group, or all groups."""

    seat: Seat
    seats: Sequence[Seat]
    page: Page | GroupPage
    state: PageState
    notice: str = ""
    group: Group | None = None
    ticked: Ticked | None = None


def home(screen: Screen) -> View:
    """The page as the Home tab."""
    return {
        "type": HOME,
        "private_metadata": screen.state.dump(),
        "blocks": [header("Contacts"), *blocks(screen)],
    }


def page_modal(screen: Screen) -> View:
    """The page as a modal. An input in a modal wants a submit button: it looks the text up."""
    return modal(
        "Contacts",
        blocks(screen),
        callback_id="contacts.look_up",
        submit="Search",
        memory=screen.state.dump(),
    )


def read_search(view: View) -> str:
    """What stands in the search box of the page, in the Home tab or in the modal."""
    state = PageState.load(view.get("private_metadata"))
    return typed(view, _search_block(state))[:SEARCH_LIMIT]


def blocks(screen: Screen) -> list[Block]:
    """The page below its title: at most 15 blocks, and two for each contact."""
    return [
        *_book_switch(screen),
        *([note(screen.notice)] if screen.notice else []),
        _tools(screen),
        _search_box(screen.state),
        *_list(screen, screen.page),
        *_pager(screen.page),
    ]


def _list(screen: Screen, page: Page | GroupPage) -> list[Block]:
    if isinstance(page, GroupPage):
        return [*_summary(screen), *_bar(screen), *group_views.rows(page)]
    head: list[Block] = []
    if screen.group:
        selecting = screen.ticked is not None
        head = group_views.head(screen.seat, screen.group, selecting=selecting)
    if screen.ticked is not None:
        people = tick_views.rows(screen.state, page.rows, screen.ticked)
    else:
        people = [block for row in page.rows for block in _row(screen, row)]
    return [*head, *_summary(screen), *_bar(screen), *people]


def _bar(screen: Screen) -> list[Block]:
    if screen.ticked is None:
        return []
    everyone = ""
    if isinstance(screen.page, Page) and screen.page.rows:
        narrowed = screen.state.search or screen.state.showing != "contacts"
        everyone = _total(screen.page) + (" that match" if narrowed else "")
    return tick_views.bar(screen.seat, screen.state, screen.ticked, everyone)


def _book_switch(screen: Screen) -> list[Block]:
    kind = screen.seat.book.kind
    text = f"*{BOOK_NAMES[kind]}*\n{BOOK_NOTES[kind]}"
    if len(screen.seats) < 2:
        return [section(text)]
    choices = [option(BOOK_NAMES[seat.book.kind], str(seat.book.id)) for seat in screen.seats]
    chosen = str(screen.seat.book.id)
    switch = select(choices, "books.choose", chosen=chosen, hint="Choose a book")
    # Slack keeps a choice for as long as the block has the same id, whatever is drawn later.
    return [section(text, switch, f"book:{chosen}")]


def _tools(screen: Screen) -> Block:
    state, book = screen.state, str(screen.seat.book.id)
    new = (
        button("New group", "groups.add", value=book, style="primary")
        if state.lists_groups
        else button("New contact", "contacts.add", value=book, style="primary")
    )
    can_select = screen.ticked is None and not state.lists_groups and screen.page.rows
    return actions(
        [
            *([new] if screen.seat.role.allows(Role.editor) else []),
            _tab("All contacts", "contacts.show_all", chosen=state.showing == "contacts"),
            _tab("Favorites", "favorites.show", chosen=state.showing == "favorites"),
            _tab("Groups", "groups.show", chosen=state.showing == "groups"),
            *([button("Select", "ticks.start")] if can_select else []),
            menu(_more_options(screen), "contacts.more_options"),
        ],
        "tools",
    )


def _tab(text: str, action_id: str, *, chosen: bool) -> Block:
    return button(f"✓ {text}" if chosen else text, action_id)


def _more_options(screen: Screen) -> list[Block]:
    book = screen.seat.book
    choices = []
    if screen.seat.role.allows(Role.editor):
        choices.append(option("Import contacts (.csv)", f"import {book.id}"))
    if book.kind == Kind.team and screen.seat.role.allows(Role.owner):
        choices.append(option("People with access", f"access {book.id}"))
    return [*choices, option("Help", "help")]


def _search_box(state: PageState) -> Block:
    element = text_input(
        "contacts.search",
        initial=state.search,
        limit=SEARCH_LIMIT,
        hint="Name of a group" if state.lists_groups else "Name, email or company",
    )
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    box = field("Search", _search_block(state), element, optional=True)
    return box | {"dispatch_action": True}


def _search_block(state: PageState) -> str:
    return f"search:{state.fresh}"


def _summary(screen: Screen) -> list[Block]:
    state, page = screen.state, screen.page
    if not page.rows:
        return [_empty(screen), *_way_on(screen)]
    last = state.first + len(page.rows) - 1
    what = {"favorites": " in *Favorites*", "groups": " groups" if state.lists_groups else ""}
    found = f" matching “{escape(state.search)}”" if state.search else ""
    told = f"*{state.first:,}–{last:,}* of {_total(page)}{what.get(state.showing, '')}{found}"
    return [note(told), *([_clear()] if state.search else [])]


def _total(page: Page | GroupPage) -> str:
    return f"{page.total:,}{'+' if page.capped else ''}"


def _empty(screen: Screen) -> Block:
    state = screen.state
    if state.lists_groups:
        return group_views.nothing(screen.seat, state)
    if state.search:
        where = {"favorites": " among your favorites", "groups": " in this group"}
        there = where.get(state.showing, "")
        return section(f"Nobody{there} matches “{escape(state.search)}”.")
    if state.group:
        return group_views.empty(screen.seat)
    if state.showing == "favorites":
        return section("*No favorites yet.*\nClick the ☆ beside somebody’s name to find them here.")
    if not screen.seat.role.allows(Role.editor):
        return section("*There is nobody in this book yet.*")
    return section(
        "*There is nobody in this book yet.*\n"
        "Add the first person with *New contact*, or bring everybody at once: "
        "drop a CSV file into your messages with Roster, or choose it here."
    )


def _way_on(screen: Screen) -> list[Block]:
    """What is offered where nobody is."""
    state = screen.state
    if state.search:
        return [_clear()]
    if state.showing != "contacts" or not screen.seat.role.allows(Role.editor):
        return []
    book = str(screen.seat.book.id)
    return [actions([button("Import contacts (.csv)", "importing.choose", value=book)], "import")]


def _clear() -> Block:
    return actions([button("Clear search", "contacts.clear_search")], "clear")


def _row(screen: Screen, row: Row) -> list[Block]:
    return contact_row.row(screen.seat.role, row, in_group=screen.group is not None)


def _pager(page: Page | GroupPage) -> list[Block]:
    buttons = [
        *([button("‹ Previous", "contacts.previous")] if page.has_previous else []),
        *([button("Next ›", "contacts.next")] if page.has_next else []),
    ]
    return [actions(buttons, "pages")] if buttons else []
