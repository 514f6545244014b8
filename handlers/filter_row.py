"""The filter row of the page: product, status, payment type; the page follows each choice."""

from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, leave, repaint
from handlers.state import number, page_of
from handlers.views import filter_row as views
from store import products
from store.db import Database
from store.words import Payment, Status


def choose_product(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Show those with a membership of the product."""
    _narrow(client, who, database, body, product=number(_chosen(body)) or None)


def choose_status(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Show those with a membership of this status."""
    chosen = _chosen(body)
    _narrow(client, who, database, body, status=Status(chosen) if chosen in {*Status} else None)


def choose_payment(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Show those with a membership of this payment type."""
    chosen = _chosen(body)
    _narrow(client, who, database, body, payment=Payment(chosen) if chosen in {*Payment} else None)


def clear(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show everybody in the list again."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.forget_filter()))


def suggest_products(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer all products together, and those whose names hold what was typed so far."""
    text = str(body.get("value") or "")
    with database.reading() as session:
        seat = access.enter(session, who, page_of(body).page.book)
        found = products.suggest(session, seat.book, text=text)
    return ack(options=views.product_choices(found, text))


def _narrow(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    **asked: int | Status | Payment | None,
) -> None:
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.start().but(**asked)))


def _chosen(body: dict[str, Any]) -> str:
    return str((body["actions"][0].get("selected_option") or {}).get("value") or "")


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("filter_row.choose_product")(ack=acknowledge, lazy=[choose_product])
    app.action("filter_row.choose_status")(ack=acknowledge, lazy=[choose_status])
    app.action("filter_row.choose_payment")(ack=acknowledge, lazy=[choose_payment])
    app.action("filter_row.clear")(ack=acknowledge, lazy=[clear])
    app.options("filter_row.choose_product")(suggest_products)
