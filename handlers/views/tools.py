"""The tools at the top of the contacts page: what can be made, the lists, and the ⋮ menu."""

from handlers.state import PageState
from handlers.views.kit import Block, actions, button, field, menu, option, text_input
from handlers.views.screen import Screen
from store.words import Kind, Role

SEARCH_LIMIT = 200
TABS = {
    "contacts": ("All contacts", "contacts.show_all"),
    "favorites": ("Favorites", "favorites.show"),
    "groups": ("Groups", "groups.show"),
    "segments": ("Segments", "segments.show"),
    "memberships": ("Memberships", "memberships.show"),
    "products": ("Products", "products.show"),
}
HINTS = {
    "groups": "Name of a group",
    "segments": "Name of a segment",
    "products": "Name of a product",
    "memberships": "Name, email or company of the contact",
}


def bar(screen: Screen) -> Block:
    """What can be made here, the lists, and the ⋮ menu."""
    state = screen.state
    can_select = screen.ticked is None and state.lists_contacts and screen.page.rows
    return actions(
        [
            *_new(screen),
            *(_tab(state, showing) for showing in TABS),
            *([button("Select", "ticks.start")] if can_select else []),
            menu(_more_options(screen), "contacts.more_options"),
        ],
        "tools",
    )


def search_box(state: PageState) -> Block:
    """The search box; Enter looks the text up."""
    hint = "Name, email or company" if state.lists_contacts else HINTS[state.showing]
    element = text_input("contacts.search", initial=state.search, limit=SEARCH_LIMIT, hint=hint)
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    box = field("Search", search_block(state), element, optional=True)
    return box | {"dispatch_action": True}


def search_block(state: PageState) -> str:
    """The block of the search box; another number makes Slack forget what was typed in it."""
    return f"search:{state.fresh}"


def _new(screen: Screen) -> list[Block]:
    """What this list is for, and only whoever may change the book."""
    state, book = screen.state, str(screen.seat.book.id)
    if not screen.seat.role.allows(Role.editor) or state.showing == "segments":
        return []
    text, action_id = {
        "memberships": ("Add membership", "memberships.add"),
        "products": ("New product", "products.add"),
    }.get(state.showing, ("New contact", "contacts.add"))
    if state.showing == "groups" and not state.lists_contacts:
        text, action_id = "New group", "groups.add"
    return [button(text, action_id, value=book, style="primary")]


def _tab(state: PageState, showing: str) -> Block:
    text, action_id = TABS[showing]
    return button(f"✓ {text}" if state.showing == showing else text, action_id)


def _more_options(screen: Screen) -> list[Block]:
    book = screen.seat.book
    choices = []
    if screen.seat.role.allows(Role.editor):
        if screen.can_sync:
            choices.append(option("Sync contacts", f"sync {book.id}"))
        choices.append(option("Import contacts (.csv)", f"import {book.id}"))
        choices.append(option("Export contacts (.csv)", f"export {book.id}"))
    if book.kind == Kind.team and screen.seat.role.allows(Role.owner):
        choices.append(option("People with access", f"access {book.id}"))
    return [*choices, option("Help", "help")]
