"""The day on which stories about memberships happen, and what is written of them."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from store.memberships import Terms
from store.models import AuditEntry
from store.words import Payment

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
FOREVER = Terms(Payment.paid, TODAY)


def trail(session):
    return [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]
