"""Importing: a file is read, shown, agreed to, brought in and reported, as the steps of a job."""

import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import access
from handlers.access import Visitor
from handlers.screens import acknowledge, repaint
from handlers.state import HOME, Memory, PageState, address, chosen
from handlers.telling import NotSent, Progress, place_of, tell_job, upload
from handlers.telling import tell as say
from handlers.views import import_plan, import_result
from handlers.views import importing as views
from handlers.views.contacts import BOOK_NAMES
from handlers.views.kit import Block, escape
from handlers.work import Wake, Work
from store import books, import_report, importing, jobs
from store.db import Database
from store.errors import Gone, NotAllowed, Rejected, Unreadable
from store.importing import Result
from store.words import Role


def confirm(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], wake: Wake
) -> None:
    """Import what was shown; a second click does nothing."""
    book_id, job_id = chosen(body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        is_over = jobs.get(session, seat.book, job_id=job_id).finished_at is not None
        importing.confirm(session, seat.book, job_id=job_id)
    wake()
    if is_over:
        _say(client, who, body, "This import is over", views.over_blocks())


def cancel(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Forget the file; nothing was added."""
    book_id, job_id = chosen(body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        job = jobs.get(session, seat.book, job_id=job_id)
        name, is_over = job.data.get("name", ""), job.finished_at is not None
        is_cancelled = importing.cancel(session, seat.book, job_id=job_id)
    if is_cancelled:
        _say(client, who, body, "Not imported", views.cancelled_blocks(name))
    elif is_over:
        _say(client, who, body, "This import is over", views.over_blocks())


def stop(who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Let the import end where it is; what came of it is told as always."""
    book_id, job_id = chosen(body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        importing.stop(session, seat.book, job_id=job_id)


def read(work: Work) -> None:
    """A step of the job: fetch the file, if need be, and find out what would happen."""
    data = work.job.data
    try:
        _check_access(work)
        content = None
        if "plan" not in data:
            content = work.download(data["url"] or _address(work.client, data["file"]))
        importing.read(work.database, work.job, content)
    except (Unreadable, Rejected, Gone, NotAllowed) as refused:
        importing.refuse(work.database, work.job, reason=str(refused))


def ask(work: Work) -> None:
    """A step of the job: show what would happen, then wait for the person."""
    data, plan = work.job.data, importing.plan(work.job)
    try:
        _check_access(work)
    except (Gone, NotAllowed) as refused:
        importing.refuse(work.database, work.job, reason=str(refused))
        return
    with work.database.reading() as session:
        book = books.get(session, book_id=work.job.book_id)
    is_over = import_plan.is_over(plan)
    blocks = import_plan.plan_blocks(plan, data["name"], BOOK_NAMES[book.kind], _value(work))
    if is_over and (is_sent := _send_what_to_mend(work)) is not None:
        blocks.append(import_result.mend(is_sent=is_sent))
    tell_job(work, import_plan.plan_text(plan, data["name"]), blocks)
    with work.database.writing() as session:
        if is_over:
            # There is nothing to agree to, so the file is not kept for an answer.
            jobs.finish(session, work.job)
        else:
            jobs.move(session, work.job, step="importing.answer", due=False)


def write(work: Work) -> None:
    """A step of the job: bring the people in, saying how far it is, while the person has access."""
    name = work.job.data["name"]

    def draw(done: int, rows: int) -> tuple[str, list[Block]]:
        blocks = views.progress_blocks(name, done, rows, _value(work))
        return f"Importing {escape(name)}", blocks

    tell_progress = Progress(work, draw)

    def progress(done: int, rows: int) -> None:
        _check_access(work)
        tell_progress(done, rows)

    try:
        _check_access(work)
        importing.write(work.database, work.job, on_progress=progress)
    except (Gone, NotAllowed) as refused:
        _end_early(work, str(refused))


def tell(work: Work) -> None:
    """A step of the job: say what came of it."""
    _report(work, importing.result(work.job))


def refuse(work: Work) -> None:
    """A step of the job: say why the file cannot be read."""
    name, reason = work.job.data["name"], work.job.data["reason"]
    tell_job(work, f"{escape(name)} was not imported", views.refused_blocks(name, reason))
    _finish(work)


def failed(work: Work) -> None:
    """The last step when another one failed again and again: say it, so that nobody waits."""
    if work.job.step == "importing.tell":
        tell(work)
    else:
        _end_early(work, "")


def _check_access(work: Work) -> None:
    """Who is in the book is for those only who have access; raises Gone or NotAllowed."""
    with work.database.reading() as session:
        access.enter_for_job(session, work.job)


def _end_early(work: Work, reason: str) -> None:
    """Tell that the import could not be finished, with what it did until then."""
    name = work.job.data["name"]
    result = importing.abandon(work.database, work.job)
    if result is None:
        blocks = views.refused_blocks(name, reason) if reason else views.failed_blocks(name)
        tell_job(work, f"{escape(name)} could not be imported", blocks)
        _finish(work)
    else:
        _report(work, result, f"{escape(reason)} {views.unfinished(name)}".strip())


def _report(work: Work, result: Result, warning: str = "") -> None:
    name, import_id = work.job.data["name"], importing.import_id(work.job)
    is_sent = None if warning else _send_what_to_mend(work)
    value = address(work.job.book_id, import_id) if import_id else ""
    blocks = import_result.result_blocks(
        result, name, value=value, is_sent=is_sent, warning=warning
    )
    in_modal = tell_job(work, import_result.result_text(result, name), blocks)
    _finish(work)
    if in_modal:  # elsewhere the page may show something else by now
        _repaint_home(work)


def _send_what_to_mend(work: Work) -> bool | None:
    """Put the rows that cannot be used into the person's messages; whether Slack took them, None
    where there are none."""
    job = work.job
    if job.data.get("to_mend"):
        return True
    file = import_report.spool(work.database, job)
    if file is None:
        return None
    try:
        with file:
            name = job.data["name"]
            upload(work, [(import_result.file_name(name), file)], import_result.comment(name))
    except NotSent:
        return False
    with work.database.writing() as session:
        jobs.keep(session, job, data=job.data | {"to_mend": True})
    return True


def _finish(work: Work) -> None:
    with work.database.writing() as session:
        jobs.finish(session, work.job)


def _repaint_home(work: Work) -> None:
    with work.database.reading() as session:
        book = books.get(session, book_id=work.job.book_id)
    who = Visitor(book.workspace, work.job.person)
    # What was searched for is not known here: the box is emptied along with the search.
    page = PageState(fresh=int(time.time()))
    repaint(work.client, who, work.database, Memory(at=HOME, page=page))


def _value(work: Work) -> str:
    return address(work.job.book_id, work.job.id)


def _say(
    client: WebClient, who: Visitor, body: dict[str, Any], text: str, blocks: list[Block]
) -> None:
    """Where the clicked button stands there is the answer, whatever the job knows by then."""
    say(client, who.person, place_of(body, views.TITLE), text, blocks)


def _address(client: WebClient, file_id: str) -> str:
    """Where Slack keeps the file; raises Unreadable when it does not show it to Roster."""
    try:
        file = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        if error.response["error"] in ("file_not_found", "file_deleted", "not_visible"):
            raise Unreadable(
                "Slack does not have this file any more, or does not show it to Roster. Drop it "
                "into your messages with Roster."
            ) from error
        raise
    return str(file.get("url_private_download") or file.get("url_private") or "")


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("importing.confirm")(ack=acknowledge, lazy=[confirm])
    app.action("importing.cancel")(ack=acknowledge, lazy=[cancel])
    app.action("importing.stop")(ack=acknowledge, lazy=[stop])
