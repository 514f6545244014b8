"""Putting views in front of people: opening, replacing, and painting the contacts page again."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.state import HOME, Memory, PageState
from handlers.views import contact_card as cards
from handlers.views import contacts as views
from handlers.views.kit import View
from store import contacts
from store.books import Seat
from store.db import Database
from store.errors import Gone
from store.favorites import is_favorite
from store.models import Contact
from store.paging import Cursor

PAGE_SIZE = 25


def acknowledge(ack: Ack) -> None:
    """Tell Slack that the click arrived; the work follows in the lazy half of the listener."""
    ack()


def show(client: WebClient, body: dict[str, Any], view: View) -> None:
    """Open a modal, on top of the one that was clicked if there is one."""
    stacked = body.get("view", {}).get("type") == "modal"
    opener = client.views_push if stacked else client.views_open
    opener(trigger_id=body["trigger_id"], view=view)


def replace_view(client: WebClient, view_id: str, view: View) -> None:
    """Draw a modal anew; nothing happens when the person has closed it meanwhile."""
    try:
        client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if error.response["error"] != "not_found":
            raise


def repaint(
    client: WebClient, who: Visitor, database: Database, memory: Memory, notice: str = ""
) -> None:
    """Draw the contacts page anew where it stands; nothing when there is none."""
    if not memory.at:
        return
    with database.reading() as session:
        screen = compose(session, who, memory.page, notice)
    if memory.at == HOME:
        client.views_publish(user_id=who.person, view=views.home(screen))
    else:
        replace_view(client, memory.at, views.page_modal(screen))


def compose(session: Session, who: Visitor, state: PageState, notice: str = "") -> views.Screen:
    """All that the page shows; for a book or page that is gone, the first one there is."""
    try:
        seat = access.enter(session, who, state.book)
    except Gone:
        seat, state = access.enter(session, who, None), PageState()
    page = contacts.find(
        session,
        seat.book,
        person=who.person,
        search=state.search,
        favorites=state.favorites,
        after=state.after,
        before=state.before,
        size=PAGE_SIZE,
    )
    state = state if page.has_previous else state.start()
    return views.Screen(
        seat=seat,
        seats=access.seats(session, who),
        page=page,
        state=state.but(book=seat.book.id, edges=_edges(page)),
        notice=notice,
    )


def _edges(page: contacts.Page) -> tuple[Cursor, Cursor] | None:
    if not page.rows:
        return None
    return contacts.cursor(page.rows[0].contact), contacts.cursor(page.rows[-1].contact)


def card(session: Session, who: Visitor, book_id: int, contact_id: int, memory: Memory) -> View:
    """The card of one contact as this person sees it; raises Gone."""
    seat = access.enter(session, who, book_id)
    contact = contacts.get(session, seat.book, contact_id=contact_id)
    return draw_card(session, who, seat, contact, memory)


def draw_card(
    session: Session,
    who: Visitor,
    seat: Seat,
    contact: Contact,
    memory: Memory,
    notice: str = "",
) -> View:
    """The card of a contact that was just read or saved."""
    person = who.person
    starred = is_favorite(session, seat.book, person=person, contact_id=contact.id)
    return cards.card(seat, contact, starred=starred, memory=memory, notice=notice)
