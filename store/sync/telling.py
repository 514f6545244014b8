"""What a person has to be told about a connection, and that they were told."""

from sqlmodel import Session, select

from store import jobs
from store.columns import now
from store.sync import work
from store.sync_models import Connection
from store.words import ConnectionState
from store.work_models import Job


def told(session: Session, job: Job) -> None:
    """The person knows: the job rests until the next run. Where the account waits to be connected
    again it is over, and connecting begins another."""
    wanted = select(Connection).where(
        Connection.book_id == job.book_id, Connection.id == job.data["connection"]
    )
    connection = session.exec(wanted.with_for_update()).first()
    data = {name: value for name, value in job.data.items() if name not in ("tell", "place")}
    if connection is None or connection.state is ConnectionState.ended:
        jobs.finish(session, job)
    else:
        jobs.rest(session, job, step=work.READ, until=connection.next_at or now(), data=data)
    if connection is not None and job.data.get("tell") != "read":
        connection.told_at = now()
    session.flush()
