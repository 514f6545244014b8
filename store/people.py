"""People: who is in a workspace, and who administers it, as far as Roster was told."""

from sqlmodel import Session

from store.columns import now
from store.db import insert
from store.models import Person


def get(session: Session, *, workspace: str, person: str) -> Person | None:
    """What is known about somebody, if anything is; `checked_at` says since when."""
    return session.get(Person, (workspace, person), populate_existing=True)


def remember(session: Session, *, workspace: str, person: str, name: str, admin: bool) -> Person:
    """Note what was just learnt about somebody; the book that they look at stays."""
    learnt = {"name": name, "admin": admin, "checked_at": now()}
    session.exec(
        insert(session, Person)
        .values(workspace=workspace, id=person, **learnt)
        .on_conflict_do_update(index_elements=["workspace", "id"], set_=learnt)
    )
    return session.get_one(Person, (workspace, person), populate_existing=True)
