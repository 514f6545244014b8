"""Imports: the list of what was brought in, who came with one, and taking one back."""

import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, repaint, replace_view, show, show_page
from handlers.state import HOME, Memory, PageState, chosen, page_of
from handlers.telling import Progress, place_of, tell_job
from handlers.telling import tell as say
from handlers.views import imports as views
from handlers.views.kit import Block, View, escape, section
from handlers.work import Wake, Work
from store import books, filter_text, import_undo, imports, jobs
from store.columns import now
from store.db import Database
from store.errors import Gone, NotAllowed, Rejected
from store.filters import Row
from store.words import Role


def show_earlier(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """List the imports of the book that a page or form is about."""
    memory = page_of(body)
    show(client, body, _listed(who, database, memory.book or memory.page.book))


def show_older(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Go on with the list."""
    book_id, last = chosen(body)
    replace_view(client, body["view"]["id"], _listed(who, database, book_id, after=last))


def show_people(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Show just those who came with an import."""
    book_id, import_id = chosen(body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id)
        imports.get(session, seat.book, import_id=import_id)
    asked = filter_text.write(Row(imports=(import_id,)))
    show_page(client, who, database, body, PageState(book=book_id, filter=asked))


def undo(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Take an import back; a second click does nothing."""
    book_id, import_id = chosen(body)
    # In a modal what becomes of the import stands where its report stood, under the same title.
    place = place_of(body, body["view"]["title"]["text"] if body.get("view") else "")
    key = f"undo {import_id} {body['actions'][0].get('action_ts', '')}"
    try:
        with database.writing() as session:
            seat = access.enter(session, who, book_id, needs=Role.editor)
            name = imports.get(session, seat.book, import_id=import_id).name
            import_undo.begin(
                session,
                seat.book,
                person=who.person,
                import_id=import_id,
                key=key,
                data=place | {"name": name},
            )
    except Rejected as refused:
        # Beside the report, which stays: it is still the truth about what was imported.
        beside = place if place.get("view") else {"channel": place["channel"]}
        say(client, who.person, beside, refused.reason, [section(f":warning: {refused.reason}")])
    wake()


def take_back(work: Work) -> None:
    """A step of the job: undo the import, saying how far it is, while the person has access."""
    name = work.job.data["name"]

    def draw(done: int, total: int) -> tuple[str, list[Block]]:
        text = views.progress(name, done, total)
        return text, [section(text)]

    tell_progress = Progress(work, draw)

    def progress(done: int, total: int) -> None:
        _check_access(work)
        tell_progress(done, total)

    try:
        _check_access(work)
        import_undo.run(work.database, work.job, on_progress=progress)
    except (Gone, NotAllowed) as refused:
        _end_early(work, str(refused), [section(f":warning: {escape(str(refused))}")])


def tell(work: Work) -> None:
    """A step of the job: say what came of it, on the Home tab too."""
    name, undone = work.job.data["name"], import_undo.undone(work.job)
    blocks = views.undone_blocks(undone, name)
    in_modal = tell_job(work, views.undone_text(undone, name), blocks)
    with work.database.writing() as session:
        jobs.finish(session, work.job)
        book = books.get(session, book_id=work.job.book_id)
    if in_modal:
        who = Visitor(book.workspace, work.job.person)
        page = PageState(fresh=int(time.time()))
        repaint(work.client, who, work.database, Memory(at=HOME, page=page))


def failed(work: Work) -> None:
    """The last step when another one failed again and again: another try may do better."""
    if work.job.step == "imports.tell":
        tell(work)
        return
    name = work.job.data["name"]
    _end_early(work, f"{name} could not be undone", views.not_undone(name))


def _check_access(work: Work) -> None:
    with work.database.reading() as session:
        access.enter_for_job(session, work.job)


def _end_early(work: Work, text: str, blocks: list[Block]) -> None:
    """Let another try do the rest, and say why this one ends."""
    import_undo.abandon(work.database, work.job)
    tell_job(work, text, blocks)
    with work.database.writing() as session:
        jobs.finish(session, work.job)


def _listed(
    who: Visitor, database: Database, book_id: int | None, after: int | None = None
) -> View:
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        page = imports.find(session, seat.book, after=after)
    return views.listed(seat, page, Memory(book=seat.book.id), now())


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("imports.show_earlier")(ack=acknowledge, lazy=[show_earlier])
    app.action("imports.show_older")(ack=acknowledge, lazy=[show_older])
    app.action("imports.show_people")(ack=acknowledge, lazy=[show_people])
    app.action("imports.undo")(ack=acknowledge, lazy=[undo])
