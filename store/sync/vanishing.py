"""Who is gone from an account but stands in the book until somebody decides, and what left with
them: all labels, categories or folders that were chosen there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from store.errors import ACCOUNTS
from store.models import Book, Contact
from store.sync.departing import Departing, departing
from store.sync_models import Connection, GroupLink, Link
from store.words import Provider

# What one of an account's groups is called there, and several of them.
GROUPINGS = {
    Provider.google: ("label", "labels"),
    Provider.microsoft: ("folder or category", "folders and categories"),
}
# Groups that are named in a sentence, and how much of each name.
NAMED, NAME_LIMIT = 3, 60


@dataclass(frozen=True)
class Vanished:
    """`departing` are the contacts that are gone from the account, `present` how many are there.

    `lost` are the names of the chosen groups, as far as they are known, where all of them are gone
    from the account; None where one is there, or everybody is wanted.
    """

    departing: Departing = Departing(0, 0, 0, 0)
    present: int = 0
    lost: Sequence[str] | None = None


def vanished(session: Session, book: Book, *, connection: Connection) -> Vanished:
    """Who is gone from this account."""
    id, present = connection.id, _present(session, connection)
    gone = departing(session, book, connection_id=id, only_gone=True)
    return Vanished(gone, present, None if present else lost(session, connection))


def lost(session: Session, connection: Connection) -> Sequence[str] | None:
    """The chosen groups of an account that brings nobody, where none of them is there any more."""
    chosen = connection.chosen
    if chosen is None or connection.synced_at is None:
        return None
    wanted = select(GroupLink).where(
        GroupLink.book_id == connection.book_id, GroupLink.connection_id == connection.id
    )
    known = [row for row in session.exec(wanted) if row.remote_id in chosen]
    return None if any(row.listed for row in known) else sorted(row.name for row in known)


def said(connection: Connection, vanished: Vanished) -> str:
    """Who is gone, in a sentence that says that they are kept here."""
    gone, present = vanished.departing.total, vanished.present
    if vanished.lost is not None:
        return _loss_of_groups(connection, vanished.lost, gone)
    return (
        f"{ACCOUNTS[connection.provider]} now lists {present:,} of {present + gone:,} contacts; "
        "nobody is removed here until you decide."
    )


def _loss_of_groups(connection: Connection, names: Sequence[str], contacts: int) -> str:
    many = "contact that came" if contacts == 1 else f"{contacts:,} contacts that came"
    them = "it" if len(names) == 1 else "them"
    kept = f"the {many} with {them} {'is' if contacts == 1 else 'are'} kept until you decide"
    return f"{_gone(connection, names)}; {kept}."


def lack_of_groups(connection: Connection, names: Sequence[str]) -> str:
    """The same where nobody is kept."""
    return f"{_gone(connection, names)}: nobody comes from there until others are chosen."


def is_gone(connection: Connection, group: GroupLink) -> bool:
    """Whether a group is remembered only because it is chosen."""
    is_chosen = group.remote_id in (connection.chosen or ())
    return is_chosen and not group.listed and group.group_id is None


def _gone(connection: Connection, names: Sequence[str]) -> str:
    are = "is" if len(names) == 1 else "are"
    return f"{_called(connection, names)} {are} gone in {ACCOUNTS[connection.provider]}"


def _called(connection: Connection, names: Sequence[str]) -> str:
    one, several = GROUPINGS[connection.provider]
    if not names:
        return f"The chosen {several}"
    shown = [name[:NAME_LIMIT].strip() for name in names[:NAMED]]
    if (more := len(names) - NAMED) > 0:
        shown.append(f"{more:,} more")
    *first, last = shown
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"The {one if len(names) == 1 else several} {listed}"


def _present(session: Session, connection: Connection) -> int:
    """How many contacts of the book the account lists."""
    counted = select(func.count(col(Link.contact_id).distinct())).where(
        Link.book_id == connection.book_id,
        Link.connection_id == connection.id,
        ~col(Link.gone),
        Contact.book_id == connection.book_id,
        Contact.id == Link.contact_id,
    )
    return session.exec(counted).one()
