"""Groups: their list, one with its contacts; making, renaming and deleting one."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access, bulk
from handlers.access import Visitor
from handlers.grouping import about_ticked, whom
from handlers.screens import acknowledge, leave, repaint, replace_view, show_page
from handlers.screens import show as put_up
from handlers.state import Memory, PageState, chosen
from handlers.views import groups as views
from handlers.views.kit import View, bold, short
from store import deliveries, groups
from store.bulk import Deed, Kind
from store.db import Database
from store.errors import ReadOnlyGroup, Rejected
from store.words import Role


def show(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """List the groups of the book."""
    memory = leave(who, database, body)
    page = memory.page.turn_to("groups")
    repaint(client, who, database, memory.but(page=page))


def open(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show the contacts of the chosen group; from a message, in a page of its own."""
    book_id, group_id = chosen(body)
    memory = leave(who, database, body)
    page = memory.page.turn_to("groups", group_id).but(book=book_id)
    if memory.at:
        repaint(client, who, database, memory.but(page=page))
    else:
        show_page(client, who, database, body, page)


def open_named(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], name: str
) -> None:
    """Open the group of this name; where there is none, the list of those that sound like it."""
    with database.reading() as session:
        seat = access.enter(session, who, None)
        group = groups.by_name(session, seat.book, name=name) if name else None
    page = PageState(showing="groups", group=group.id if group else None)
    search = "" if group else short(name, views.SEARCH_LIMIT)
    show_page(client, who, database, body, page.but(search=search))


def add(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the form for a new group, with nobody in it."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
    put_up(client, body, views.name_form(memory.but(book=seat.book.id)))


def add_with_ticked(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """Open the form for a new group, into which the ticked are put at once."""
    memory, about = about_ticked(who, database, body)
    put_up(client, body, views.name_form(memory, about=f"{about} will be in it."))
    repaint(client, who, database, memory)


def add_instead(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn the form that asks for an existing group into the one for a new group."""
    view = body["view"]
    memory = Memory.load(view.get("private_metadata"))
    with database.reading() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        about = whom(session, seat, who, memory)
    replace_view(client, view["id"], views.name_form(memory, about=f"{about} will be in it."))


def create(
    ack: Ack,
    view: View,
    who: Visitor,
    context: BoltContext,
    database: Database,
) -> BoltResponse:
    """Save a new group, and put those into it whom the form was about."""
    memory, name = Memory.load(view.get("private_metadata")), views.read_name(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            if not deliveries.once(session, f"submission {view['id']}"):
                if not memory.ticked:
                    return ack()
                return bulk.answer(ack, context, memory, Deed(Kind.group), None)
            group = groups.add(session, seat.book, person=who.person, name=name)
            deed = Deed(Kind.group, group.id)
            if not (memory.contact or memory.ticked):
                return _close(ack, context, f"The group {bold(group.name)} was made.")
            place = bulk.submitted(view, group.name)
            begun = bulk.start(session, seat, who, memory, deed, place)
    except Rejected as rejected:
        return ack(response_action="errors", errors={"name": rejected.reason})
    return bulk.answer(ack, context, memory, deed, begun, group.name)


def ask_rename(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for another name of the opened group."""
    book_id, group_id = chosen(body)
    memory = leave(who, database, body).but(book=book_id, group=group_id)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        group = groups.get(session, seat.book, group_id=group_id)
        if group.read_only:
            raise ReadOnlyGroup(group, "renamed")
    put_up(client, body, views.name_form(memory, group=group))


def rename(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Give the group its other name."""
    memory, name = Memory.load(view.get("private_metadata")), views.read_name(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            id = memory.group or 0
            group = groups.rename(session, seat.book, person=who.person, group_id=id, name=name)
    except Rejected as rejected:
        return ack(response_action="errors", errors={"name": rejected.reason})
    return _close(ack, context, f"The group is called {bold(group.name)} now.")


def ask_delete(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask before a group is deleted."""
    book_id, group_id = chosen(body)
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        group = groups.get(session, seat.book, group_id=group_id)
        if group.read_only:
            raise ReadOnlyGroup(group, "deleted")
        size = groups.size(session, seat.book, group_id=group_id)
    put_up(client, body, views.delete_question(group, size, memory))


def confirm_delete(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Delete the group; its contacts stay."""
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        if not deliveries.once(session, f"submission {view['id']}"):
            return ack()
        id = memory.group or 0
        gone, size = groups.delete(session, seat.book, person=who.person, group_id=id)
    stay = f" Its {views.people(size)} stay in the book." if size else ""
    return _close(ack, context, f"The group {bold(gone.name)} was deleted.{stay}")


def _close(ack: Ack, context: BoltContext, told: str) -> BoltResponse:
    context["settled"], context["notice"] = True, f":white_check_mark: {told}"
    return ack()


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("groups.show")(ack=acknowledge, lazy=[show])
    app.action("groups.open")(ack=acknowledge, lazy=[open])
    app.action("groups.add")(ack=acknowledge, lazy=[add])
    app.action("groups.add_with_ticked")(ack=acknowledge, lazy=[add_with_ticked])
    app.action("groups.add_instead")(ack=acknowledge, lazy=[add_instead])
    app.action("groups.ask_rename")(ack=acknowledge, lazy=[ask_rename])
    app.action("groups.ask_delete")(ack=acknowledge, lazy=[ask_delete])
    app.view("groups.create")(ack=create, lazy=[bulk.settle])
    app.view("groups.rename")(ack=rename, lazy=[bulk.settle])
    app.view("groups.confirm_delete")(ack=confirm_delete, lazy=[bulk.settle])
