"""Inviting a group, a segment, those who are ticked, or one contact to an event.

Roster makes what is needed and puts it into the person's messages; it writes to none of them.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from handlers import access, narrowing
from handlers.access import Visitor
from handlers.grouping import whom
from handlers.screens import acknowledge, leave, repaint, replace_view, show
from handlers.state import Memory, chosen
from handlers.telling import NotSent, end, messages_with, upload
from handlers.views import inviting as views
from handlers.views.groups import people
from handlers.views.kit import View, bold, message
from handlers.work import Work, rouse
from store import groups, invitations, jobs, listing, segments, ticks
from store.books import Seat
from store.columns import now
from store.db import Database
from store.errors import Gone, NotAllowed, Rejected
from store.invitations import Event, Guests
from store.models import Book
from store.scopes import Scope
from store.words import Role
from store.work_models import Job


def ask_group(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what the chosen group shall be invited to."""
    book_id, group_id = chosen(body)
    memory = leave(who, database, body)
    about = memory.but(book=book_id, group=group_id, segment=None, contact=None, ticked=False)
    _ask(client, who, database, body, about)


def ask_segment(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what those shall be invited to whom the chosen segment means."""
    book_id, segment_id = chosen(body)
    memory = leave(who, database, body)
    about = memory.but(book=book_id, segment=segment_id, group=None, contact=None, ticked=False)
    _ask(client, who, database, body, about)


def ask_ticked(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what the ticked shall be invited to."""
    memory = leave(who, database, body)
    about = memory.but(book=memory.page.book, group=None, segment=None, contact=None, ticked=True)
    _ask(client, who, database, body, about)
    repaint(client, who, database, memory)


def ask_contact(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what the chosen contact shall be invited to."""
    book_id, contact_id = chosen(body)
    memory = leave(who, database, body)
    about = memory.but(book=book_id, group=None, segment=None, contact=contact_id, ticked=False)
    _ask(client, who, database, body, about)


def invite(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Note the invitation as work; a form that is sent twice makes one."""
    try:
        event = invitations.check(views.read_event(view))
    except Rejected as rejected:
        return ack(response_action="errors", errors={rejected.field: rejected.reason})
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        _for_whom(session, seat, who, memory)
        job = _begin(session, seat.book, who, memory, view["id"], event)
        if job and memory.ticked:
            ticks.copy(session, seat.book, person=who.person, job=job)
    return ack(response_action="update", view=views.waiting_modal(event))


def open_link(ack: Ack) -> None:
    """Slack opens the calendar by itself, and tells."""
    ack()


def send(work: Work) -> None:
    """A step of the job: make the files and put them into the person's messages."""
    job, event = work.job, invitations.load(work.job.data["event"])
    try:
        files = _files(event, _guests(work), job.data["uid"])
        upload(work, files, views.files_text(event))
    except (Gone, NotAllowed, NotSent, Rejected) as refused:
        end(work, views.failed(event, str(refused)))
        return
    with work.database.writing() as session:
        jobs.move(session, job, step="inviting.tell", due=True)


def tell(work: Work) -> None:
    """A step of the job: put the message that belongs to the files below them."""
    event = invitations.load(work.job.data["event"])
    try:
        guests = _guests(work)
    except (Gone, NotAllowed, Rejected) as refused:
        end(work, views.failed(event, str(refused)))
        return
    told = message(views.text(event, guests), views.blocks(event, guests))
    channel = messages_with(work.client, work.job.person)
    work.client.chat_postMessage(channel=channel, **told)
    # Whatever becomes of the form by now, the invitation is there, and must not be made again.
    with suppress(SlackApiError, OSError):
        replace_view(work.client, work.job.data["view"], views.made_modal(event))
    end(work)


def failed(work: Work) -> None:
    """The last step when the other failed again and again: say it, so that nobody waits."""
    end(work, views.failed(invitations.load(work.job.data["event"])))


def _ask(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], memory: Memory
) -> None:
    with database.reading() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        about = _for_whom(session, seat, who, memory)
    show(client, body, views.form(memory.but(book=seat.book.id), about, _tomorrow()))


def _tomorrow() -> datetime:
    """In a day, at the next full hour."""
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1, hours=1)


def _for_whom(session: Session, seat: Seat, who: Visitor, memory: Memory) -> str:
    """Who is invited, in words; raises Gone, or Rejected where there is nobody."""
    if memory.segment is not None:
        return _of_segment(session, seat, who, memory.segment)
    if memory.group is None:
        ticked = " that you ticked" if memory.ticked else ""
        return f"For {whom(session, seat, who, memory)}{ticked}."
    group = groups.get(session, seat.book, group_id=memory.group)
    size = groups.size(session, seat.book, group_id=group.id)
    if not size:
        raise Rejected("group", f"Nobody is in the group {group.name} yet. Add somebody first.")
    return f"For the *{people(size)}* in {bold(group.name)}."


def _of_segment(session: Session, seat: Seat, who: Visitor, segment_id: int) -> str:
    segment = segments.get(session, seat.book, segment_id=segment_id)
    where = narrowing.segment_scope(session, who, seat.book, segment)
    size, capped = listing.tally(session, seat.book, scope=where)
    if not size:
        raise Rejected("segment", f"Nobody is in the segment {segment.name} today.")
    return f"For the *{people(size, capped=capped)}* in {bold(segment.name)}."


def _begin(
    session: Session, book: Book, who: Visitor, memory: Memory, view_id: str, event: Event
) -> Job | None:
    data = {
        "view": view_id,
        "title": views.TITLE,
        "event": invitations.dump(event),
        # To a calendar the same event, even if it is sent once more.
        "uid": str(uuid4()),
        "group": memory.group,
        "segment": memory.segment,
        "contact": memory.contact,
    }
    key = f"submission {view_id}"
    return jobs.add(session, book, person=who.person, key=key, step="inviting.send", data=data)


def _guests(work: Work) -> Guests:
    """Whoever is meant now; raises Gone where nobody is, NotAllowed where the person has lost
    access since the form was sent, for it may have been a while."""
    job = work.job
    with work.database.reading() as session:
        book = access.enter_for_job(session, job)
        guests = invitations.guests(session, book, scope=_scope(session, book, job))
    if not guests.reachable and not guests.unreachable:
        raise Gone("Nobody whom you wanted to invite is in the book any more.")
    return guests


def _scope(session: Session, book: Book, job: Job) -> Scope:
    group, contact, selection = job.data["group"], job.data["contact"], None
    if segment_id := job.data.get("segment"):
        segment = segments.get(session, book, segment_id=segment_id)
        return narrowing.segment_scope(session, Visitor(book.workspace, job.person), book, segment)
    if group is not None:
        groups.get(session, book, group_id=group)
    elif contact is None:
        selection = ticks.frozen(session, book, job=job) or 0
    return Scope(group=group, contact=contact, selection=selection)


def _files(event: Event, guests: Guests, uid: str) -> list[tuple[str, bytes]]:
    files = [(views.CALENDAR_FILE, invitations.calendar_file(event, uid=uid))]
    if not views.fits(guests.reachable):
        for program, separator in views.SEPARATORS.items():
            lists = invitations.chunks(guests.reachable, separator=separator, size=views.LIST_LIMIT)
            files.append((views.list_file(program), invitations.address_file(lists)))
    if len(guests.unreachable) > views.SHOWN:
        content = invitations.unreachable_file(guests.unreachable)
        files.append((views.UNREACHABLE_FILE, content))
    return files


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("inviting.ask_group")(ack=acknowledge, lazy=[ask_group])
    app.action("inviting.ask_ticked")(ack=acknowledge, lazy=[ask_ticked])
    app.action("inviting.ask_contact")(ack=acknowledge, lazy=[ask_contact])
    app.action("inviting.open_link")(open_link)
    app.view("inviting.invite")(ack=invite, lazy=[rouse])
