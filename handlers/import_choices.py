"""How a file is brought in: chosen in a form before anything is written."""

from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.memberships import refuse
from handlers.screens import acknowledge, show
from handlers.state import Memory, chosen
from handlers.views import import_choices as views
from handlers.views.kit import View
from handlers.work import rouse
from store import groups, importing, jobs, products
from store.books import Seat
from store.db import Database
from store.errors import Gone, Rejected
from store.import_choices import Choices
from store.importing import Plan
from store.words import Role

OVER = "This import is over, or it is being written. Drop the file again to import it otherwise."


def ask(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what becomes of people who are there already, and what else is done."""
    memory, plan = asked_about(who, database, body)
    show(client, body, views.form(plan, memory))


def choose(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Show what would happen when it is done so."""
    memory = Memory.load(view.get("private_metadata"))
    try:
        with database.writing() as session:
            seat, plan = plan_of(session, who, memory)
            again(session, seat, who, memory, views.read(view, plan.choices))
    except Rejected as rejected:
        return refuse(ack, view, rejected)
    return ack()


def suggest_group(ack: Ack, who: Visitor, database: Database, body: dict[str, Any]) -> BoltResponse:
    """Offer the groups whose names hold what was typed so far, and a new one of that name."""
    text = _typed(body)
    with database.reading() as session:
        book = _seat(session, who, body).book
        found = [group.name for group in groups.suggest(session, book, text=text, only_own=True)]
        is_new = text and groups.by_name(session, book, name=text) is None
    return ack(options=views.names(found, text if is_new else "", "group"))


def suggest_product(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer the products whose names hold what was typed so far, and a new one of that name."""
    text = _typed(body)
    with database.reading() as session:
        book = _seat(session, who, body).book
        some = products.suggest(session, book, text=text, archived=False)
        is_new = text and products.by_name(session, book, name=text) is None
        found = [product.name for product in some]
    return ack(options=views.names(found, text if is_new else "", "product"))


def asked_about(who: Visitor, database: Database, body: dict[str, Any]) -> tuple[Memory, Plan]:
    """What a form about an import remembers, and what the import would do."""
    book_id, job_id = chosen(body)
    memory = Memory(book=book_id, job=job_id)
    with database.reading() as session:
        return memory, plan_of(session, who, memory)[1]


def plan_of(session: Session, who: Visitor, memory: Memory) -> tuple[Seat, Plan]:
    """The seat of whoever asks, and what the import would do; raises Gone when it is over."""
    seat = access.enter(session, who, memory.book, needs=Role.editor)
    job = jobs.get(session, seat.book, job_id=memory.job or 0)
    if job.finished_at is not None or "plan" not in job.data:
        raise Gone(OVER)
    return seat, importing.plan(job)


def again(session: Session, seat: Seat, who: Visitor, memory: Memory, choices: Choices) -> None:
    """Let it be found out what would happen with these choices; raises Gone when it is too late."""
    job_id, by = memory.job or 0, who.person
    if not importing.choose(session, seat.book, person=by, job_id=job_id, choices=choices):
        raise Gone(OVER)


def _seat(session: Session, who: Visitor, body: dict[str, Any]) -> Seat:
    memory = Memory.load(body["view"].get("private_metadata"))
    return access.enter(session, who, memory.book, needs=Role.editor)


def _typed(body: dict[str, Any]) -> str:
    return " ".join(str(body.get("value") or "").split())


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("import_choices.ask")(ack=acknowledge, lazy=[ask])
    app.options("import_choices.suggest_group")(suggest_group)
    app.options("import_choices.suggest_product")(suggest_product)
    app.view("import_choices.choose")(ack=choose, lazy=[rouse])
