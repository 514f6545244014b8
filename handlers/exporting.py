"""Exporting contacts into CSV files, which come into the person's messages with Roster."""

from contextlib import ExitStack
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access, narrowing
from handlers.access import Visitor
from handlers.screens import acknowledge, draw_card, leave, repaint, replace_view, show
from handlers.state import Memory, PageState, page_of, stand
from handlers.state import chosen as clicked
from handlers.telling import NotSent, Pulse, end, upload
from handlers.views import exporting as views
from handlers.views.kit import View, escape, modal, section
from handlers.views.screen import Narrowing
from handlers.work import Wake, Work, rouse
from store import contacts, exporting, groups, jobs, listing, membership_export, ticks
from store.books import Seat
from store.db import Database
from store.errors import Gone, NotAllowed, Rejected
from store.models import Book
from store.scopes import Scope
from store.spooling import Spooled
from store.words import Role
from store.work_models import Job


def ask(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask whether those whom the page shows shall be exported."""
    ask_for(client, who, database, body, leave(who, database, body))


def ask_for(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], memory: Memory
) -> None:
    """Ask whether those shall be exported whom a page would show."""
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
        page = _of_contacts(memory.page)
        asked = _asked(session, seat.book, page)
        where = narrowing.scope(who, page, asked)
        size, capped = listing.tally(session, seat.book, scope=where)
    memory = memory.but(book=seat.book.id, page=memory.page.but(book=seat.book.id))
    show(client, body, views.form(memory, views.about(page, asked), size, capped))


def begin(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Note the export as work; a form that is sent twice makes one."""
    memory, key = Memory.load(view.get("private_metadata")), f"submission {view['id']}"
    page = _of_contacts(memory.page)
    if memory.book is None:  # nothing else is known either: it would be everybody
        raise Gone("This form comes from an older Roster. Please open it again.")
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        asked = _asked(session, seat.book, page)
        narrowing.scope(who, page, asked)
        place = {"title": views.TITLE, "view": view["id"], "about": views.about(page, asked)}
        data = place | {"page": page.dump(), "memberships": views.wants_memberships(view)}
        jobs.add(session, seat.book, person=who.person, key=key, step="exporting.write", data=data)
    return ack(response_action="update", view=modal(views.TITLE, [section(views.begun())]))


def ticked(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Export those who are ticked now; they stay ticked."""
    memory = leave(who, database, body)
    with database.writing() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
        ticks.need(session, seat.book, person=who.person)
        if job := _begin(session, seat, who, body, {}):
            ticks.copy(session, seat.book, person=who.person, job=job)
    wake()
    repaint(client, who, database, memory, views.begun())


def contact(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Export the chosen contact."""
    book_id, contact_id = clicked(body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        contacts.get(session, seat.book, contact_id=contact_id)
        _begin(session, seat, who, body, {"contact": contact_id})
    wake()
    with database.reading() as session:
        one = contacts.get(session, seat.book, contact_id=contact_id)
        drawn = draw_card(session, who, seat, one, page_of(body), views.begun())
    replace_view(client, body["view"]["id"], drawn)


def write(work: Work) -> None:
    """A step of the job: make the files and send them; that is the whole report."""
    job = work.job
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(file) for file in _files(work)]
            names = views.file_names(job.created_at)
            told = views.exported_text([file.count for file in files], job.data.get("about", ""))
            _check(work)
            upload(work, [*zip(names, files, strict=False)], told)
    except (Gone, NotAllowed, Rejected) as refused:
        end(work, f":warning: {escape(str(refused))}")
    except NotSent:
        failed(work)
    else:
        end(work, views.sent() if job.data.get("view") else "")


def failed(work: Work) -> None:
    """The last step when the other failed again and again: say it, so that nobody waits."""
    end(work, views.failed())


def _files(work: Work) -> list[Spooled]:
    """The contacts, and their memberships where they were asked for, as they stand now."""
    job = work.job
    with work.database.reading() as session:
        book = access.enter_for_job(session, job)
        where, pulse = _scope(session, book, job), Pulse(work)
        files = [exporting.spool(session, book, scope=where, on_batch=pulse)]
        if job.data.get("memberships"):
            files.append(membership_export.spool(session, book, scope=where, on_batch=pulse))
    return files


def _check(work: Work) -> None:
    """Making the files takes its time; raises Gone or NotAllowed where access was lost by then."""
    with work.database.reading() as session:
        access.enter_for_job(session, work.job)


def _scope(session: Session, book: Book, job: Job) -> Scope:
    if alone := job.data.get("contact"):
        return Scope(contact=alone, viewer=job.person)
    if page := job.data.get("page"):
        who, state = Visitor(book.workspace, job.person), PageState.load(page)
        return narrowing.scope(who, state, _asked(session, book, state))
    selection = ticks.frozen(session, book, job=job) or 0
    return Scope(selection=selection, viewer=job.person)


def _asked(session: Session, book: Book, page: PageState) -> Narrowing:
    """What the page asks of contacts. Raises Gone where it is that of a group or segment which is
    not there any more."""
    if page.group:
        groups.get(session, book, group_id=page.group)
    return narrowing.read(session, book, page)


def _of_contacts(page: PageState) -> PageState:
    """What is asked of contacts; a list of something else asks nothing of them."""
    return page if page.lists_contacts else PageState(book=page.book)


def _begin(
    session: Session, seat: Seat, who: Visitor, body: dict[str, Any], data: dict[str, Any]
) -> Job | None:
    key = f"export {stand(body)}"
    return jobs.add(
        session, seat.book, person=who.person, key=key, step="exporting.write", data=data
    )


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("exporting.ticked")(ack=acknowledge, lazy=[ticked])
    app.action("exporting.contact")(ack=acknowledge, lazy=[contact])
    app.view("exporting.begin")(ack=begin, lazy=[rouse])
