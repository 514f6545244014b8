"""Putting views in front of people: opening, replacing, and painting the contacts page again."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from handlers import access, lists, narrowing
from handlers.access import Visitor
from handlers.state import HOME, Memory, PageState, page_of
from handlers.telling import messages_with
from handlers.views import contact_card as cards
from handlers.views import contacts as views
from handlers.views import filter_row, membership_card
from handlers.views import ticks as boxes
from handlers.views.kit import View, message
from handlers.views.screen import Listed, Screen
from handlers.views.ticks import Ticked
from store import contacts, groups, memberships, ticks
from store.books import Seat
from store.contacts import Page
from store.db import Database
from store.errors import Gone, Rejected
from store.favorites import is_favorite
from store.membership_history import history
from store.models import Contact
from store.standings import Standing, standings
from store.sync import connections
from store.sync_models import Connection
from store.words import Role


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


def show_page(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], state: PageState
) -> None:
    """Open the contacts page as a modal."""
    with database.reading() as session:
        screen = compose(session, who, state)
    show(client, body, views.page_modal(screen))


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


def announce(
    client: WebClient, who: Visitor, database: Database, memory: Memory, notice: str
) -> None:
    """Say on the page what was done; where Slack does not draw it, in the messages: done it is."""
    try:
        repaint(client, who, database, memory, notice)
    except (SlackApiError, OSError):
        if not notice:
            raise
        channel = messages_with(client, who.person)
        client.chat_postMessage(channel=channel, **message(notice))


def leave(who: Visitor, database: Database, body: dict[str, Any]) -> Memory:
    """The page that was clicked on, with all that stands in its filter row and its search box,
    once the boxes that stand ticked on it are saved."""
    memory, view = page_of(body), body.get("view") or {}
    memory = memory.but(page=_standing_on(view, memory.page))
    round, shown, ticked = boxes.read(view)
    if shown:
        with database.writing() as session:
            book = access.enter(session, who, memory.page.book).book
            ticks.merge(session, book, person=who.person, shown=shown, ticked=ticked, round=round)
    return memory.in_new_round()


def _standing_on(view: View, page: PageState) -> PageState:
    """The page as it asks now; where that is something else than before, its first part."""
    asked = filter_row.read(view, page)
    if asked and (search := views.read_search(view)) != page.search:
        asked["search"] = search
    changed = page.but(**asked)
    return page if changed == page else changed.start()


def compose(session: Session, who: Visitor, state: PageState, notice: str = "") -> Screen:
    """All that the page shows; for a book, group or page that is gone, the first one there is."""
    try:
        seat = access.enter(session, who, state.book)
    except Gone:
        seat, state = access.enter(session, who, None), PageState()
    group = None
    try:
        if state.group:
            group = groups.get(session, seat.book, group_id=state.group)
    except Gone as gone:
        state, notice = state.turn_to("groups"), notice or str(gone)
    try:
        asked = narrowing.read(session, seat.book, state)
    except (Gone, Rejected) as gone:
        state, notice = state.forget_filter(), notice or str(gone)
        asked = narrowing.read(session, seat.book, state)
    if state.selecting:
        latest = ticks.since(session, seat.book, person=who.person)
        state = state.but(round=max(state.round, latest))
    page = lists.page(session, who, seat, state, asked)
    state = state if page.has_previous else state.start()
    return Screen(
        seat=seat,
        seats=access.seats(session, who),
        page=page,
        state=state.but(book=seat.book.id, edges=lists.edges(page)),
        narrowing=asked,
        notice=notice,
        group=group,
        can_sync=bool(who.providers) or connections.are_there(session, seat.book),
        troubled=_troubled(session, seat),
        ticked=_ticked(session, who, seat, page) if state.selecting else None,
        standings=_standings(session, seat, page, state),
    )


def _troubled(session: Session, seat: Seat) -> list[Connection]:
    """The accounts that somebody who may change the book has to look after."""
    changes = seat.role.allows(Role.editor)
    return connections.trouble(session, seat.book) if changes else []


def _ticked(session: Session, who: Visitor, seat: Seat, page: Listed) -> Ticked:
    count = ticks.count(session, seat.book, person=who.person)
    if not isinstance(page, Page):
        return Ticked(count)
    ids = [row.contact.id for row in page.rows]
    here = ticks.among(session, seat.book, person=who.person, contact_ids=ids)
    return Ticked(count, here)


def _standings(session: Session, seat: Seat, page: Listed, state: PageState) -> dict[int, Standing]:
    if not isinstance(page, Page) or state.selecting:
        return {}
    ids = [row.contact.id for row in page.rows]
    return standings(session, seat.book, contact_ids=ids)


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
    member_of = groups.of(session, seat.book, contact_id=contact.id)
    return cards.card(
        seat,
        contact,
        starred=starred,
        groups=member_of,
        entries=memberships.of(session, seat.book, contact_id=contact.id),
        links=connections.links_of(session, seat.book, contact_id=contact.id),
        memory=memory,
        notice=notice,
    )


def memberships_card(
    session: Session, seat: Seat, contact_id: int, memory: Memory, notice: str = ""
) -> View:
    """The memberships of one contact with their history; raises Gone."""
    contact = contacts.get(session, seat.book, contact_id=contact_id)
    entries = memberships.of(session, seat.book, contact_id=contact_id)
    ids = [entry.membership.id for entry in entries[: membership_card.SHOWN]]
    past = history(session, seat.book, membership_ids=ids)
    return membership_card.memberships(seat, contact, entries, past, memory, notice)


def redraw_card(
    client: WebClient, who: Visitor, database: Database, view: View, memory: Memory
) -> None:
    """The card that a form was opened from shows what the form has changed."""
    below = view.get("previous_view_id")
    if not below or below == memory.at or not memory.contact:
        return
    with database.reading() as session:
        drawn = card(session, who, memory.book or 0, memory.contact, memory)
    replace_view(client, below, drawn)
