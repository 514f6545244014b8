"""The contacts page: one drawing for the Home tab and for `/contacts`."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.state import HOME, PageState, address
from handlers.views.kit import (
    Block,
    View,
    actions,
    bold,
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
    short,
    text_input,
    typed,
)
from store.books import Seat
from store.contacts import Page, Row
from store.models import Kind, Role

SEARCH_LIMIT = 200
ROW_NAME_LIMIT = 150

BOOK_NAMES = {Kind.team: "Team book", Kind.personal: "Personal book"}
BOOK_NOTES = {
    Kind.team: "Shared with the people who have access to it.",
    Kind.personal: "Only you see it.",
}


@dataclass(frozen=True)
class Screen:
    """All that the contacts page shows."""

    seat: Seat
    seats: Sequence[Seat]
    page: Page
    state: PageState
    notice: str = ""


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
    """The page below its title: at most 11 blocks, and two for each contact."""
    return [
        *_book_switch(screen),
        *([note(screen.notice)] if screen.notice else []),
        _tools(screen),
        _search_box(screen.state),
        *_summary(screen),
        *(block for row in screen.page.rows for block in _row(screen.seat, row)),
        *_pager(screen.page),
    ]


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
    favorites = screen.state.favorites
    changes = screen.seat.role.allows(Role.editor)
    new = [button("New contact", "contacts.add", value=str(screen.seat.book.id), style="primary")]
    return actions(
        [
            *(new if changes else []),
            button("All contacts" if favorites else "✓ All contacts", "contacts.show_all"),
            button("✓ Favorites" if favorites else "Favorites", "favorites.show"),
            menu(_more_options(screen), "contacts.more_options"),
        ],
        "tools",
    )


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
        hint="Name, email or company",
    )
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    box = field("Search", _search_block(state), element, optional=True)
    return box | {"dispatch_action": True}


def _search_block(state: PageState) -> str:
    return f"search:{state.fresh}"


def _summary(screen: Screen) -> list[Block]:
    state, page = screen.state, screen.page
    if not page.rows:
        return _empty(screen)
    last = state.first + len(page.rows) - 1
    total = f"{page.total:,}{'+' if page.capped else ''}"
    what = " in *Favorites*" if state.favorites else ""
    found = f" matching “{escape(state.search)}”" if state.search else ""
    lines = [note(f"*{state.first:,}–{last:,}* of {total}{what}{found}")]
    return lines + ([_clear()] if state.search else [])


def _empty(screen: Screen) -> list[Block]:
    state = screen.state
    if state.search:
        where = " among your favorites" if state.favorites else ""
        return [section(f"Nobody{where} matches “{escape(state.search)}”."), _clear()]
    if state.favorites:
        return [
            section("*No favorites yet.*\nClick the ☆ beside somebody’s name to find them here.")
        ]
    if not screen.seat.role.allows(Role.editor):
        return [section("*There is nobody in this book yet.*")]
    return [
        section(
            "*There is nobody in this book yet.*\n"
            "Add the first person with *New contact*, or bring everybody at once: "
            "drop a CSV file into your messages with Roster, or choose it here."
        ),
        actions(
            [button("Import contacts (.csv)", "importing.choose", value=str(screen.seat.book.id))],
            "import",
        ),
    ]


def _clear() -> Block:
    return actions([button("Clear search", "contacts.clear_search")], "clear")


def _row(seat: Seat, row: Row) -> list[Block]:
    contact, value = row.contact, address(row.contact.book_id, row.contact.id)
    name = short(contact.name, ROW_NAME_LIMIT)
    work = ", ".join(part for part in (contact.job_title, contact.company) if part)
    email = contact.email if contact.name != contact.email else ""
    details = "  ·  ".join(short(part, ROW_NAME_LIMIT) for part in (email, work) if part)
    choices = menu(_row_options(seat.role, row.starred, value), "contacts.more")
    return [
        section(f"{bold(name)}\n{escape(details)}".strip(), choices, f"contact:{contact.id}"),
        actions([star(row.starred, contact.name, value)], f"star:{contact.id}"),
    ]


def star(starred: bool, name: str, value: str, *, in_words: bool = False) -> Block:
    """The star of one contact, golden when set; where there is room, with words beside it."""
    if starred:
        text = "⭐ Remove from favorites" if in_words else "⭐"
        label = f"Remove {name} from favorites"
        return button(text, "favorites.remove", value=value, label=label)
    text = "☆ Add to favorites" if in_words else "☆"
    return button(text, "favorites.add", value=value, label=f"Add {name} to favorites")


def _row_options(role: Role, starred: bool, value: str) -> list[Block]:
    favorite = (
        option("Remove from favorites", f"unstar {value}")
        if starred
        else option("Add to favorites", f"star {value}")
    )
    if not role.allows(Role.editor):
        return [option("Open", f"open {value}"), favorite]
    return [
        option("Open", f"open {value}"),
        option("Edit contact", f"edit {value}"),
        favorite,
        option("Delete contact", f"delete {value}"),
    ]


def _pager(page: Page) -> list[Block]:
    buttons = [
        *([button("‹ Previous", "contacts.previous")] if page.has_previous else []),
        *([button("Next ›", "contacts.next")] if page.has_next else []),
    ]
    return [actions(buttons, "pages")] if buttons else []
