"""Telling a person how long work goes: where it was started, else in the messages with Roster."""

from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.access import Visitor
from handlers.views.kit import Block, message, modal, section
from handlers.work import Work
from store import books, jobs, ticks


def tell_job(work: Work, text: str, blocks: list[Block]) -> None:
    """Say it where the work was started, and remember where that is.

    The job's data names the place: `view` with its `title`, or `channel` and the message's `ts`.
    """
    before = work.job.data
    after = tell(work.client, work.job.person, before, text, blocks)
    if after != before:
        with work.database.writing() as session:
            jobs.keep(session, work.job, data=after)


def tell(
    client: WebClient, person: str, place: dict[str, Any], text: str, blocks: list[Block]
) -> dict[str, Any]:
    """In the open modal, else in the message about this work, else in a new one; says where."""
    if place.get("view"):
        try:
            client.views_update(view_id=place["view"], view=modal(place["title"], blocks))
            return place
        except SlackApiError as error:
            if error.response["error"] != "not_found":
                raise
    if place.get("ts"):
        client.chat_update(channel=place["channel"], ts=place["ts"], **message(text, blocks))
        return place
    channel = place.get("channel") or messages_with(client, person)
    posted = client.chat_postMessage(channel=channel, **message(text, blocks))
    return place | {"channel": channel, "ts": posted["ts"], "view": ""}


def end(work: Work, told: str = "") -> Visitor:
    """Let go of the job and of what was ticked for it, once it is `told` how it ended; says whose
    work it was."""
    if told:
        tell_job(work, told, [section(told)])
    with work.database.writing() as session:
        book = books.get(session, book_id=work.job.book_id)
        ticks.drop(session, book, job=work.job)
        jobs.finish(session, work.job)
    return Visitor(book.workspace, work.job.person)


def messages_with(client: WebClient, person: str) -> str:
    """The conversation between this person and Roster."""
    return str(client.conversations_open(users=person)["channel"]["id"])


def upload(
    client: WebClient, person: str, files: Sequence[tuple[str, bytes]], comment: str
) -> None:
    """Put files, each a name and its content, into the person's messages with Roster."""
    client.files_upload_v2(
        channel=messages_with(client, person),
        initial_comment=comment,
        file_uploads=[{"filename": name, "title": name, "content": data} for name, data in files],
    )
