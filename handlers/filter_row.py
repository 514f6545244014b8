"""The filter row of the page: product, status, payment type; the page follows each choice."""

from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, leave, repaint
from handlers.state import page_of
from handlers.views import filter_row as views
from store import products
from store.db import Database


def choose_product(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Show those with a membership of the product."""
    _follow(client, who, database, body)


def choose_status(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Show those with a membership of this status."""
    _follow(client, who, database, body)


def choose_payment(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Show those with a membership of this payment type."""
    _follow(client, who, database, body)


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


def _follow(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """The page shows what stands in its row: with each click all of the row comes along."""
    repaint(client, who, database, leave(who, database, body))


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("filter_row.choose_product")(ack=acknowledge, lazy=[choose_product])
    app.action("filter_row.choose_status")(ack=acknowledge, lazy=[choose_status])
    app.action("filter_row.choose_payment")(ack=acknowledge, lazy=[choose_payment])
    app.action("filter_row.clear")(ack=acknowledge, lazy=[clear])
    app.options("filter_row.choose_product")(suggest_products)
