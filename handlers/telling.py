"""Telling a person how long work goes: where it was started, else in the messages with Roster."""

import io
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.views.kit import Block, message, modal, section
from handlers.work import Work
from store import books, jobs, ticks

# Tries to send a file, each of which may have brought it.
UPLOADS = 5
# Slack lets an app update a message about once a second.
PROGRESS_SECONDS = 2.0
# Seconds after which a job whose file is being made or sent says that it is alive.
BEAT = 10.0
log = logging.getLogger(__name__)


class Stored(Protocol):
    """An open file on this machine, wherever it is positioned, and its size."""

    @property
    def file(self) -> IO[bytes]:
        """The open file."""

    @property
    def size(self) -> int:
        """How many bytes there are."""


class NotSent(Exception):
    """A file that Slack did not take; the text says so."""


def tell_job(work: Work, text: str, blocks: list[Block]) -> bool:
    """Say it where the work was started, and remember where that is; whether in its open modal.

    The job's data names the place: `view` with its `title`, or `channel` and the message's `ts`.
    """
    before = work.job.data
    after = tell(work.client, work.job.person, before, text, blocks)
    if after != before:
        with work.database.writing() as session:
            jobs.keep(session, work.job, data=after)
    return bool(after.get("view"))


def tell(
    client: WebClient, person: str, place: dict[str, Any], text: str, blocks: list[Block]
) -> dict[str, Any]:
    """In the open modal, else in the message about this work, else in a new one; says where.

    Raises SlackApiError where Slack is out of reach, for then it is a matter of time.
    """
    if view_id := place.get("view"):
        view = modal(place["title"], blocks)
        if _takes(lambda: client.views_update(view_id=view_id, view=view)):
            return place
    told, channel = message(text, blocks), place.get("channel", "")
    if ts := place.get("ts"):
        if _takes(lambda: client.chat_update(channel=channel, ts=ts, **told)):
            return place
        channel = ""
    channel = channel or messages_with(client, person)
    posted = client.chat_postMessage(channel=channel, **told)
    return place | {"channel": channel, "ts": posted["ts"], "view": ""}


def amend(client: WebClient, place: dict[str, Any], text: str) -> None:
    """Say this in place of a message; nothing happens where it is deleted."""
    told = message(text)
    _takes(lambda: client.chat_update(channel=place["channel"], ts=place["ts"], **told))


def place_of(body: dict[str, Any], title: str) -> dict[str, Any]:
    """Where the clicked button stands, for `tell`; a modal is called so when it is drawn anew."""
    if view := body.get("view"):
        return {"view": view["id"], "title": title}
    return {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}


@contextmanager
def courtesy() -> Iterator[None]:
    """What is shown here holds nothing up: where Slack does not take it, it is left out."""
    try:
        yield
    except (SlackApiError, OSError) as error:
        log.info("not shown: %s", type(error).__name__)


class Progress:
    """Tells how far work is, whenever it is called, but not too often."""

    def __init__(self, work: Work, draw: Callable[[int, int], tuple[str, list[Block]]]) -> None:
        self._work, self._draw, self._told = work, draw, 0.0

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if time.monotonic() - self._told >= PROGRESS_SECONDS:
            self._told = time.monotonic()
            tell_job(self._work, *self._draw(done, total))


def _takes(call: Callable[[], object]) -> bool:
    """Whether Slack takes it there; a closed modal and a deleted message it does not."""
    try:
        call()
    except SlackApiError as error:
        if error.response.status_code == 429 or error.response.status_code >= 500:
            raise
        log.info("told in another place: %s", error.response["error"])
        return False
    return True


def end(work: Work, told: str = "") -> bool:
    """Let go of the job and of what was ticked for it, once it is `told` how it ended; whether
    that was told in a modal, below which the page still is what it was."""
    in_modal = bool(told) and tell_job(work, told, [section(told)])
    with work.database.writing() as session:
        book = books.get(session, book_id=work.job.book_id)
        ticks.drop(session, book, job=work.job)
        jobs.finish(session, work.job)
    return in_modal


def messages_with(client: WebClient, person: str) -> str:
    """The conversation between this person and Roster."""
    return str(client.conversations_open(users=person)["channel"]["id"])


def upload(work: Work, files: Sequence[tuple[str, bytes | Stored]], comment: str) -> None:
    """Put files, each a name and its content, into the person's messages with Roster.

    An open file is sent piece by piece, however large it is; the job is held meanwhile.
    Raises NotSent after a few tries: each may have brought the files, and only its answer got lost.
    """
    job, person = work.job, work.job.person
    tries = job.data.get("uploads", 0) + 1
    if tries > UPLOADS:
        raise NotSent("Slack did not take the file.")
    with work.database.writing() as session:
        jobs.keep(session, job, data=job.data | {"uploads": tries})
    work.client.files_upload_v2(
        channel=messages_with(work.client, person),
        initial_comment=comment,
        file_uploads=[
            {"filename": name, "title": name} | _content(work, content) for name, content in files
        ],
    )


def _content(work: Work, content: bytes | Stored) -> dict[str, Any]:
    if isinstance(content, bytes):
        return {"content": content}
    return {"file": Watched(content.file, Pulse(work))}


class Pulse:
    """Says that a job is alive, whenever it is called, but not too often; Lost when it is not."""

    def __init__(self, work: Work, clock: Callable[[], float] = time.monotonic) -> None:
        self._work, self._clock, self._beaten = work, clock, clock()

    def __call__(self) -> None:
        """A sign of life, where it is time for one."""
        if self._clock() - self._beaten < BEAT:
            return
        with self._work.database.writing() as session:
            jobs.keep(session, self._work.job, data=self._work.job.data)
        self._beaten = self._clock()


class Watched(io.IOBase):
    """An open file, read from its beginning, that gives a sign of life while it is being read."""

    def __init__(self, file: IO[bytes], beat: Callable[[], None]) -> None:
        self._file, self._beat = file, beat
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        self._beat()
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place in the file."""
        return self._file.seek(offset, whence)
