"""Segments: their list, opening one, saving a filter as one, renaming, editing and deleting."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access, bulk, filters, inviting, narrowing
from handlers.access import Visitor
from handlers.choices import Listener, follow
from handlers.screens import acknowledge, leave, repaint, show_page
from handlers.screens import show as put_up
from handlers.state import Memory, PageState, chosen, page_of
from handlers.views import filter_row
from handlers.views import segments as views
from handlers.views.kit import View, bold, short
from handlers.views.tools import SEARCH_LIMIT
from store import deliveries, segments
from store.db import Database
from store.errors import Rejected
from store.words import Role


def show(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """List the segments of the book."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.turn_to("segments")))


def choose(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show those whom the segment means, within the list that is shown."""
    repaint(client, who, database, leave(who, database, body))


def suggest(ack: Ack, who: Visitor, database: Database, body: dict[str, Any]) -> BoltResponse:
    """Offer the segments whose names hold what was typed so far."""
    text = str(body.get("value") or "")
    with database.reading() as session:
        seat = access.enter(session, who, page_of(body).page.book)
        found = segments.suggest(session, seat.book, text=text)
    return ack(options=filter_row.segment_choices(found, text))


def open(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show the contacts whom the chosen segment means."""
    book_id, segment_id = chosen(body)
    memory = leave(who, database, body)
    page = memory.page.turn_to("contacts").forget_filter()
    page = page.but(book=book_id, segment=segment_id)
    repaint(client, who, database, memory.but(page=page))


def open_named(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], name: str
) -> None:
    """Open the segment of this name; where there is none, the list of those that sound like it."""
    with database.reading() as session:
        seat = access.enter(session, who, None)
        segment = segments.by_name(session, seat.book, name=name) if name else None
    page = PageState(showing="segments", search=short(name, SEARCH_LIMIT))
    if segment:
        page = PageState(segment=segment.id)
    show_page(client, who, database, body, page)


def ask_name(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for the name under which what the page asks shall be kept."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
        asked = narrowing.read(session, seat.book, memory.page)
    form = views.name_form(memory.but(book=seat.book.id), sentence=asked.sentence)
    put_up(client, body, form)


def create(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Keep what the page asks as a segment."""
    memory, name = Memory.load(view.get("private_metadata")), views.read_name(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            if not deliveries.once(session, f"submission {view['id']}"):
                return ack()
            asked = narrowing.read(session, seat.book, memory.page)
            if asked.missing:
                raise Rejected("filter", narrowing.GONE)
            saved = segments.add(
                session, seat.book, person=who.person, name=name, filter=asked.whole
            )
    except Rejected as rejected:
        return ack(response_action="errors", errors={"name": rejected.reason})
    context["page"] = memory.page.forget_filter().but(segment=saved.id).dump()
    context["notice"] = f":white_check_mark: The segment {bold(saved.name)} was saved."
    return ack()


def ask_rename(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for another name of the chosen segment."""
    book_id, segment_id = chosen(body)
    memory = leave(who, database, body).but(book=book_id, segment=segment_id)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        segment = segments.get(session, seat.book, segment_id=segment_id)
    put_up(client, body, views.name_form(memory, segment=segment))


def rename(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Give the segment its other name."""
    memory, name = Memory.load(view.get("private_metadata")), views.read_name(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            id = memory.segment or 0
            renamed = segments.rename(
                session, seat.book, person=who.person, segment_id=id, name=name
            )
    except Rejected as rejected:
        return ack(response_action="errors", errors={"name": rejected.reason})
    return _close(ack, context, f"The segment is called {bold(renamed.name)} now.")


def edit(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the filter of the chosen segment."""
    book_id, segment_id = chosen(body)
    memory = leave(who, database, body).but(book=book_id, segment=segment_id)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        segment = segments.get(session, seat.book, segment_id=segment_id)
        memory = memory.but(version=segment.version)
        drawn = filters.draw(session, seat, who, memory, segments.filter_of(segment))
    put_up(client, body, drawn)


def ask_delete(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask before a segment is deleted."""
    book_id, segment_id = chosen(body)
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        segment = segments.get(session, seat.book, segment_id=segment_id)
    put_up(client, body, views.delete_question(segment, memory))


def confirm_delete(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Delete the segment; its contacts stay."""
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        if not deliveries.once(session, f"submission {view['id']}"):
            return ack()
        id = memory.segment or 0
        gone = segments.delete(session, seat.book, person=who.person, segment_id=id)
    return _close(ack, context, f"The segment {bold(gone.name)} was deleted.")


def more(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Do what was chosen in a segment's ⋮ menu."""
    choices: dict[str, Listener] = {
        "open": open,
        "rename": ask_rename,
        "edit": edit,
        "invite": inviting.ask_segment,
        "delete": ask_delete,
    }
    follow(choices, client, who, database, body)


def _close(ack: Ack, context: BoltContext, told: str) -> BoltResponse:
    context["settled"], context["notice"] = True, f":white_check_mark: {told}"
    return ack()


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("segments.show")(ack=acknowledge, lazy=[show])
    app.action("segments.choose")(ack=acknowledge, lazy=[choose])
    app.action("segments.ask_name")(ack=acknowledge, lazy=[ask_name])
    app.action("segments.more")(ack=acknowledge, lazy=[more])
    app.options("segments.choose")(suggest)
    app.view("segments.create")(ack=create, lazy=[filters.settle])
    app.view("segments.rename")(ack=rename, lazy=[bulk.settle])
    app.view("segments.confirm_delete")(ack=confirm_delete, lazy=[bulk.settle])
