"""The accounts that each book of the stage is synced from: held, ended, and well."""

from sqlmodel import Session

from bot.playground.people import CARLA
from store.columns import now
from store.models import Book
from store.secrets import Secrets, new_key
from store.sync_models import Connection, GroupLink
from store.words import ConnectionState, Provider

SECRETS = Secrets([new_key()])


def connect(session: Session, book: Book, name: str) -> dict[str, int]:
    """One account of which very many are gone, one that let nobody in any more, and one that is
    well, but for the category that was chosen; the first has a label."""
    held = _add(session, book, f"{name}held", Provider.google, ConnectionState.held)
    held.trouble = "Google Contacts now lists 0 of 812 contacts; nobody is removed."
    lapsed = _add(session, book, f"{name}lapsed", Provider.google, ConnectionState.ended)
    well = _add(session, book, f"{name}well", Provider.microsoft, ConnectionState.active)
    well.chosen = ["a category that is gone"]
    label = {"remote_id": "g1", "name": f"{name.title()}label"}
    session.add(GroupLink(book_id=book.id, connection_id=held.id, **label))
    session.flush()
    return {"held": held.id, "lapsed": lapsed.id, "well": well.id}


def _add(
    session: Session, book: Book, name: str, provider: Provider, state: ConnectionState
) -> Connection:
    made = Connection(
        book_id=book.id,
        provider=provider,
        account=name,
        email=f"{name}@example.com",
        person=CARLA.id,
        state=state,
        secret=SECRETS.seal("token"),
        synced_at=now(),
    )
    session.add(made)
    session.flush()
    return made
