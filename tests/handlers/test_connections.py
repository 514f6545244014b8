"""Steps over an account that fail again and again: the account is tried again, nobody is stuck."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlmodel import select, update

from handlers import connections as steps
from handlers.state import HOME, Memory
from handlers.work import Work
from store import books, jobs
from store.columns import now
from store.sync import connections, engine
from store.sync.work import revive
from store.sync_models import Connection
from store.words import Provider
from store.work_models import Job
from tests.consenting import FakeProvider, accounts_of, ready

PLACE = {"channel": "D1"}
AWAY = ConnectionRefusedError("Slack could not be reached")


def refusal(status):
    """Slack answers, but not what was asked."""
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"error": "x"},
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", answer)


class Slack:
    """Takes every message, and remembers what its messages say; unless something is `wrong`."""

    def __init__(self, wrong=None):
        self.messages, self.wrong, self.tries = {}, wrong, 0

    def _take(self):
        self.tries += 1
        if self.wrong:
            raise self.wrong

    def conversations_open(self, *, users):
        self._take()
        return {"channel": {"id": f"D-{users}"}}

    def chat_postMessage(self, *, text, **_):  # noqa: N802 (Slack's name)
        self._take()
        ts = str(len(self.messages) + 1)
        self.messages[ts] = text
        return {"ts": ts}

    def chat_update(self, *, ts, text, **_):
        self._take()
        assert ts in self.messages
        self.messages[ts] = text

    def views_update(self, **_):
        self._take()

    def views_publish(self, **_):
        raise AWAY


@pytest.fixture
def accounts(sqlite):
    return accounts_of(sqlite, FakeProvider())


@pytest.fixture
def work(sqlite, accounts):
    """The first step of an account that was just connected."""
    book = ready(sqlite)
    with sqlite.writing() as session:
        connections.connect(
            session,
            book,
            person="U1",
            provider=Provider.google,
            account="a-1",
            email="ana@gmail.com",
            secret=accounts.seal("token"),
            chosen=None,
            place=PLACE,
        )
    return taken(sqlite, accounts)


def taken(database, accounts, client=None):
    """The job that is due, as the worker hands it to a step."""
    with database.writing() as session:
        job = jobs.take(session, now=now(), lease=timedelta(minutes=1))
    client = client or Slack()
    return Work(database, client, job, download=lambda _: b"", accounts=accounts)


def due(database, accounts, client):
    """The same, whoever holds the job."""
    with database.writing() as session:
        session.exec(update(Job).values(lease_until=None, due_at=now()))
    return taken(database, accounts, client)


def one(database, table):
    with database.reading() as session:
        return session.exec(select(table)).one()


def test_a_run_that_fails_for_no_reason_of_the_accounts_is_a_failed_run(sqlite, work):
    steps.failed(work)
    job, connection = one(sqlite, Job), one(sqlite, Connection)
    assert job.step == "connections.sync"
    assert job.due_at > now()
    assert connection.trouble
    assert connection.failures == 1


def test_what_cannot_be_told_stops_no_account_from_being_read(sqlite, accounts, work):
    steps.sync(work)
    steps.failed(taken(sqlite, accounts))
    job = one(sqlite, Job)
    assert job.step == "connections.sync"
    assert job.due_at > now()
    assert "place" not in job.data


def test_the_first_run_is_told_in_one_message(sqlite, accounts, work):
    steps.sync(work)
    assert work.client.messages == {"1": "Reading ana@gmail.com"}
    steps.tell(taken(sqlite, accounts, work.client))
    assert work.client.messages == {"1": "0 contacts and 2 groups from ana@gmail.com"}
    assert one(sqlite, Job).step == "connections.sync"


@pytest.mark.parametrize("wrong", [AWAY, refusal(503), refusal(429)])
def test_an_account_is_read_while_slack_is_out_of_reach_and_told_once_when_it_is_back(
    sqlite, accounts, work, wrong
):
    work.client.wrong = wrong
    steps.sync(work)
    assert one(sqlite, Connection).synced_at is not None
    assert one(sqlite, Job).step == "connections.tell"
    with pytest.raises(type(wrong)):
        steps.tell(taken(sqlite, accounts, work.client))
    work.client.wrong = None
    steps.tell(due(sqlite, accounts, work.client))
    assert work.client.messages == {"1": "0 contacts and 2 groups from ana@gmail.com"}
    assert one(sqlite, Job).step == "connections.sync"


def test_how_far_an_account_is_read_is_not_tried_to_show_at_each_page_while_slack_is_away(
    sqlite, accounts, work, monkeypatch
):
    work.client.wrong = AWAY
    monkeypatch.setattr(engine, "step", lambda *_, **__: None)
    steps.sync(work)
    tries = work.client.tries
    steps.sync(due(sqlite, accounts, work.client))
    assert work.client.tries == tries == 1


def test_a_failed_run_waits_its_time_though_slack_is_out_of_reach(sqlite, accounts, work):
    with sqlite.writing() as session:
        session.exec(update(Connection).values(secret=b"sealed with a key that is gone"))
    work.client.wrong = AWAY
    steps.sync(work)
    assert one(sqlite, Connection).failures == 1
    assert one(sqlite, Job).due_at > now()


def test_a_page_that_slack_does_not_draw_brings_no_second_message(sqlite, accounts, work):
    memory = Memory(at=HOME).dump()
    work.job.data = work.job.data | {"place": {"view": "V1", "title": "Sync", "page": memory}}
    steps.sync(work)
    steps.tell(taken(sqlite, accounts, work.client))
    assert work.client.messages == {"1": "0 contacts and 2 groups from ana@gmail.com"}


def test_disconnecting_that_fails_again_and_again_is_taken_up_anew(sqlite, accounts, work):
    connection = one(sqlite, Connection)
    with sqlite.writing() as session:
        book = books.get(session, book_id=connection.book_id)
        connections.leave(session, book, person="U1", connection_id=connection.id, keep=False)
    steps.failed(taken(sqlite, accounts))
    with sqlite.writing() as session:
        revive(session)
    again = taken(sqlite, accounts)
    assert again.job.step == "connections.leave"
    steps.leave(again)
    while (left := taken(sqlite, accounts)).job is not None:
        steps.left(left) if left.job.step == "connections.left" else steps.leave(left)
    with sqlite.reading() as session:
        assert session.exec(select(Connection)).all() == []
