"""Ticks: selecting contacts page by page or all at once, and what can be done with the ticked."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access, bulk, narrowing
from handlers.access import Visitor
from handlers.screens import acknowledge, announce, leave, repaint, show
from handlers.state import Memory, stand
from handlers.views import bulk as views
from handlers.views.kit import View
from store import deliveries, groups, ticks
from store.books import Seat
from store.bulk import Deed, Kind, Loss, Outcome, first_to_go, loss
from store.db import Database
from store.errors import Rejected
from store.words import Role

# Of those who are ticked and would go, so many are named before they are deleted.
NAMED = 10


def start(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn the page into boxes to tick."""
    _select(client, who, database, leave(who, database, body), selecting=True)


def add_all(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Tick everybody whom the list holds, not only those on the page."""
    memory = leave(who, database, body)
    with database.writing() as session:
        seat = access.enter(session, who, memory.page.book)
        asked = narrowing.read(session, seat.book, memory.page)
        everybody = narrowing.scope(who, memory.page, asked)
        person, round = who.person, memory.page.round
        ticks.add_all(session, seat.book, person=person, scope=everybody, round=round)
    repaint(client, who, database, memory)


def clear(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Untick everybody, and go on selecting."""
    _forget(client, who, database, body, selecting=True)


def end(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Untick everybody, and show the contacts as rows again."""
    _forget(client, who, database, body, selecting=False)


def star(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    wake: Callable[[], None],
) -> None:
    """Add the ticked to this person's favorites."""
    _do(client, who, database, body, wake, Deed(Kind.star), needs=Role.viewer)


def take_out(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    wake: Callable[[], None],
) -> None:
    """Remove the ticked from the group that is opened."""
    _do(client, who, database, body, wake, Deed(Kind.ungroup), needs=Role.editor)


def ask_delete(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Say what deleting the ticked would take, and ask."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
        lost = loss(session, seat.book, person=who.person)
        if not lost.contacts + lost.kept:
            raise Rejected("ticks", ticks.NOBODY)
        memory = memory.but(book=seat.book.id, ticked=True)
        question = _question(session, seat, who, memory, lost)
    show(client, body, question)
    repaint(client, who, database, memory)


def confirm_delete(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Delete the ticked; where they are many, ask once more."""
    return _confirm(ack, view, who, context, database, most=views.MANY)


def confirm_again(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Delete the ticked, however many they are."""
    return _confirm(ack, view, who, context, database, most=None)


def _confirm(
    ack: Ack,
    view: View,
    who: Visitor,
    context: BoltContext,
    database: Database,
    *,
    most: int | None,
) -> BoltResponse:
    """Delete just those about whom the person was asked; where others are ticked by now, ask
    again."""
    memory, deed, begun = Memory.load(view.get("private_metadata")), Deed(Kind.delete), None
    key = f"submission {view['id']}"
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        if deliveries.once(session, key):
            lost = loss(session, seat.book, person=who.person)
            question = None
            if ticks.mark(session, seat.book, person=who.person) != memory.mark:
                question = _question(session, seat, who, memory, lost)
            elif most is not None and lost.contacts > most:
                question = views.second_question(lost, memory)
            if question:
                deliveries.forget(session, key)
                return ack(response_action="update", view=question)
            begun = bulk.start(session, seat, who, memory, deed, bulk.submitted(view))
    return bulk.answer(ack, context, memory, deed, begun)


def _question(session: Session, seat: Seat, who: Visitor, memory: Memory, lost: Loss) -> View:
    """Asks whether all who are ticked now shall be deleted, and names the first who would go."""
    names = first_to_go(session, seat.book, person=who.person, size=NAMED)
    mark = ticks.mark(session, seat.book, person=who.person)
    return views.delete_question(lost, names, memory.but(mark=mark))


def _select(
    client: WebClient, who: Visitor, database: Database, memory: Memory, *, selecting: bool
) -> None:
    page = memory.page.but(selecting=selecting)
    repaint(client, who, database, memory.but(page=page))


def _forget(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], *, selecting: bool
) -> None:
    memory = leave(who, database, body)
    with database.writing() as session:
        seat = access.enter(session, who, memory.page.book)
        ticks.clear(session, seat.book, person=who.person, round=memory.page.round)
    _select(client, who, database, memory, selecting=selecting)


def _do(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    wake: Callable[[], None],
    deed: Deed,
    *,
    needs: Role,
) -> None:
    """What needs no form, once for two clicks at once; long work is told in the messages."""
    memory, group = leave(who, database, body), ""
    with database.writing() as session:
        seat = access.enter(session, who, memory.page.book, needs=needs)
        if deed.kind is Kind.ungroup:
            opened = groups.get(session, seat.book, group_id=memory.page.group or 0)
            deed, group = Deed(Kind.ungroup, opened.id), opened.name
        key = f"{deed.kind} {stand(body)}"
        if not deliveries.once(session, key):
            return
        place = {"key": key, "group": group}
        begun = bulk.start(session, seat, who, memory, deed, place)
    if isinstance(begun, Outcome):
        notice = views.told(deed, begun, group)
    else:
        wake()
        notice = views.begun(deed, group)
    announce(client, who, database, memory.in_new_round(), notice)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("ticks.start")(ack=acknowledge, lazy=[start])
    app.action("ticks.add_all")(ack=acknowledge, lazy=[add_all])
    app.action("ticks.clear")(ack=acknowledge, lazy=[clear])
    app.action("ticks.end")(ack=acknowledge, lazy=[end])
    app.action("ticks.star")(ack=acknowledge, lazy=[star])
    app.action("ticks.take_out")(ack=acknowledge, lazy=[take_out])
    app.action("ticks.ask_delete")(ack=acknowledge, lazy=[ask_delete])
    app.view("ticks.confirm_delete")(ack=confirm_delete, lazy=[bulk.settle])
    app.view("ticks.confirm_again")(ack=confirm_again, lazy=[bulk.settle])
