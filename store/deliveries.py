"""Deliveries: requests that were taken once, so that their repetition does nothing."""

from datetime import timedelta

from sqlmodel import Session, col, delete

from store.columns import now
from store.db import insert
from store.work_models import Delivery


def once(session: Session, key: str) -> bool:
    """Whether this key comes for the first time. It is taken when the transaction commits.

    Where two ask at the same moment, one waits until the other has committed or given up.
    """
    taken = session.exec(
        insert(session, Delivery)
        .values(key=key, at=now())
        .on_conflict_do_nothing()
        .returning(col(Delivery.key))
    )
    return taken.first() is not None


def forget(session: Session, key: str) -> None:
    """Let the key come again, as if for the first time."""
    session.exec(delete(Delivery).where(col(Delivery.key) == key))


def prune(session: Session, *, older_than: timedelta) -> None:
    """Drop the keys that will not come again, so that the table stays small."""
    session.exec(delete(Delivery).where(col(Delivery.at) < now() - older_than))
