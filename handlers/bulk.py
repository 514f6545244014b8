"""Bulk work: one thing done to all who are ticked, at once where they are few, else as a job.

The steps of its job are bulk.back_up (before deleting), run and tell; or refuse, at a dead end.
"""

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.screens import announce, redraw_card, repaint
from handlers.state import Memory
from handlers.telling import NotSent, Progress, Pulse, end, upload
from handlers.views import bulk as views
from handlers.views import exporting as files
from handlers.views.kit import Block, View, modal, section
from handlers.work import Wake, Work
from store import books, bulk, contacts, exporting, jobs, ticks
from store.books import Seat
from store.bulk import Deed, Kind, Outcome
from store.db import Database
from store.errors import Gone, NotAllowed
from store.scopes import Scope
from store.words import Role
from store.work_models import Job


def start(
    session: Session, seat: Seat, who: Visitor, memory: Memory, deed: Deed, place: dict[str, Any]
) -> Outcome | Job | None:
    """Do it to the contact or the ticked that `memory` is about, or note it as work to be done.

    `place` is where the work shall be told (handlers/telling.py), its `key` the click that asked
    for it; None when it was asked for before. Raises Gone, or Rejected where nobody is ticked.
    """
    person, book = who.person, seat.book
    if memory.contact:
        contacts.get(session, book, contact_id=memory.contact)
        where = Scope(contact=memory.contact)
        return bulk.apply(session, book, person=person, deed=deed, scope=where)
    round = memory.in_new_round().page.round
    count = ticks.need(session, book, person=person)
    if deed.kind is not Kind.delete and count <= bulk.CHUNK:
        where = Scope(selection=ticks.selection(session, book, person=person) or 0)
        outcome = bulk.apply(session, book, person=person, deed=deed, scope=where)
        ticks.clear(session, book, person=person, round=round)
        return outcome
    step = "bulk.back_up" if deed.kind is Kind.delete else "bulk.run"
    data = place | {"title": views.TITLES[deed.kind], "page": memory.dump()}
    key = data.pop("key")
    return bulk.begin(
        session, book, person=person, key=key, deed=deed, step=step, data=data, round=round
    )


def submitted(view: View, group: str = "") -> dict[str, Any]:
    """The place of work that a form asks for: the form itself."""
    return {"key": f"submission {view['id']}", "view": view["id"], "group": group}


def answer(
    ack: Ack,
    context: BoltContext,
    memory: Memory,
    deed: Deed,
    begun: Outcome | Job | None,
    group: str = "",
) -> BoltResponse:
    """Close the form where all is done and a page below can say it; else the form says it."""
    context["settled"] = True
    title = views.TITLES[deed.kind]
    if isinstance(begun, Outcome):
        told = views.told(deed, begun, group)
        context["notice"] = told
        if memory.at:
            return ack()
        return ack(response_action="update", view=modal(title, [section(told)]))
    if begun is None:
        waiting = [section("Roster is at it already.")]
    else:
        waiting = views.progress(deed, 0, begun.data["total"], group)
    return ack(response_action="update", view=modal(title, waiting))


def settle(
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
    body: dict[str, Any],
    wake: Wake,
) -> None:
    """After a form: show its effect on the page and the card below, and let the worker begin.

    Not sooner: what the worker tells would be painted over by the answer to the form.
    """
    if not context.get("settled"):
        return
    wake()
    memory = Memory.load(body["view"].get("private_metadata"))
    announce(client, who, database, memory.in_new_round(), context.get("notice") or "")
    redraw_card(client, who, database, body["view"], memory)


def back_up(work: Work) -> None:
    """A step of the job: before anybody is deleted, give the person a CSV file of them."""
    job = work.job
    try:
        with work.database.reading() as session:
            book = access.enter_for_job(session, job)
            selection = ticks.frozen(session, book, job=job) or 0
            where = Scope(selection=selection, viewer=job.person)
            file = exporting.spool(
                session, book, scope=where, writable_only=True, on_batch=Pulse(work)
            )
        with file:
            if file.count:
                name = files.file_name("deleted contacts", job.created_at)
                upload(work, [(name, file)], files.backup_text(file.count))
    except (Gone, NotAllowed, NotSent) as refused:
        bulk.refuse(work.database, job, reason=str(refused))
        return
    with work.database.writing() as session:
        jobs.move(session, job, step="bulk.run", due=True)


def run(work: Work) -> None:
    """A step of the job: do it, saying how far it is, while the person has access to the book."""
    job, deed, group = work.job, bulk.deed(work.job), work.job.data.get("group", "")
    needs = Role.viewer if deed.kind is Kind.star else Role.editor

    def draw(done: int, count: int) -> tuple[str, list[Block]]:
        return views.doing(deed, count, group), views.progress(deed, done, count, group)

    tell_progress = Progress(work, draw)

    def check() -> None:
        try:
            with work.database.reading() as session:
                access.enter_for_job(session, job, needs)
        except Gone as gone:  # which would mean the group, below
            raise NotAllowed(str(gone)) from gone

    def progress(done: int, count: int) -> None:
        check()
        tell_progress(done, count)

    try:
        check()
        bulk.run(work.database, job, on_progress=progress)
    except NotAllowed as refused:
        bulk.refuse(work.database, job, reason=str(refused))


def tell(work: Work) -> None:
    """A step of the job: say what came of it."""
    job, outcome = work.job, bulk.outcome(work.job)
    told = views.told(bulk.deed(job), outcome, job.data.get("group", ""))
    if job.data.get("group_gone"):
        told = views.group_gone(outcome)
    finish(work, told)


def refuse(work: Work) -> None:
    """A step of the job: say that it could not be finished, and how far it is."""
    job = work.job
    done, total, are_ticked = bulk.outcome(job).done, job.data["total"], job.data["are_ticked"]
    reason = job.data["reason"]
    finish(work, views.failed(bulk.deed(job), done, total, reason=reason, are_ticked=are_ticked))


def failed(work: Work) -> None:
    """The last step when another one failed again and again: end it, or try once more to tell."""
    telling = {"bulk.tell": tell, "bulk.refuse": refuse}
    if again := telling.get(work.job.step):
        again(work)
    else:
        bulk.refuse(work.database, work.job, reason="")


def finish(work: Work, told: str) -> None:
    """Tell how the work ended, and let go of the job; on the page too, where the modal stands above
    it. Another page may be elsewhere by now, and somebody may be ticking on it."""
    if end(work, told):
        with work.database.reading() as session:
            workspace = books.get(session, book_id=work.job.book_id).workspace
        memory = Memory.load(work.job.data.get("page")).in_new_round()
        who = Visitor(workspace, work.job.person)
        repaint(work.client, who, work.database, memory, told)
