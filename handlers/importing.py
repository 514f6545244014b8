"""Importing a CSV: dropped in the chat or chosen in a form, shown, confirmed, done, reported."""

import time
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, leave, repaint, show
from handlers.state import HOME, Memory, PageState, address, chosen
from handlers.telling import tell as say
from handlers.telling import tell_job
from handlers.views import importing as views
from handlers.views.contacts import BOOK_NAMES
from handlers.views.kit import View, escape, message
from handlers.work import Work, rouse
from store import books, importing, jobs
from store.db import Database
from store.errors import NotAllowed, Unreadable
from store.text import clean
from store.words import Role

# Slack lets an app update a message about once a second.
PROGRESS_SECONDS = 2.0


def choose(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the form that asks for a file."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
    show(client, body, views.choose_form(memory.but(book=seat.book.id)))


def read_chosen(ack: Ack, view: View, who: Visitor, database: Database) -> BoltResponse:
    """Take the chosen file; the form turns into what would happen as soon as it is read."""
    files = view["state"]["values"].get("file", {}).get("file", {}).get("files") or []
    if not files:
        return ack(response_action="errors", errors={"file": "Choose a CSV file."})
    memory = Memory.load(view.get("private_metadata"))
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        data = _about(files[0]) | {"view": view["id"], "title": views.TITLE}
        key = f"view {view['id']}"
        importing.begin(session, seat.book, person=who.person, key=key, data=data)
    return ack(response_action="update", view=views.waiting_modal(data["name"]))


def dropped(
    event: dict[str, Any],
    client: WebClient,
    who: Visitor,
    database: Database,
    wake: Callable[[], None],
) -> None:
    """Take the files that somebody dropped into the messages with Roster."""
    if event.get("channel_type") != "im" or event.get("bot_id"):
        return
    access.greet(who, client, database)
    try:
        _begin(event, who, database)
    except NotAllowed as refused:
        client.chat_postMessage(
            channel=event["channel"], **message(f":warning: {escape(str(refused))}")
        )
    wake()


def confirm(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    wake: Callable[[], None],
) -> None:
    """Import what was shown; a second click does nothing."""
    book_id, job_id = chosen(body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        is_over = jobs.get(session, seat.book, job_id=job_id).finished_at is not None
        importing.confirm(session, seat.book, job_id=job_id)
    wake()
    if is_over:
        say(client, who.person, _clicked(body), "This import is over", views.over_blocks())


def cancel(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Forget the file; nothing was added."""
    book_id, job_id = chosen(body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        job = jobs.get(session, seat.book, job_id=job_id)
        name, is_over = job.data.get("name", ""), job.finished_at is not None
        is_cancelled = importing.cancel(session, seat.book, job_id=job_id)
    if is_cancelled:
        say(client, who.person, _clicked(body), "Not imported", views.cancelled_blocks(name))
    elif is_over:
        say(client, who.person, _clicked(body), "This import is over", views.over_blocks())


def read(work: Work) -> None:
    """A step of the job: fetch the file, and find out what would happen."""
    data = work.job.data
    try:
        content = work.download(data["url"] or _address(work.client, data["file"]))
        importing.read(work.database, work.job, content)
    except Unreadable as refused:
        importing.refuse(work.database, work.job, reason=str(refused))


def ask(work: Work) -> None:
    """A step of the job: show what would happen, then wait for the person."""
    data, plan = work.job.data, importing.plan(work.job)
    with work.database.reading() as session:
        book = books.get(session, book_id=work.job.book_id)
    value = address(work.job.book_id, work.job.id)
    blocks = views.plan_blocks(plan, data["name"], BOOK_NAMES[book.kind], value)
    tell_job(work, views.plan_text(plan, data["name"]), blocks)
    with work.database.writing() as session:
        if plan.new:
            jobs.move(session, work.job, step="importing.answer", due=False)
        else:
            # There is nothing to agree to, so the file is not kept for an answer.
            jobs.finish(session, work.job)


def write(work: Work) -> None:
    """A step of the job: add the contacts, saying how far it is."""
    told = 0.0

    def progress(done: int, rows: int) -> None:
        nonlocal told
        if time.monotonic() - told < PROGRESS_SECONDS:
            return
        told = time.monotonic()
        name = work.job.data["name"]
        tell_job(work, f"Importing {escape(name)}", views.progress_blocks(name, done, rows))

    importing.write(work.database, work.job, on_progress=progress)


def tell(work: Work) -> None:
    """A step of the job: say what came of it."""
    data, result = work.job.data, importing.result(work.job)
    text = views.result_text(result, data["name"])
    in_modal = tell_job(work, text, views.result_blocks(result, data["name"]))
    with work.database.writing() as session:
        jobs.finish(session, work.job)
        book = books.get(session, book_id=work.job.book_id)
    if not in_modal:
        return  # the page may show something else by now; it is drawn anew when it is opened
    who = Visitor(book.workspace, work.job.person)
    # What was searched for is not known here: the box is emptied along with the search.
    page = PageState(fresh=int(time.time()))
    repaint(work.client, who, work.database, Memory(at=HOME, page=page))


def refuse(work: Work) -> None:
    """A step of the job: say why the file cannot be read."""
    name, reason = work.job.data["name"], work.job.data["reason"]
    tell_job(work, f"{escape(name)} was not imported", views.refused_blocks(name, reason))
    with work.database.writing() as session:
        jobs.finish(session, work.job)


def failed(work: Work) -> None:
    """The last step when another one failed again and again: say it, so that nobody waits."""
    name = work.job.data["name"]
    tell_job(work, f"{escape(name)} could not be imported", views.failed_blocks(name))
    with work.database.writing() as session:
        jobs.finish(session, work.job)


def _begin(event: dict[str, Any], who: Visitor, database: Database) -> None:
    with database.writing() as session:
        seat = access.enter(session, who, None, needs=Role.editor)
        for file in event.get("files") or []:
            data = _about(file) | {"channel": event["channel"]}
            key = f"file {file['id']} {event['ts']}"
            importing.begin(session, seat.book, person=who.person, key=key, data=data)


def _about(file: dict[str, Any]) -> dict[str, str]:
    """What is needed of Slack's file object; one shared from elsewhere has no address yet."""
    url = file.get("url_private_download") or file.get("url_private") or ""
    return {"file": file["id"], "name": clean(file.get("name") or "") or "file.csv", "url": url}


def _clicked(body: dict[str, Any]) -> dict[str, Any]:
    """Where the clicked button stands: there is the answer, whatever the job knows by then."""
    if view := body.get("view"):
        return {"view": view["id"], "title": views.TITLE}
    return {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}


def _address(client: WebClient, file_id: str) -> str:
    """Where Slack keeps the file; raises Unreadable when it does not show it to Roster."""
    try:
        file = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        if error.response["error"] in ("file_not_found", "file_deleted", "not_visible"):
            raise Unreadable(
                "Slack does not have this file any more. Please drop it again."
            ) from error
        raise
    return str(file.get("url_private_download") or file.get("url_private") or "")


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("importing.choose")(ack=acknowledge, lazy=[choose])
    app.action("importing.confirm")(ack=acknowledge, lazy=[confirm])
    app.action("importing.cancel")(ack=acknowledge, lazy=[cancel])
    app.view("importing.read_chosen")(ack=read_chosen, lazy=[rouse])
    app.event({"type": "message", "subtype": "file_share"})(dropped)
