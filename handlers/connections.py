"""Connections as long work: reading an account, telling how that went, and leaving it.

The steps of its job are connections.sync, which does one page and comes back; connections.tell,
where a person has to know something; then connections.leave and connections.left.
"""

import time
from contextlib import suppress
from datetime import datetime
from typing import Any

from handlers import access
from handlers.access import Visitor
from handlers.account_list import redraw
from handlers.screens import repaint
from handlers.state import Memory
from handlers.telling import PROGRESS_SECONDS, amend, courtesy, messages_with
from handlers.telling import tell as say
from handlers.views import connections as views
from handlers.views import deciding
from handlers.views.kit import Block, message, section
from handlers.work import Work
from store import books, jobs
from store.columns import now
from store.errors import Gone, NotAllowed
from store.sync import engine, leaving, overviews, vanishing
from store.sync.overviews import Overview
from store.sync.telling import told
from store.sync.vanishing import Vanished
from store.words import ConnectionState, Role

STEP = "connections.sync"
# Where Slack did not take it, nobody tries again for so long to show how far an account is read.
SILENCE = 60.0


def sync(work: Work) -> None:
    """A step of the job: read a page of the account, and say how far it is where somebody waits."""
    if time.time() - _place(work).get("shown", 0) >= PROGRESS_SECONDS and _show_progress(work):
        with work.database.writing() as session:
            jobs.keep(session, work.job, data=work.job.data)
    accounts = work.accounts
    engine.step(
        work.database, work.job, accounts.open, seal=accounts.seal, minutes=accounts.minutes
    )
    if work.job.due_at and work.job.due_at > now():
        _show_what_stopped(work, work.job.due_at)


def tell(work: Work) -> None:
    """A step of the job: say what a person has to know, while they have access to the book."""
    overview, asked = _overview(work), None
    if overview is not None and _has_access(work):
        if overview.connection.state is not ConnectionState.held:
            _withdraw(work, deciding.settled(overview))
        asked = _tell_about(work, overview)
    with work.database.writing() as session:
        told(session, work.job, asked=asked)


def leave(work: Work) -> None:
    """A step of the job: let Roster out of the account, then its contacts go, chunk by chunk."""
    leaving.step(work.database, work.job, work.accounts.revoke)


def left(work: Work) -> None:
    """A step of the job: say what became of the contacts, and show it below."""
    data = work.job.data
    person, place = data.get("person") or work.job.person, data["place"]
    text = views.left(data)
    _withdraw(work, text)
    if say(work.client, person, place, text, [section(text)]).get("view"):
        with courtesy():
            _show_in_list(work, place, text)
        _show_on_page(work, place, text)
    with work.database.writing() as session:
        jobs.finish(session, work.job)


def failed(work: Work) -> None:
    """The last step when another one failed again and again: what is done stays, and an account
    that is still there is tried again later."""
    job = work.job
    if job.step == STEP:
        engine.gave_up(work.database, job)
        return
    with work.database.writing() as session:
        if job.step == "connections.tell":
            told(session, job)
        else:
            jobs.finish(session, job)


def _tell_about(work: Work, overview: Overview) -> dict[str, Any] | None:
    """Where the person was asked what becomes of those who are gone, if they were."""
    about, place = overview.connection, _place(work)
    match work.job.data.get("tell"):
        case "ended":
            _tell(work, views.ended_text(about), views.ended(about))
            with courtesy():
                _show_in_list(work, place)
        case "held":
            gone = _vanished(work, overview)
            asked = _tell(work, deciding.held_text(about, gone), deciding.held(about, gone))
            with courtesy():
                _show_in_list(work, place)
            return asked
        case _ if "list" in place:
            _show_in_list(work, place, views.synced(overview))
        case _ if "place" in work.job.data:
            _tell(work, views.arrived_text(overview), views.arrived(overview))
    return None


def _withdraw(work: Work, text: str) -> None:
    """The question that still stands in a message is none any more."""
    if asked := work.job.data.get("asked"):
        amend(work.client, asked, text)


def _vanished(work: Work, overview: Overview) -> Vanished:
    with work.database.reading() as session:
        book = books.get(session, book_id=work.job.book_id)
        return vanishing.vanished(session, book, connection=overview.connection)


def _overview(work: Work) -> Overview | None:
    """The connection of the job; None where it is gone."""
    with work.database.reading() as session:
        book = books.get(session, book_id=work.job.book_id)
        with suppress(Gone):
            return overviews.get(session, book, connection_id=work.job.data["connection"])
    return None


def _has_access(work: Work) -> bool:
    try:
        with work.database.reading() as session:
            access.enter_for_job(session, work.job, Role.editor)
    except (Gone, NotAllowed):
        return False
    return True


def _place(work: Work) -> dict[str, Any]:
    """Where somebody waits to hear of it; nowhere, when nobody does."""
    place: dict[str, Any] = work.job.data.get("place") or {}
    return place


def _show_progress(work: Work) -> bool:
    """Show how far the account is read, or what keeps it from being read, where that was begun;
    whether the job has something to remember of that."""
    place = _place(work)
    if not place or "list" in place or (overview := _overview(work)) is None:
        return False
    about = overview.connection
    failed = views.failure(overview)
    blocks = views.stuck(overview) if failed else views.reading(about, overview.contacts)
    place = place | {"shown": time.time() + SILENCE}
    with courtesy():
        after = say(work.client, work.job.person, place, views.reading_text(about), blocks)
        place = after | {"shown": time.time()}
    work.job.data = work.job.data | {"place": place}
    return True


def _show_what_stopped(work: Work, until: datetime) -> None:
    """The run is over before its end: say why, in place of how far it is."""
    place, overview = _place(work), _overview(work)
    if overview is not None and views.failure(overview) and "list" in place:
        with courtesy():
            _show_in_list(work, place, views.stuck_text(overview))
    elif _show_progress(work):
        with work.database.writing() as session:
            jobs.rest(session, work.job, step=STEP, until=until, data=work.job.data)


def _tell(work: Work, text: str, blocks: list[Block]) -> dict[str, Any]:
    """In the messages with Roster; and where it was begun, if that is still to be seen. The
    message."""
    client, person, place = work.client, work.job.person, _place(work)
    said = say(client, person, place, text, blocks)
    if said.get("view"):
        channel = messages_with(client, person)
        posted = client.chat_postMessage(channel=channel, **message(text, blocks))
        _show_on_page(work, place, views.banner(text))
        said = {"channel": channel, "ts": posted["ts"]}
    return {"channel": said["channel"], "ts": said["ts"]}


def _show_on_page(work: Work, place: dict[str, Any], notice: str) -> None:
    """On the page below the modal, which still is what it was; it was told elsewhere already."""
    memory = Memory.load(place.get("page")).in_new_round()
    with suppress(Gone), courtesy():
        repaint(work.client, _visitor(work), work.database, memory, notice)


def _show_in_list(work: Work, place: dict[str, Any], notice: str = "") -> None:
    """In the list of accounts, if that is still to be seen."""
    if below := place.get("list"):
        memory = Memory.load(place.get("page")).but(book=work.job.book_id)
        with suppress(Gone, NotAllowed):
            redraw(work.client, _visitor(work), work.database, below, memory, notice=notice)


def _visitor(work: Work) -> Visitor:
    with work.database.reading() as session:
        workspace = books.get(session, book_id=work.job.book_id).workspace
    person = work.job.data.get("person") or work.job.person
    return Visitor(workspace, person, work.accounts.providers)
