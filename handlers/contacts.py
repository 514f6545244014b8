"""Contacts: the page, its search and its pages; opening, adding, editing and deleting one."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import (
    access,
    books,
    exporting,
    favorites,
    filters,
    grouping,
    help,
    receiving,
    syncing,
)
from handlers.access import Visitor
from handlers.choices import follow
from handlers.lists import size
from handlers.screens import (
    acknowledge,
    card,
    compose,
    draw_card,
    leave,
    redraw_card,
    repaint,
    replace_view,
    show,
    show_page,
)
from handlers.state import Memory, PageState, chosen, page_of
from handlers.views import contact_card as cards
from handlers.views import contact_form as forms
from handlers.views import contacts as views
from handlers.views.kit import View, bold, modal, section
from handlers.views.tools import SEARCH_LIMIT
from store import contacts, deliveries, standings
from store.contacts import Fields
from store.db import Database
from store.errors import Changed, Known, ReadOnly, Rejected
from store.filters import Filter
from store.words import Role


def open_page(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the contacts page as a modal."""
    show_page(client, who, database, body, PageState())


def open_found(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], asked: Filter
) -> None:
    """Open the contacts page as a modal, with what is asked of them."""
    show_page(client, who, database, body, filters.page_for(PageState(), asked))


def show_all(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Leave Favorites or Groups for everybody in the book."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.turn_to("contacts")))


def search(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Look up what was typed in the search box, on Enter."""
    memory = leave(who, database, body)
    text = str(body["actions"][0].get("value") or "")[:SEARCH_LIMIT]
    repaint(client, who, database, memory.but(page=memory.page.start().but(search=text)))


def look_up(
    ack: Ack, view: View, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Look up what was typed in the search box, by the modal's Search button."""
    state = leave(who, database, body).page
    with database.reading() as session:
        screen = compose(session, who, state.start().but(search=views.read_search(view)))
    return ack(response_action="update", view=views.page_modal(screen))


def clear_search(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show everybody again, and empty the search box."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.forget_search()))


def next(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn to the next page."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.next(size(memory.page))))


def previous(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn back one page."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.previous(size(memory.page))))


def open(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open a contact's card; from a form it takes the form's place, as Slack stacks only three."""
    memory, view = page_of(body), body.get("view", {})
    with database.reading() as session:
        drawn = card(session, who, *chosen(body), memory)
    if view.get("callback_id") in ("contacts.create", "contacts.update"):
        replace_view(client, view["id"], drawn)
    else:
        show(client, body, drawn)


def add(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the form for a new contact."""
    open_form(client, who, database, body, Fields(email=""))


def open_form(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], fields: Fields
) -> None:
    """Open the form for a new contact, with what is known already."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
    show(client, body, forms.add_form(memory.but(book=seat.book.id), fields=fields))


def edit(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the edit form for the chosen contact."""
    book_id, contact_id = chosen(body)
    memory = page_of(body).but(book=book_id, contact=contact_id)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        contact = contacts.get(session, seat.book, contact_id=contact_id)
        if contact.read_only:
            raise ReadOnly(contact, "changed")
    show(client, body, forms.edit_form(contact, memory.but(version=contact.version)))


def ask_delete(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask before deleting; on a card the question takes its place, for the card would go too."""
    book_id, contact_id = chosen(body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        contact = contacts.get(session, seat.book, contact_id=contact_id)
        if contact.read_only:
            raise ReadOnly(contact, "deleted")
        held = standings.held(session, seat.book, contact_id=contact_id)
    question, view = cards.delete_question(contact, held, page_of(body)), body.get("view", {})
    if view.get("callback_id") == "contacts.card":
        replace_view(client, view["id"], question)
    else:
        show(client, body, question)


def create(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Save a new contact; a submission that arrives twice is saved once."""
    memory, fields = Memory.load(view.get("private_metadata")), forms.read_form(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            if not deliveries.once(session, f"submission {view['id']}"):
                return ack()
            contact = contacts.add(session, seat.book, person=who.person, fields=fields)
            notice = f":white_check_mark: {bold(contact.name)} was added."
            drawn = None if memory.at else draw_card(session, who, seat, contact, memory, notice)
    except Rejected as rejected:
        return _refuse(ack, context, rejected)
    context["notice"] = notice
    return _close(ack, drawn)


def update(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Save a changed contact, unless somebody else changed it since the form was opened."""
    memory, fields = Memory.load(view.get("private_metadata")), forms.read_form(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            if not deliveries.once(session, f"submission {view['id']} {memory.version}"):
                return ack()
            contact = contacts.edit(
                session,
                seat.book,
                person=who.person,
                contact_id=memory.contact or 0,
                version=memory.version,
                fields=fields,
            )
            notice = f":white_check_mark: {bold(contact.name)} was updated."
            drawn = None if memory.at else draw_card(session, who, seat, contact, memory, notice)
    except Changed as changed:
        form = forms.changed_form(changed.contact, fields, memory)
        return ack(response_action="update", view=form)
    except Rejected as rejected:
        return _refuse(ack, context, rejected)
    context["notice"] = notice
    return _close(ack, drawn)


def confirm_delete(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Delete the contact that the question named."""
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        if not deliveries.once(session, f"submission {view['id']}"):
            return ack()
        person, contact_id = who.person, memory.contact or 0
        gone = contacts.delete(session, seat.book, person=person, contact_id=contact_id)
    context["notice"] = f":wastebasket: {bold(gone.name)} was deleted."
    drawn = None if memory.at else modal("Delete contact", [section(context["notice"])])
    return _close(ack, drawn)


def settle(
    client: WebClient,
    who: Visitor,
    context: BoltContext,
    database: Database,
    body: dict[str, Any],
) -> None:
    """After a submission: show its effect on the page and card below, or the contact in its way."""
    view = body["view"]
    memory = Memory.load(view.get("private_metadata"))
    if notice := context.get("notice"):
        repaint(client, who, database, memory, notice)
        if view["callback_id"] == "contacts.update":
            redraw_card(client, who, database, view, memory)
    elif known_id := context.get("known"):
        _offer_known(client, who, database, view, memory, known_id)


def more(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Do what was chosen in a contact's ⋮ menu."""
    choices = {
        "open": open,
        "edit": edit,
        "delete": ask_delete,
        "star": favorites.add,
        "unstar": favorites.remove,
        "group": grouping.choose,
        "leave": grouping.take_out_one,
    }
    follow(choices, client, who, database, body)


def more_options(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Do what was chosen in the page's ⋮ menu."""
    choices = {
        "sync": syncing.show,
        "import": receiving.choose,
        "export": exporting.ask,
        "access": books.people,
        "help": help.open,
    }
    follow(choices, client, who, database, body)


def _close(ack: Ack, drawn: View | None) -> BoltResponse:
    """Close the form; where no page stands below to say it, another view takes its place."""
    return ack(response_action="update", view=drawn) if drawn else ack()


def _refuse(ack: Ack, context: BoltContext, rejected: Rejected) -> BoltResponse:
    if isinstance(rejected, Known):
        context["known"] = rejected.contact.id
    return ack(response_action="errors", errors={rejected.field: rejected.reason})


def _offer_known(
    client: WebClient,
    who: Visitor,
    database: Database,
    view: View,
    memory: Memory,
    known_id: int,
) -> None:
    """Put a way to the contact that has the email below the field; what was typed stays."""
    with database.reading() as session:
        seat = access.enter(session, who, memory.book)
        known = contacts.get(session, seat.book, contact_id=known_id)
        form = forms.add_form(memory, known=known)
        if memory.contact:
            mine = contacts.get(session, seat.book, contact_id=memory.contact)
            form = forms.edit_form(mine, memory, known=known)
    replace_view(client, view["id"], form)


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("contacts.open_page")(ack=acknowledge, lazy=[open_page])
    app.action("contacts.show_all")(ack=acknowledge, lazy=[show_all])
    app.action("contacts.search")(ack=acknowledge, lazy=[search])
    app.action("contacts.clear_search")(ack=acknowledge, lazy=[clear_search])
    app.action("contacts.next")(ack=acknowledge, lazy=[next])
    app.action("contacts.previous")(ack=acknowledge, lazy=[previous])
    app.action("contacts.open")(ack=acknowledge, lazy=[open])
    app.action("contacts.add")(ack=acknowledge, lazy=[add])
    app.action("contacts.edit")(ack=acknowledge, lazy=[edit])
    app.action("contacts.ask_delete")(ack=acknowledge, lazy=[ask_delete])
    app.action("contacts.more")(ack=acknowledge, lazy=[more])
    app.action("contacts.more_options")(ack=acknowledge, lazy=[more_options])
    app.view("contacts.look_up")(look_up)
    app.view("contacts.create")(ack=create, lazy=[settle])
    app.view("contacts.update")(ack=update, lazy=[settle])
    app.view("contacts.confirm_delete")(ack=confirm_delete, lazy=[settle])
