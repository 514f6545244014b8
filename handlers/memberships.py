"""Memberships: their list, those of one contact, and giving somebody a product."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.screens import (
    acknowledge,
    leave,
    memberships_card,
    redraw_card,
    repaint,
    replace_view,
    show_page,
)
from handlers.screens import show as put_up
from handlers.state import Memory, PageState, chosen, fresh
from handlers.views import membership_forms as forms
from handlers.views.kit import View, bold, modal, section, short
from handlers.views.membership_forms import Wish
from handlers.views.tools import SEARCH_LIMIT
from store import contacts, days, deliveries, memberships, products
from store.books import Seat
from store.days import say
from store.db import Database
from store.emails import normalise
from store.errors import Holding, Rejected, Taken
from store.memberships import Added
from store.models import Contact
from store.scopes import Scope
from store.words import Role

CARD = "memberships.card"


def show(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """List the memberships of the book."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.turn_to("memberships")))


def open_found(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], search: str
) -> None:
    """Open the list of memberships as a modal, with those of somebody."""
    page = PageState(showing="memberships", search=short(search, SEARCH_LIMIT))
    show_page(client, who, database, body, page)


def show_contact(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show what the chosen contact has access to, and the whole history."""
    book_id, contact_id = chosen(body)
    memory = leave(who, database, body).but(version=0)
    with database.reading() as session:
        seat = access.enter(session, who, book_id)
        drawn = memberships_card(session, seat, contact_id, memory)
    put_up(client, body, drawn)


def add(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask who shall have access to what."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
    memory = memory.but(book=seat.book.id, contact=None, mark=fresh())
    put_up(client, body, forms.add_form(memory, days.today(seat.book)))


def add_for(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask what the chosen contact shall have access to; on their memberships, in their place."""
    book_id, contact_id = chosen(body)
    view = body.get("view", {})
    in_place = view.get("callback_id") == CARD
    memory = leave(who, database, body).but(
        book=book_id, contact=contact_id, over_memberships=in_place, mark=fresh()
    )
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        contact = contacts.get(session, seat.book, contact_id=contact_id)
    form = forms.add_form(memory, days.today(seat.book), contact=contact)
    if in_place:
        replace_view(client, view["id"], form)
    else:
        put_up(client, body, form)


def suggest_contact(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer the contacts who match what was typed so far; and the email, where nobody has it."""
    text = str(body.get("value") or "")
    with database.reading() as session:
        memory = Memory.load(body["view"].get("private_metadata"))
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        found = contacts.find(session, seat.book, person=who.person, scope=Scope(search=text))
        new = _new_email(session, seat, text)
    return ack(options=forms.contact_choices([row.contact for row in found.rows], new))


def suggest_product(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer the products whose names hold what was typed so far; and a new one of that name."""
    text = " ".join(str(body.get("value") or "").split())
    with database.reading() as session:
        memory = Memory.load(body["view"].get("private_metadata"))
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        found = products.suggest(session, seat.book, text=text, archived=False)
        known = products.by_name(session, seat.book, name=text) if text else None
    if known and known.archived_at:
        found = [known, *found]  # chosen, it is refused with the reason
    return ack(options=forms.product_choices(found, "" if known else text))


def create(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Give somebody access to a product; a form that is sent twice does it once."""
    memory = Memory.load(view.get("private_metadata"))
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            today = days.today(seat.book)
            if not deliveries.once(session, f"submission {view['id']} {memory.mark}"):
                return ack()
            added = _add(session, seat, who, view, memory, today)
            notice = told(added)
            memory = memory.but(contact=added.entry.contact.id)
            drawn = draw_after(session, seat, memory, notice)
    except Holding as holding:
        form = _form_again(database, who, memory, holding)
        return ack(response_action="update", view=form)
    except Rejected as rejected:
        return refuse(ack, view, rejected)
    context["notice"] = notice
    return ack(response_action="update", view=drawn) if drawn else ack()


def settle(
    client: WebClient, who: Visitor, context: BoltContext, database: Database, body: dict[str, Any]
) -> None:
    """After a form: the page and the card below show its effect."""
    if not (notice := context.get("notice")):
        return
    memory = Memory.load(body["view"].get("private_metadata"))
    repaint(client, who, database, memory, notice)
    redraw_card(client, who, database, body["view"], memory)


def draw_after(session: Session, seat: Seat, memory: Memory, notice: str) -> View | None:
    """What takes the place of a form: the memberships that it covered, or a word where no page
    below can say what was done."""
    if memory.over_memberships:
        return memberships_card(session, seat, memory.contact or 0, memory, notice)
    return None if memory.at else modal("Memberships", [section(notice)])


def refuse(ack: Ack, view: View, rejected: Rejected) -> BoltResponse:
    """Say it at its field; at the first one, where the form has no such field."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    field = rejected.field if rejected.field in inputs else inputs[0]
    return ack(response_action="errors", errors={field: rejected.reason})


def told(added: Added) -> str:
    """What was done, in a sentence."""
    entry = added.entry
    new = ", a new contact," if added.is_new_contact else ""
    return (
        f":white_check_mark: {bold(entry.contact.name)}{new} has {bold(entry.product.name)} "
        f"from {say(entry.membership.starts)} on."
    )


def _add(
    session: Session, seat: Seat, who: Visitor, view: View, memory: Memory, today: date
) -> Added:
    wish, terms = forms.read_wish(view), forms.read_terms(view, today)
    book, by = seat.book, who.person
    email = wish.email
    if contact_id := memory.contact or wish.contact:
        email = contacts.get(session, book, contact_id=contact_id).email
    product_id = _product(session, seat, who, wish)
    return memberships.add(
        session, book, person=by, email=email, product_id=product_id, terms=terms
    )


def _product(session: Session, seat: Seat, who: Visitor, wish: Wish) -> int:
    """The product that is wished for; made, unless somebody has made one of that name by now."""
    if not wish.product_name:
        return wish.product
    try:
        made = products.add(session, seat.book, person=who.person, name=wish.product_name)
        return made.id
    except Taken as taken:
        return int(taken.taken.id)
    except Rejected as rejected:
        raise Rejected("product", rejected.reason) from rejected


def _new_email(session: Session, seat: Seat, text: str) -> str:
    """The email in the text, as it is shown, if it is one and nobody in the book has it."""
    try:
        email = normalise(text).shown
        return "" if contacts.by_email(session, seat.book, email=email) else email
    except Rejected:
        return ""


def _form_again(database: Database, who: Visitor, memory: Memory, holding: Holding) -> View:
    """The form with what is in its way, and a way out; what was chosen stays."""
    with database.reading() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        contact: Contact | None = None
        if memory.contact:
            contact = contacts.get(session, seat.book, contact_id=memory.contact)
        today = days.today(seat.book)
        return forms.add_form(memory, today, contact=contact, standing=holding.entry)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("memberships.show")(ack=acknowledge, lazy=[show])
    app.action("memberships.show_contact")(ack=acknowledge, lazy=[show_contact])
    app.action("memberships.add")(ack=acknowledge, lazy=[add])
    app.action("memberships.add_for")(ack=acknowledge, lazy=[add_for])
    app.options("memberships.suggest_contact")(suggest_contact)
    app.options("memberships.suggest_product")(suggest_product)
    app.view("memberships.create")(ack=create, lazy=[settle])
