"""Who is asking, and what they may do: every handler passes through here."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from store import books, days, people
from store.books import Seat
from store.columns import now
from store.db import Database
from store.errors import Unavailable
from store.models import Book, Person
from store.words import Provider, Role
from store.work_models import Job

# How long Slack's word that somebody administers the workspace is believed.
TRUSTED_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Visitor:
    """A person in a workspace: whose data a request is about, and who asks; and where accounts can
    be connected here."""

    workspace: str
    person: str
    providers: tuple[Provider, ...] = ()


def introduce(
    client: WebClient, database: Database, context: BoltContext, next: Callable[[], None]
) -> None:
    """Middleware: hand every listener the visitor as `who`."""
    workspace = str(context.team_id or context.enterprise_id or "")
    accounts = context.get("accounts")
    who = Visitor(workspace, str(context.user_id or ""), accounts.providers if accounts else ())
    context["who"] = who
    _doubt(who, client, database)
    next()


def enter(session: Session, who: Visitor, book_id: int | None, needs: Role = Role.viewer) -> Seat:
    """The visitor's seat in the book (their present one for None); raises Gone or NotAllowed."""
    return books.enter(
        session, workspace=who.workspace, person=who.person, book_id=book_id, needs=needs
    )


def enter_for_job(session: Session, job: Job, needs: Role = Role.editor) -> Book:
    """The book of a job, for the person it works for; raises Gone or NotAllowed where they have
    lost access since they asked for it, which may have been a while ago."""
    book = books.get(session, book_id=job.book_id)
    return enter(session, Visitor(book.workspace, job.person), book.id, needs=needs).book


def seats(session: Session, who: Visitor) -> list[Seat]:
    """The books that the visitor can switch between."""
    return books.seats(session, workspace=who.workspace, person=who.person)


def greet(who: Visitor, client: WebClient, database: Database) -> None:
    """Learn from Slack, at most once an hour, who the visitor is, and have their books ready.

    Owners and admins of the workspace own its team book.
    """
    known = _known(who, database)
    if known and not _is_stale(known):
        return
    user: dict[str, Any] = client.users_info(user=who.person)["user"]
    with database.writing() as session:
        people.remember(
            session,
            workspace=who.workspace,
            person=who.person,
            name=user.get("real_name") or user.get("name") or "",
            admin=_administers(user, who.workspace),
        )
        zone = _zone(user, who.workspace)
        books.team(session, workspace=who.workspace, timezone=zone)
        books.personal(session, workspace=who.workspace, person=who.person, timezone=zone)


def _doubt(who: Visitor, client: WebClient, database: Database) -> None:
    """Whoever owns the book as an admin is asked about again, however long they only click.

    Where Slack does not answer, or the data cannot be reached, what was known holds.
    """
    with suppress(SlackApiError, OSError, Unavailable):
        known = _known(who, database)
        if known and known.admin and _is_stale(known):
            greet(who, client, database)


def _known(who: Visitor, database: Database) -> Person | None:
    with database.reading() as session:
        return people.get(session, workspace=who.workspace, person=who.person)


def _is_stale(known: Person) -> bool:
    return now() - known.checked_at >= TRUSTED_FOR


def _zone(user: dict[str, Any], workspace: str) -> str:
    """Where a new book is at home: where the first of its people is, whom Slack knows here."""
    zone = str(user.get("tz") or "")
    here = user.get("team_id") in (None, workspace)
    return zone if here and days.is_zone(zone) else books.ANYWHERE


def _administers(user: dict[str, Any], workspace: str) -> bool:
    """Only of this workspace: an admin of another one, met through Slack Connect, is a stranger."""
    here = user.get("team_id") in (None, workspace)
    return here and bool(user.get("is_admin") or user.get("is_owner"))
