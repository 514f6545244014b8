"""What the pages of a consent say."""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from flask import Response

from bot.pages import draw, say
from store.errors import ACCOUNTS, Gone, NotAllowed, Unavailable
from store.secrets import Unopenable
from store.sync.confirming import Waiting
from store.sync.consenting import Elsewhere, Failed, Unknown
from store.sync.source import Trouble
from store.sync_models import Connection
from store.words import Kind, Provider

LOOK_AGAIN = "3"  # seconds
# What can be chosen before an account was read; categories are known only after that.
SEVERAL = {Provider.google: "labels", Provider.microsoft: "folders"}
LATER = {
    Provider.google: "",
    Provider.microsoft: "Categories can be chosen in Slack, once Roster has read the account.",
}
BOOKS = {Kind.team: "Team book", Kind.personal: "Personal book"}
READERS = {
    Kind.team: "everybody with access to it will see the contacts",
    Kind.personal: "only {} will see the contacts",
}
BEGIN_AGAIN = "Please begin again in Slack."
log = logging.getLogger("roster.connecting")


def ask(
    waiting: Waiting,
    provider: Provider,
    *,
    person: str,
    workspace: str,
    chosen: Sequence[str] | None = None,
    wrong: str = "",
) -> Response:
    """Whether the account is to be connected, and which of its contacts; who asked, and where."""
    email, book = waiting.admitted.email, waiting.seat.book
    if waiting.known and not wrong:
        chosen = waiting.known.chosen
    return _page(
        422 if wrong else 200,
        draw(
            "confirm",
            title=f"{_verb(waiting)} {email}?",
            verb=_verb(waiting),
            name=email if waiting.meant else "",
            warning=_warning(waiting, person),
            email=email,
            provider=ACCOUNTS[provider],
            several=SEVERAL[provider],
            later=LATER[provider],
            book=BOOKS[book.kind],
            readers=_sentence(READERS[book.kind].format(person)),
            workspace=workspace,
            person=person,
            notes=_notes(waiting),
            groups=waiting.groups,
            chosen=chosen,
            wrong=wrong,
        ),
    )


def connected(connection: Connection) -> Response:
    """The end of a good way."""
    return _say(
        200,
        f"{connection.email} is connected",
        f"Roster reads its contacts from {ACCOUNTS[connection.provider]} now, and says in Slack "
        "when they are there. You can close this page.",
        mark="good",
    )


def asking(provider: Provider) -> Response:
    """The same person has this page open twice, or was impatient."""
    words = f"Roster is asking {ACCOUNTS[provider]} about the account. This page looks again."
    return _again_soon(_say(202, "One moment", words))


def busy() -> Response:
    """Nothing was used up: the same address works a little later."""
    words = "Many people connect accounts just now. This page tries again in a moment."
    return _again_soon(_say(429, "One moment", words))


def unknown() -> Response:
    """No page has this address."""
    words = f"The address is not whole, or Roster never gave it out. {BEGIN_AGAIN}"
    return _say(404, "There is no such page", words, mark="bad")


def nothing() -> Response:
    """It was cancelled, or failed before."""
    words = f"No account was connected here, and Roster kept nothing of it. {BEGIN_AGAIN}"
    return _say(410, "Nothing was connected", words)


def refuse(error: Exception, *, again: str) -> Response:
    """Why there is no page, and what to do; `again` is the address that may work later."""
    retry: dict[str, Any] = {"link": "Try again", "to": again}
    match error:
        case Unknown():
            words = (
                "It was used before, or is older than ten minutes. If an account was to be "
                "connected and is not, begin again in Slack."
            )
            return _say(410, "This link does not work any more", words, mark="bad")
        case Elsewhere():
            words = (
                "Only the browser that opened it first can go on, so that nobody connects an "
                f"account for somebody else. {BEGIN_AGAIN}"
            )
            return _say(403, "This link belongs to another browser", words, mark="bad")
        case NotAllowed() | Gone():
            return _say(403, "You cannot connect an account to this book", str(error), mark="bad")
        case Failed():
            retry["to"] = error.again
            return _say(409, "No account was connected", str(error), **retry, mark="bad")
        case Trouble():
            return _say(409, "No account was connected yet", str(error), **retry, mark="bad")
        case Unopenable():
            words = f"Roster lost the key to what it kept of it. {BEGIN_AGAIN}"
            return _say(409, "No account was connected", words, mark="bad")
        case Unavailable():
            return _say(503, "One moment", str(error), **retry)
    reference = secrets.token_hex(4)
    log.error("a page of a consent failed, %s", reference, exc_info=error)
    words = f"Please begin again in Slack. Whoever runs Roster finds out more with {reference}."
    return _say(500, "Something went wrong here", words, mark="bad")


def _notes(waiting: Waiting) -> list[str]:
    if waiting.known:
        email = waiting.admitted.email
        return [f"{email} is connected to this book already. Nobody will be there twice."]
    return []


def _verb(waiting: Waiting) -> str:
    """An account that nobody spoke of is added, whatever else was to be connected again."""
    return "Add" if waiting.meant and not waiting.known else "Connect"


def _warning(waiting: Waiting, person: str) -> str:
    """That another account was chosen at the provider than the one that is meant."""
    email, kind = waiting.admitted.email, waiting.seat.book.kind
    if not waiting.meant:
        return ""
    told = f"This is another account: you were about to connect {waiting.meant} again. "
    if waiting.known:
        told += f"{email} would be connected once more instead"
    else:
        book, readers = BOOKS[kind].lower(), READERS[kind].format(person)
        told += f"{email} would be added beside it, into the {book}, and {readers}"
    return f"{told}. {waiting.meant} stays as it is."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _say(status: int, title: str, text: str, **more: str) -> Response:
    return _page(status, say(title, text, **more))


def _page(status: int, body: str) -> Response:
    return Response(body, status, content_type="text/html; charset=utf-8")


def _again_soon(page: Response) -> Response:
    page.headers["Refresh"] = LOOK_AGAIN
    return page
