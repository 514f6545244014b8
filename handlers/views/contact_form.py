"""The form to add or edit a contact, and its reader."""

from handlers.state import Memory, address
from handlers.views.kit import (
    Block,
    View,
    bold,
    button,
    email_input,
    escape,
    field,
    modal,
    note,
    section,
    text_input,
    typed,
)
from store.contacts import Fields
from store.limits import NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT
from store.models import Contact

_LABELS = {
    "email": "Email",
    "first_name": "First name",
    "last_name": "Last name",
    "company": "Company",
    "job_title": "Job title",
    "phone": "Phone",
    "notes": "Notes",
}


def add_form(memory: Memory, *, fields: Fields | None = None, known: Contact | None = None) -> View:
    """An empty form, or one that says which contact has the email already."""
    return modal(
        "New contact",
        _inputs(fields or Fields(email=""), known),
        callback_id="contacts.create",
        submit="Add contact",
        close="Cancel",
        memory=memory.dump(),
    )


def edit_form(contact: Contact, memory: Memory, *, known: Contact | None = None) -> View:
    """The contact's present values, to be changed; `memory` holds the version they are of."""
    return modal(
        "Edit contact",
        _inputs(fields_of(contact), known),
        callback_id="contacts.update",
        submit="Update contact",
        close="Cancel",
        memory=memory.dump(),
    )


def changed_form(contact: Contact, typed_in: Fields, memory: Memory) -> View:
    """What somebody else saved meanwhile, above what the person typed."""
    theirs, mine = fields_of(contact), typed_in
    differences = [
        f"• {label}: *{escape(getattr(theirs, name)) or '(empty)'}*"
        for name, label in _LABELS.items()
        if getattr(theirs, name) != getattr(mine, name)
    ]
    by = f"<@{contact.updated_by}>" if contact.updated_by else "Somebody"
    told = section(
        f":warning: *{by} changed this contact while you were editing it.*\n"
        "What you typed is still below; what they saved and you have otherwise:\n"
        + "\n".join(line[:400] for line in differences)
    )
    warning = note("*Update contact* saves what stands below. *Cancel* keeps what they saved.")
    form = edit_form(contact, memory.but(version=contact.version))
    return form | {"blocks": [told, warning, *_inputs(typed_in, None)]}


def read_form(view: View) -> Fields:
    """What stands in the form, trimmed; the store decides whether it is good."""
    return Fields(**{name: typed(view, name) for name in _LABELS})


def fields_of(contact: Contact) -> Fields:
    """The values of a contact that a person can type."""
    return Fields(**{name: getattr(contact, name) for name in _LABELS})


def _inputs(fields: Fields, known: Contact | None) -> list[Block]:
    return [
        _text("first_name", fields.first_name, hint="Ann"),
        _text("last_name", fields.last_name, hint="Lee"),
        field("Email", "email", email_input("email", initial=fields.email, hint="ann@example.com")),
        *([_known(known)] if known else []),
        _text("company", fields.company),
        _text("job_title", fields.job_title),
        _text("phone", fields.phone, limit=PHONE_LIMIT),
        _text("notes", fields.notes, limit=NOTES_LIMIT, lines=True),
    ]


def _text(
    name: str, value: str, *, limit: int = NAME_LIMIT, hint: str = "", lines: bool = False
) -> Block:
    element = text_input(name, initial=value, limit=limit, hint=hint, lines=lines)
    return field(_LABELS[name], name, element, optional=True)


def _known(contact: Contact) -> Block:
    return section(
        f":bust_in_silhouette: {bold(contact.name)} has this email already.",
        button("Open contact", "contacts.open", value=address(contact.book_id, contact.id)),
        block_id="known",
    )
