"""Which column of a file becomes what: chosen in a form, remembered for files of the same kind."""

from dataclasses import replace
from re import compile as pattern
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient

from handlers.access import Visitor
from handlers.import_choices import again, asked_about, plan_of
from handlers.memberships import refuse
from handlers.screens import acknowledge, show
from handlers.state import Memory
from handlers.views import import_columns as views
from handlers.views.kit import View
from handlers.work import rouse
from store.db import Database
from store.errors import Rejected


def ask(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask which columns are read as what."""
    memory, plan = asked_about(who, database, body)
    show(client, body, views.form(plan, memory))


def choose(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Show what would happen when these columns are read."""
    memory = Memory.load(view.get("private_metadata"))
    try:
        with database.writing() as session:
            seat, plan = plan_of(session, who, memory)
            choices = replace(plan.choices, places=views.read(view))
            again(session, seat, who, memory, choices)
    except Rejected as rejected:
        return refuse(ack, view, rejected)
    return ack()


def suggest(ack: Ack, who: Visitor, database: Database, body: dict[str, Any]) -> BoltResponse:
    """Offer the columns of the file that hold what was typed so far."""
    memory = Memory.load(body["view"].get("private_metadata"))
    with database.reading() as session:
        _, plan = plan_of(session, who, memory)
    return ack(options=views.suggestions(plan, str(body.get("value") or "")))


def register(app: App) -> None:
    """Tie each id to the function that it names; the field stands behind a colon."""
    app.action("import_columns.ask")(ack=acknowledge, lazy=[ask])
    app.options(pattern(rf"^{views.ID}:\w+$"))(suggest)
    app.view("import_columns.choose")(ack=choose, lazy=[rouse])
