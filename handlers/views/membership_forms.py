"""The forms of memberships: adding, extending, renewing, changing the payment type, cancelling."""

from dataclasses import dataclass
from datetime import date

from handlers.state import Memory, address, number
from handlers.views import memberships as said
from handlers.views.filter_row import SELECT_LIMIT, product_choice
from handlers.views.kit import (
    Block,
    View,
    actions,
    bold,
    button,
    day_input,
    escape,
    field,
    modal,
    option,
    plain,
    searched,
    section,
    select,
    typed,
)
from store import days
from store.limits import PRODUCT_NAME_LIMIT
from store.memberships import Entry, Terms
from store.models import Contact, Membership, Product
from store.words import Payment

OPTION_VALUE_LIMIT = 150
NEW = "new "


@dataclass(frozen=True)
class Wish:
    """What the form for a new membership says: whom and what, known by id or to be made."""

    contact: int
    email: str
    product: int
    product_name: str


def add_form(
    memory: Memory, today: date, *, contact: Contact | None = None, standing: Entry | None = None
) -> View:
    """Asks who shall have access to what, and how; `standing` is a membership in the way."""
    whom = (
        section(f"For {bold(contact.name)}.")
        if contact
        else field("Email", "email", searched("memberships.suggest_contact", hint="Type an email"))
    )
    return modal(
        "Add membership",
        [
            *(_in_the_way(standing) if standing else []),
            whom,
            field("Product", "product", searched("memberships.suggest_product", hint="Product")),
            _payment(Payment.paid),
            field("First day", "starts", day_input("starts", initial=today)),
            _last_day(None),
        ],
        callback_id="memberships.create",
        submit="Add membership",
        close="Cancel",
        memory=memory.dump(),
    )


def extend_form(entry: Entry, memory: Memory) -> View:
    """Asks for another last day; as long again is offered."""
    kept = entry.membership
    return _form(
        "Extend membership",
        "membership_changes.extend",
        "Extend",
        [_about(entry), _last_day(as_long_again(kept))],
        memory,
    )


def renew_form(entry: Entry, memory: Memory, today: date) -> View:
    """Asks for the days and the payment type of an ended membership that begins again."""
    kept = entry.membership
    return _form(
        "Renew membership",
        "membership_changes.renew",
        "Renew",
        [
            _about(entry),
            _payment(kept.payment),
            field("First day", "starts", day_input("starts", initial=today)),
            _last_day(kept.ends and days.as_long(kept.starts, kept.ends, begin=today)),
        ],
        memory,
    )


def payment_form(entry: Entry, memory: Memory) -> View:
    """Asks for another payment type."""
    parts = [_about(entry), _payment(entry.membership.payment)]
    return _form("Change payment type", "membership_changes.pay", "Change", parts, memory)


def cancel_question(entry: Entry, memory: Memory) -> View:
    """Asks before a membership ends at once."""
    warning = section(
        ":warning: Cancel this membership? It ends at once, and stays in the history. "
        "To let it run out instead, *Extend* it to its last day."
    )
    return _form(
        "Cancel membership",
        "membership_changes.cancel",
        "Cancel membership",
        [_about(entry), warning],
        memory,
        close="Keep",
    )


def with_notice(form: View, told: str) -> View:
    """The form with a word above it; what stands in it stays."""
    return form | {"blocks": [section(f":warning: {escape(told)}"), *form["blocks"]]}


def changed(entry: Entry, told: str) -> View:
    """How the membership stands, where the form about it makes no sense any more."""
    return modal("Memberships", [section(f":warning: {escape(told)}"), _about(entry)])


def read_wish(view: View) -> Wish:
    """Whom and what the form for a new membership names."""
    contact, product = typed(view, "email"), typed(view, "product")
    return Wish(
        contact=number(contact),
        email=contact.removeprefix(NEW) if contact.startswith(NEW) else "",
        product=number(product),
        product_name=product.removeprefix(NEW) if product.startswith(NEW) else "",
    )


def read_terms(view: View, today: date) -> Terms:
    """Payment type and days; raises Rejected for what is no day."""
    starts = days.read(typed(view, "starts"), field="starts") or today
    return Terms(read_payment(view), starts, read_end(view))


def read_payment(view: View) -> Payment:
    """The payment type; paid, for what is forged."""
    found = typed(view, "payment")
    return Payment(found) if found in {*Payment} else Payment.paid


def read_end(view: View) -> date | None:
    """The last day, if there is to be one."""
    return days.read(typed(view, "ends"), field="ends")


def contact_choices(contacts: list[Contact], email: str) -> list[Block]:
    """The contacts who are found, and an email that nobody has yet."""
    known = [_choice(_whose(contact), str(contact.id)) for contact in contacts]
    value = NEW + email
    if not email or len(value) > OPTION_VALUE_LIMIT:
        return known
    return [_choice(f"➕ New contact: {email}", value), *known][:SELECT_LIMIT]


def product_choices(products: list[Product], name: str) -> list[Block]:
    """The products that can be given, and a name that no product has yet."""
    known = [product_choice(product) for product in products]
    if not name or len(name) > PRODUCT_NAME_LIMIT:
        return known[:SELECT_LIMIT]
    return [_choice(f"➕ New product: {name}", NEW + name), *known][:SELECT_LIMIT]


def as_long_again(kept: Membership) -> date | None:
    """The last day of a membership that goes on for as long as it was to last."""
    if kept.ends is None:
        return None
    return days.as_long(kept.starts, kept.ends, begin=days.later(kept.ends, days=1))


def _form(
    title: str,
    callback_id: str,
    submit: str,
    blocks: list[Block],
    memory: Memory,
    close: str = "Cancel",
) -> View:
    return modal(
        title, blocks, callback_id=callback_id, submit=submit, close=close, memory=memory.dump()
    )


def _about(entry: Entry) -> Block:
    return section(f"{bold(entry.contact.name)}\n{said.line(entry)}")


def _in_the_way(entry: Entry) -> list[Block]:
    value = address(entry.membership.book_id, entry.membership.id)
    ways = [
        button(
            "Extend it instead", "membership_changes.extend_instead", value=value, style="primary"
        )
    ]
    name = escape(entry.contact.name)
    told = f":warning: {name} has {said.line(entry)}\nThere can be one at a time."
    return [section(told), actions(ways, "in_the_way")]


def _payment(chosen: Payment) -> Block:
    choices = [option(text, word) for word, text in said.PAYMENTS.items()]
    return field("Payment type", "payment", select(choices, "payment", chosen=chosen))


def _last_day(initial: date | None) -> Block:
    hint = "The last day counts whole. Leave it empty for no end."
    element = day_input("ends", initial=initial)
    return field("Last day", "ends", element, optional=True, hint=hint)


def _whose(contact: Contact) -> str:
    return contact.email if contact.name == contact.email else f"{contact.name} · {contact.email}"


def _choice(text: str, value: str) -> Block:
    return {"text": plain(text, PRODUCT_NAME_LIMIT), "value": value}
