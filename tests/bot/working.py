"""A worker whose clock a test moves, and jobs for it."""

from datetime import timedelta

from bot.authorize import Workspaces
from bot.settings import load
from bot.worker import Worker
from store import jobs
from store.columns import now


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return now() + self.ahead


def make(slack, database, clock, **steps):
    settings = load(
        _env_file=None,
        slack_bot_token="xoxb-1",
        slack_signing_secret="s",
        slack_api_url=slack.url,
    )
    named = {f"testing.{name}": step for name, step in steps.items()}
    workspaces = Workspaces(settings, database)
    return Worker(database, workspaces, api_url=slack.url, steps=named, clock=clock)


def add(database, book, key="k", step="testing.run"):
    with database.writing() as session:
        return jobs.add(session, book, person="U1", key=key, step=step, data={})


def look(database, book, job):
    with database.reading() as session:
        return jobs.get(session, book, job_id=job.id)


def finish(work):
    with work.database.writing() as session:
        jobs.finish(session, work.job)
