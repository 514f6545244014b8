"""The tables of installations: Roster in each workspace, and on the way into one."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.columns import Instant, now


class Installation(SQLModel, table=True):
    """Roster in one workspace: its bot, with the token encrypted."""

    workspace: str = Field(primary_key=True)
    bot_token: bytes
    bot_id: str
    bot_user: str
    installed_by: str
    installed_at: datetime = Field(default_factory=now, sa_type=Instant)


class InstallState(SQLModel, table=True):
    """A one-time word that ties the end of an installation to its beginning."""

    __tablename__ = "install_state"

    state: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Instant)
