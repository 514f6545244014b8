"""Installations: Roster in each workspace, and the one-time words that tie their steps together."""

import secrets as random
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, select

from store.columns import now
from store.install_models import Installation, InstallState
from store.secrets import Secrets, Unopenable

STATE_LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class Installed:
    """Roster's bot in one workspace."""

    bot_token: str
    bot_id: str
    bot_user: str
    installed_by: str


def save(session: Session, secrets: Secrets, *, workspace: str, installed: Installed) -> None:
    """Keep a new installation, or the newer one in place of the old."""
    session.merge(
        Installation(
            workspace=workspace,
            bot_token=secrets.seal(installed.bot_token),
            bot_id=installed.bot_id,
            bot_user=installed.bot_user,
            installed_by=installed.installed_by,
            installed_at=now(),
        )
    )
    session.flush()


def get(session: Session, secrets: Secrets, *, workspace: str) -> Installed | None:
    """The installation, decrypted; None where there is none, or no key opens it any more."""
    found = session.get(Installation, workspace)
    if found is None:
        return None
    try:
        token = secrets.unseal(found.bot_token)
    except Unopenable:
        return None
    return Installed(token, found.bot_id, found.bot_user, found.installed_by)


def delete_one(session: Session, *, workspace: str) -> None:
    """Forget the token of a workspace."""
    session.exec(delete(Installation).where(col(Installation.workspace) == workspace))


def installed_since(session: Session, *, workspace: str, moment: float) -> bool:
    """Whether the workspace installed Roster after that second of Unix time."""
    found = session.exec(
        select(Installation.installed_at).where(col(Installation.workspace) == workspace)
    ).first()
    return found is not None and found.timestamp() > moment


def issue_state(session: Session) -> str:
    """A word that an installation brings back once, within ten minutes."""
    state = random.token_urlsafe(32)
    session.add(InstallState(state=state, expires_at=now() + STATE_LIFE))
    session.flush()
    return state


def use_state(session: Session, *, state: str) -> bool:
    """Whether the word was issued, is fresh, and is used for the first time: one winner."""
    # the row count decides: a SELECT before would let everybody win who reads in time
    used = session.exec(
        delete(InstallState).where(
            col(InstallState.state) == state, col(InstallState.expires_at) > now()
        )
    )
    return used.rowcount == 1


def prune_states(session: Session) -> None:
    """Drop the words that nobody brought back in time."""
    session.exec(delete(InstallState).where(col(InstallState.expires_at) <= now()))
