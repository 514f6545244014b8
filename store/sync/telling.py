"""What a person has to be told about a connection, and that they were told."""

from typing import Any

from sqlmodel import Session, select

from store import jobs
from store.columns import now
from store.sync import work
from store.sync_models import Connection
from store.words import ConnectionState
from store.work_models import Job


def told(session: Session, job: Job, *, asked: dict[str, Any] | None = None) -> None:
    """The person knows: the job rests until the next run. Where the account waits to be connected
    again it is over, and connecting begins another. `asked` is the message with a question, which
    is remembered until it is answered."""
    wanted = select(Connection).where(
        Connection.book_id == job.book_id, Connection.id == job.data["connection"]
    )
    connection = session.exec(wanted.with_for_update()).first()
    is_held = connection is not None and connection.state is ConnectionState.held
    over = ("tell", "place") if is_held else ("tell", "place", "asked")
    data = {name: value for name, value in job.data.items() if name not in over}
    data |= {"asked": asked} if asked and is_held else {}
    if connection is None or connection.state is ConnectionState.ended:
        jobs.finish(session, job)
    else:
        jobs.rest(session, job, step=work.READ, until=connection.next_at or now(), data=data)
    if connection is not None and job.data.get("tell") != "read":
        connection.told_at = now()
    session.flush()
