"""The clock behind long work: takes due jobs from the database and runs their next step."""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk.errors import SlackApiError

import handlers
from bot.authorize import Workspaces
from bot.client import DEAD_TOKEN, retry_after
from bot.download import Downloader
from handlers.work import Work
from store import books, deliveries, installations, jobs, ticks
from store.columns import now
from store.db import Database
from store.secrets import Secrets
from store.sync import consenting
from store.sync import work as sync_work
from store.sync.accounts import Accounts
from store.work_models import Job

THREADS = 4
# Accounts that are read at once: a provider that hangs leaves threads to everything else.
SYNC, SYNCS = "connections.sync", 2
TICK = 2  # seconds between looks for work that nobody rang for
TRIES = 5  # of a step; then as many to tell the person
LONGEST = timedelta(minutes=10)
REFUSED = timedelta(hours=1)  # a workspace whose token Slack refuses is left alone this long
AWAY = timedelta(seconds=5)  # between looks whether Slack answers again
WAIT_FOR_SLACK = timedelta(days=1)  # until what it did not take counts as a failure
KEPT = timedelta(days=1)  # how long a repeated delivery is recognised
TICKED = timedelta(days=30)  # how long contacts stay ticked that nobody does anything with
log = logging.getLogger("roster.worker")


class NoAccess(Exception):
    """Roster has no usable token for the workspace of a job."""


class Worker:
    """One scheduler over one database; several processes may each have one."""

    def __init__(
        self,
        database: Database,
        workspaces: Workspaces,
        *,
        api_url: str,
        steps: Mapping[str, Callable[[Work], None]] = handlers.STEPS,
        accounts: Accounts | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._api_url = api_url
        self._steps = steps
        self._accounts = accounts or Accounts(database, Secrets([]))
        self._clock = clock
        self._syncing = threading.BoundedSemaphore(SYNCS)
        self._stopping = threading.Event()
        self._idle = threading.Condition()
        self._busy = 0
        # a late tick still runs, and several late ones run once
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(THREADS + 1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None},
            timezone="UTC",
        )

    def start(self) -> None:
        """Begin to look for work, with what an earlier process left behind."""
        self._scheduler.add_job(self.work, "interval", seconds=TICK, max_instances=THREADS)
        self._scheduler.add_job(self.tidy, "interval", hours=1)
        self._scheduler.start()
        self.wake()

    def wake(self) -> None:
        """Look for work now."""
        if not self._stopping.is_set():
            self._scheduler.add_job(self.work)

    def stop(self, seconds: float) -> bool:
        """Take no more and let running steps end; False when one did not.

        What did not end is taken up again when its lease runs out, by whoever comes next.
        """
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        with self._idle:
            return self._idle.wait_for(lambda: self._busy == 0, timeout=seconds)

    def work(self) -> None:
        """Run due jobs until there are none."""
        with self._idle:
            self._busy += 1
        try:
            while not self._stopping.is_set() and self._run_one():
                pass
        except Exception:
            log.exception("the worker could not look for work")
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def tidy(self) -> None:
        """Drop what is only kept for a while."""
        with self._database.writing() as session:
            deliveries.prune(session, older_than=KEPT)
            installations.prune_states(session)
            jobs.prune(session)
            sync_work.revive(session)
            ticks.prune(session, older_than=TICKED)
        consenting.tidy(self._accounts)

    def _run_one(self) -> bool:
        """Run a due job, if there is one; accounts only while few are being read."""
        may_sync = self._syncing.acquire(blocking=False)
        job = None
        try:
            job = self._take(leave_out=() if may_sync else (SYNC,))
            if may_sync and (job is None or job.step != SYNC):
                self._syncing.release()
                may_sync = False
            if job is not None:
                self._run(job)
        finally:
            if may_sync:
                self._syncing.release()
        return job is not None

    def _take(self, *, leave_out: Sequence[str]) -> Job | None:
        with self._database.writing() as session:
            return jobs.take(session, now=self._clock(), lease=jobs.LEASE, leave_out=leave_out)

    def _run(self, job: Job) -> None:
        step = self._step(job)
        try:
            if step is None:
                raise LookupError(f"no step {job.step}")
            step(self._equip(job))
        except jobs.Lost:
            log.warning("job %s: taken over by another process", job.id)
        except Exception as error:
            self._postpone(job, error)

    def _step(self, job: Job) -> Callable[[Work], None] | None:
        if job.tries <= TRIES:
            return self._steps.get(job.step)
        return self._steps.get(f"{job.step.partition('.')[0]}.failed")

    def _equip(self, job: Job) -> Work:
        with self._database.reading() as session:
            workspace = books.get(session, book_id=job.book_id).workspace
        client = self._workspaces.client_for(workspace)
        if client is None:
            raise NoAccess
        download = Downloader(client.pool, token=client.token or "", api_url=self._api_url)
        return Work(
            database=self._database,
            client=client,
            job=job,
            download=download,
            accounts=self._accounts,
        )

    def _postpone(self, job: Job, error: Exception) -> None:
        reference = secrets.token_hex(4)
        log.error("job %s: %s failed, %s", job.id, job.step, reference, exc_info=error)
        try:
            with self._database.writing() as session:
                if job.tries >= 2 * TRIES:
                    jobs.finish(session, job)
                    return
                if is_away(error) and self._clock() - job.created_at < WAIT_FOR_SLACK:
                    jobs.keep(session, job, data=job.data, progress=True)  # not the job's fault
                jobs.postpone(session, job, until=self._clock() + pause(job.tries, error))
        except jobs.Lost:
            log.warning("job %s: taken over by another process", job.id)


def is_away(error: Exception) -> bool:
    """Whether Slack was out of reach, down or busy: a matter of time, not of what was asked."""
    if isinstance(error, SlackApiError):
        return bool(error.response.status_code == 429 or error.response.status_code >= 500)
    return isinstance(error, OSError)


def pause(tries: int, error: Exception) -> timedelta:
    """How long a job rests after its n-th failure: as Slack asked, or twice as long each time."""
    if isinstance(error, NoAccess) or (
        isinstance(error, SlackApiError) and error.response.get("error") in DEAD_TOKEN
    ):
        return REFUSED
    if isinstance(error, SlackApiError) and error.response.status_code == 429:
        return timedelta(seconds=retry_after(error.response.headers))
    if is_away(error):
        return AWAY
    return min(timedelta(seconds=2 ** min(tries, 20)), LONGEST)
