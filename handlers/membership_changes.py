"""Changing a membership: extending, renewing, another payment type, cancelling."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access
from handlers.access import Visitor
from handlers.choices import Listener, follow
from handlers.memberships import CARD, draw_after, refuse, settle
from handlers.screens import acknowledge, leave, memberships_card, replace_view, show
from handlers.state import Memory, chosen, fresh
from handlers.views import membership_forms as forms
from handlers.views.kit import View, bold
from handlers.views.memberships import PAYMENTS
from store import days, deliveries
from store import memberships as store
from store.days import say
from store.db import Database
from store.errors import MembershipChanged, Rejected
from store.memberships import Entry
from store.models import Book
from store.words import Role, Status

Form = Callable[[Entry, Memory, date], View]


class Which(TypedDict):
    """The membership that a form is about, as it stood when the form was opened."""

    membership_id: int
    version: int


Change = Callable[[Session, Book, Which], Entry]
FORMS: dict[str, Form] = {
    "membership_changes.extend": lambda entry, memory, _: forms.extend_form(entry, memory),
    "membership_changes.renew": forms.renew_form,
    "membership_changes.pay": lambda entry, memory, _: forms.payment_form(entry, memory),
    "membership_changes.cancel": lambda entry, memory, _: forms.cancel_question(entry, memory),
}


def open_contact(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show all memberships of whom the chosen one belongs to."""
    book_id, membership_id = chosen(body)
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id)
        contact = store.get(session, seat.book, membership_id=membership_id).contact
        drawn = memberships_card(session, seat, contact.id, memory)
    show(client, body, drawn)


def ask_extend(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for another last day."""
    _ask(client, who, database, body, FORMS["membership_changes.extend"])


def ask_renew(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask from when to when an ended membership goes on."""
    _ask(client, who, database, body, FORMS["membership_changes.renew"])


def ask_pay(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for another payment type."""
    _ask(client, who, database, body, FORMS["membership_changes.pay"])


def ask_cancel(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask whether the membership shall end at once."""
    _ask(client, who, database, body, FORMS["membership_changes.cancel"])


def extend_instead(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """In place of a new membership, give the one in its way another last day."""
    book_id, membership_id = chosen(body)
    view = body["view"]
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        entry = store.get(session, seat.book, membership_id=membership_id)
        memory = _about(Memory.load(view.get("private_metadata")), entry)
        form = forms.extend_form(entry, memory)
        if entry.status is Status.expired:
            form = forms.renew_form(entry, memory, days.today(seat.book))
    replace_view(client, view["id"], form)


def extend(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Give the membership its other last day."""

    def change(session: Session, book: Book, which: Which) -> Entry:
        ends = forms.read_end(view)
        return store.extend(session, book, person=who.person, ends=ends, **which)

    return _change(ack, view, who, context, database, change, told_extended)


def renew(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Let the ended membership begin again."""

    def change(session: Session, book: Book, which: Which) -> Entry:
        terms = forms.read_terms(view, days.today(book))
        return store.renew(session, book, person=who.person, terms=terms, **which)

    return _change(ack, view, who, context, database, change, told_extended)


def pay(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Give the membership its other payment type."""

    def change(session: Session, book: Book, which: Which) -> Entry:
        payment = forms.read_payment(view)
        return store.change_payment(session, book, person=who.person, payment=payment, **which)

    return _change(ack, view, who, context, database, change, told_paid)


def cancel(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """End the membership at once."""

    def change(session: Session, book: Book, which: Which) -> Entry:
        return store.cancel(session, book, person=who.person, **which)

    return _change(ack, view, who, context, database, change, told_cancelled)


def told_extended(entry: Entry) -> str:
    """Until when the membership goes."""
    ends = entry.membership.ends
    return f"goes until {say(ends)} now" if ends else "goes on without an end"


def told_paid(entry: Entry) -> str:
    """How the membership is paid for."""
    return f"is {PAYMENTS[entry.membership.payment].lower()} now"


def told_cancelled(_: Entry) -> str:
    """That the membership ended."""
    return "was cancelled"


def more(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Do what was chosen in a membership's ⋮ menu."""
    choices: dict[str, Listener] = {
        "open": open_contact,
        "extend": ask_extend,
        "renew": ask_renew,
        "pay": ask_pay,
        "cancel": ask_cancel,
    }
    follow(choices, client, who, database, body)


def _ask(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], form: Form
) -> None:
    """Open a form about the chosen membership; on somebody's memberships, in their place."""
    book_id, membership_id = chosen(body)
    view = body.get("view", {})
    in_place = view.get("callback_id") == CARD
    memory = leave(who, database, body).but(over_memberships=in_place)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        entry = store.get(session, seat.book, membership_id=membership_id)
        drawn = form(entry, _about(memory, entry), days.today(seat.book))
    if in_place:
        replace_view(client, view["id"], drawn)
    else:
        show(client, body, drawn)


def _about(memory: Memory, entry: Entry) -> Memory:
    kept = entry.membership
    return memory.but(
        book=kept.book_id,
        contact=kept.contact_id,
        membership=kept.id,
        version=kept.version,
        mark=fresh(),
    )


def _change(
    ack: Ack,
    view: View,
    who: Visitor,
    context: BoltContext,
    database: Database,
    change: Change,
    told: Callable[[Entry], str],
) -> BoltResponse:
    """Do it, unless somebody changed the membership since the form was opened; once for a form
    that is sent twice."""
    memory = Memory.load(view.get("private_metadata"))
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            if not deliveries.once(session, f"submission {view['id']} {memory.mark}"):
                return ack()
            which: Which = {"membership_id": memory.membership or 0, "version": memory.version}
            entry = change(session, seat.book, which)
            notice = _notice(entry, told)
            drawn = draw_after(session, seat, memory, notice)
    except MembershipChanged as changed:
        return ack(response_action="update", view=_form_again(database, who, view, changed))
    except Rejected as rejected:
        return refuse(ack, view, rejected)
    context["notice"] = notice
    return ack(response_action="update", view=drawn) if drawn else ack()


def _form_again(database: Database, who: Visitor, view: View, changed: MembershipChanged) -> View:
    """The same form about the membership as it is now; only its line, where it ended meanwhile."""
    memory = Memory.load(view.get("private_metadata"))
    with database.reading() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        entry = store.get(session, seat.book, membership_id=memory.membership or 0)
        about, today = _about(memory, entry), days.today(seat.book)
    callback_id = view.get("callback_id", "")
    is_over = entry.status is Status.expired
    if is_over != (callback_id == "membership_changes.renew"):
        return forms.changed(entry, str(changed))
    return forms.with_notice(FORMS[callback_id](entry, about, today), str(changed))


def _notice(entry: Entry, told: Callable[[Entry], str]) -> str:
    name, product = bold(entry.contact.name), bold(entry.product.name)
    return f":white_check_mark: {product} of {name} {told(entry)}."


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("membership_changes.more")(ack=acknowledge, lazy=[more])
    app.action("membership_changes.extend_instead")(ack=acknowledge, lazy=[extend_instead])
    app.view("membership_changes.extend")(ack=extend, lazy=[settle])
    app.view("membership_changes.renew")(ack=renew, lazy=[settle])
    app.view("membership_changes.pay")(ack=pay, lazy=[settle])
    app.view("membership_changes.cancel")(ack=cancel, lazy=[settle])
