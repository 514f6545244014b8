"""Exporting contacts into a CSV file, which comes into the person's messages with Roster."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, draw_card, leave, repaint, replace_view
from handlers.state import chosen as clicked
from handlers.state import page_of, stand
from handlers.telling import NotSent, end, upload
from handlers.views import exporting as views
from handlers.views.kit import escape
from handlers.work import Work
from store import contacts, exporting, jobs, ticks
from store.books import Seat
from store.db import Database
from store.errors import Gone, NotAllowed
from store.models import Job
from store.scopes import Scope
from store.words import Role

Wake = Callable[[], None]


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
    """A step of the job: make the file and send it; that is the whole report."""
    try:
        content, count = _content(work)
        name = views.file_name("contacts", work.job.created_at)
        upload(work, [(name, content)], views.exported_text(count))
    except (Gone, NotAllowed) as refused:
        end(work, f":warning: {escape(str(refused))}")
    except NotSent:
        failed(work)
    else:
        end(work)


def failed(work: Work) -> None:
    """The last step when the other failed again and again: say it, so that nobody waits."""
    end(work, views.failed())


def _content(work: Work) -> tuple[bytes, int]:
    job = work.job
    with work.database.reading() as session:
        book = access.enter_for_job(session, job)
        chosen = ticks.frozen(session, book, job=job) or 0
        alone = job.data.get("contact")
        where = Scope(contact=alone) if alone else Scope(selection=chosen)
        return exporting.as_bytes(session, book, scope=where)


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
