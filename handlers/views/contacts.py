"""The contacts page: one drawing for the Home tab and for the commands."""

from handlers.state import HOME, PageState
from handlers.views import contact_row, filter_row, tools
from handlers.views import groups as group_views
from handlers.views import memberships as membership_views
from handlers.views import products as product_views
from handlers.views import segments as segment_views
from handlers.views import ticks as tick_views
from handlers.views.connections import notice
from handlers.views.kit import (
    Block,
    View,
    actions,
    button,
    header,
    modal,
    note,
    option,
    section,
    select,
    typed,
)
from handlers.views.screen import Listed, Screen, SegmentList
from handlers.views.summary import summary, total
from handlers.views.tools import search_block
from store.contacts import Page, Row
from store.groups import GroupPage
from store.membership_lists import MembershipPage
from store.products import ProductPage
from store.words import Kind

BOOK_NAMES = {Kind.team: "Team book", Kind.personal: "Personal book"}
BOOK_NOTES = {
    Kind.team: "Shared with the people who have access to it.",
    Kind.personal: "Only you see it.",
}


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
    return typed(view, search_block(state))[: tools.SEARCH_LIMIT]


def blocks(screen: Screen) -> list[Block]:
    """The page below its title: at most 20 blocks, and two for each contact."""
    return [
        *_book_switch(screen),
        *([note(screen.notice)] if screen.notice else []),
        *notice(screen.troubled),
        tools.bar(screen),
        tools.search_box(screen.state),
        *filter_row.row(screen),
        *_list(screen, screen.page),
        *_pager(screen.page),
    ]


def _list(screen: Screen, page: Listed) -> list[Block]:
    seat = screen.seat
    match page:
        case GroupPage():
            return [*summary(screen), *_bar(screen), *group_views.rows(page)]
        case SegmentList():
            return [*summary(screen), *segment_views.rows(seat, page)]
        case MembershipPage():
            return [
                *membership_views.head(seat),
                *summary(screen),
                *membership_views.rows(seat, page),
            ]
        case ProductPage():
            return [*summary(screen), *product_views.rows(seat, page)]
        case Page():
            return [*_group_head(screen), *summary(screen), *_bar(screen), *_people(screen, page)]


def _group_head(screen: Screen) -> list[Block]:
    if screen.group is None:
        return []
    return group_views.head(screen.seat, screen.group, selecting=screen.ticked is not None)


def _people(screen: Screen, page: Page) -> list[Block]:
    if screen.ticked is not None:
        return tick_views.rows(screen.state, page.rows, screen.ticked)
    return [block for row in page.rows for block in _row(screen, row)]


def _bar(screen: Screen) -> list[Block]:
    if screen.ticked is None:
        return []
    everyone, state = "", screen.state
    if isinstance(screen.page, Page) and screen.page.rows:
        narrowed = state.is_narrowed or state.showing != "contacts"
        everyone = total(screen.page) + (" that match" if narrowed else "")
    return tick_views.bar(
        screen.seat, state, screen.ticked, everyone, can_take_out=_can_take_out(screen)
    )


def _can_take_out(screen: Screen) -> bool:
    """Whether a group is opened that people can be removed from here."""
    return screen.group is not None and not screen.group.read_only


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


def _row(screen: Screen, row: Row) -> list[Block]:
    standing = screen.standings.get(row.contact.id)
    return contact_row.row(screen.seat.role, row, standing, in_group=_can_take_out(screen))


def _pager(page: Listed) -> list[Block]:
    buttons = [
        *([button("‹ Previous", "contacts.previous")] if page.has_previous else []),
        *([button("Next ›", "contacts.next")] if page.has_next else []),
    ]
    return [actions(buttons, "pages")] if buttons else []
