"""The worker: due work is done once, by whichever process; failures are neither lost nor loud."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot import worker as workers
from bot.authorize import Workspaces
from bot.settings import load
from bot.worker import TRIES, Worker, pause
from store import books, jobs
from store.columns import now
from tests.bot.connecting_desk import desk
from tests.fake_slack import Answer, fake_slack

WAIT = 10


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return now() + self.ahead


@pytest.fixture
def slack():
    with fake_slack() as fake:
        yield fake


@pytest.fixture
def clock():
    return Clock()


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


def test_a_step_gets_the_job_a_client_and_a_way_to_download(slack, database, book, clock):
    got = []

    def run(work):
        got.append((work.job.person, work.client.token, work.download(slack.url + "f.csv")))
        finish(work)

    slack.plan = lambda call: Answer(raw=b"Email\n") if call.method == "f.csv" else None
    job = add(database, book)
    make(slack, database, clock, run=run).work()
    assert got == [("U1", "xoxb-1", b"Email\n")]
    assert look(database, book, job).finished_at


def test_ringing_the_bell_runs_work_at_once_and_starting_finds_what_was_left(slack, sqlite, clock):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    ran = {key: threading.Event() for key in ("left", "rung")}

    def run(work):
        finish(work)
        ran[work.job.key].set()

    worker = make(slack, sqlite, clock, run=run)
    add(sqlite, book, "left")
    worker.start()
    try:
        assert ran["left"].wait(WAIT)
        add(sqlite, book, "rung")
        worker.wake()
        assert ran["rung"].wait(1.5)  # less than the time between two ticks
    finally:
        assert worker.stop(WAIT)


def test_two_workers_on_one_database_do_each_job_once(slack, database, book, clock):
    ran, everything = Counter(), threading.Event()

    def run(work):
        ran[work.job.key] += 1
        finish(work)
        if len(ran) == 30:
            everything.set()

    for number in range(30):
        add(database, book, f"job {number}")
    both = [make(slack, database, clock, run=run) for _ in range(2)]
    for worker in both:
        worker.start()
        worker.wake()
    assert everything.wait(WAIT)
    assert all(worker.stop(WAIT) for worker in both)
    assert set(ran.values()) == {1}


def test_a_failing_step_is_tried_again_later_and_later_and_then_the_person_hears(
    slack, database, book, clock
):
    ran = []

    def run(work):
        ran.append(work.job.tries)
        raise RuntimeError("no")

    def failed(work):
        ran.append("told")
        finish(work)

    job = add(database, book)
    worker = make(slack, database, clock, run=run, failed=failed)
    for _ in range(TRIES + 1):
        worker.work()
        before = len(ran)
        worker.work()
        assert len(ran) == before  # it rests
        clock.ahead += timedelta(minutes=15)
    assert ran == [*range(1, TRIES + 1), "told"]
    assert look(database, book, job).finished_at


def test_a_job_that_cannot_even_be_given_up_nicely_ends(slack, database, book, clock):
    ran = []

    def fail(work):
        ran.append(work.job.tries)
        raise RuntimeError("no")

    job = add(database, book)
    worker = make(slack, database, clock, run=fail, failed=fail)
    for _ in range(3 * TRIES):
        worker.work()
        clock.ahead += timedelta(minutes=15)
    assert len(ran) == 2 * TRIES
    assert look(database, book, job).finished_at


def test_a_step_that_nobody_knows_is_logged_and_not_run_for_ever(
    slack, database, book, clock, caplog
):
    job = add(database, book, step="unheard.of")
    worker = make(slack, database, clock)
    for _ in range(3 * TRIES):
        worker.work()
        clock.ahead += timedelta(minutes=15)
    assert look(database, book, job).finished_at
    assert len(caplog.records) == 2 * TRIES


def test_one_failing_job_does_not_stop_the_others(slack, database, book, clock):
    ran = []

    def run(work):
        ran.append(work.job.key)
        if work.job.key == "bad":
            raise RuntimeError("no")
        finish(work)

    for key in ("bad", "good", "better"):
        add(database, book, key)
    make(slack, database, clock, run=run).work()
    assert ran == ["bad", "good", "better"]


def test_a_workspace_whose_token_is_dead_is_left_alone_for_an_hour(slack, database, book, clock):
    slack.plan = lambda _: Answer({"ok": False, "error": "token_revoked"})
    add(database, book)
    worker = make(slack, database, clock, run=finish)
    for _ in range(30):
        worker.work()
        clock.ahead += timedelta(minutes=1)
    assert slack.methods() == ["auth.test"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"}),
        Answer({"ok": False, "error": "internal_error"}, status=503),
        Answer(cut=True),
    ],
)
def test_work_outlives_ten_minutes_without_slack(slack, sqlite, clock, answer):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    ran = []

    def run(work):
        ran.append("run")
        work.client.chat_postMessage(channel="D1", text="done")
        finish(work)

    job = add(sqlite, book)
    worker = make(slack, sqlite, clock, run=run, failed=lambda _: ran.append("failed"))
    worker.work()  # asks who it is, once
    slack.plan = lambda _: answer
    with sqlite.writing() as session:
        again = jobs.add(session, book, person="U1", key="other", step="testing.run", data={})
    for _ in range(20):
        worker.work()
        clock.ahead += timedelta(seconds=30)
    assert set(ran) == {"run"}
    slack.plan = lambda _: None
    worker.work()
    assert look(sqlite, book, job).finished_at
    assert look(sqlite, book, again).finished_at


def test_a_429_is_not_asked_again_before_slack_said(slack, sqlite, clock):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    add(sqlite, book)
    worker = make(
        slack, sqlite, clock, run=lambda work: work.client.chat_postMessage(channel="D1", text="x")
    )
    slack.plan = lambda call: (
        Answer({"ok": False}, status=429, headers={"Retry-After": "300"})
        if call.method == "chat.postMessage"
        else None
    )
    for seconds in (0, 100, 190):
        clock.ahead += timedelta(seconds=seconds)
        worker.work()
    assert slack.methods().count("chat.postMessage") == 1
    clock.ahead += timedelta(seconds=20)
    worker.work()
    assert slack.methods().count("chat.postMessage") == 2


def test_who_was_overtaken_stays_silent(slack, database, book, clock, caplog):
    def run(_work):
        raise jobs.Lost

    job = add(database, book)
    make(slack, database, clock, run=run).work()
    found = look(database, book, job)
    assert (found.tries, found.finished_at) == (1, None)
    assert "taken over" in caplog.text


def test_what_a_dead_process_left_is_taken_up_when_its_lease_runs_out(slack, database, book, clock):
    job = add(database, book)
    with database.writing() as session:
        assert jobs.take(session, now=clock(), lease=jobs.LEASE).id == job.id
    worker = make(slack, database, clock, run=finish)
    worker.work()
    assert not look(database, book, job).finished_at
    clock.ahead += jobs.LEASE + timedelta(seconds=1)
    worker.work()
    assert look(database, book, job).finished_at


def test_stopping_waits_for_a_running_step_but_not_for_ever(slack, sqlite, clock):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    running, may_end = threading.Event(), threading.Event()

    def run(work):
        running.set()
        assert may_end.wait(WAIT)
        finish(work)

    job = add(sqlite, book)
    worker = make(slack, sqlite, clock, run=run)
    worker.start()
    assert running.wait(WAIT)
    assert worker.stop(0.05) is False
    may_end.set()
    assert worker.stop(WAIT)
    assert look(sqlite, book, job).finished_at
    worker.wake()  # too late, and no error


def test_a_database_that_is_away_is_waited_out(slack, sqlite, clock, monkeypatch, caplog):
    def away(*_, **__):
        raise RuntimeError("database is locked")

    monkeypatch.setattr(workers.jobs, "take", away)
    make(slack, sqlite, clock).work()
    assert "could not look for work" in caplog.text


def test_while_two_accounts_are_read_the_other_threads_are_for_other_work(
    slack, database, book, clock
):
    reading, may_end, ran = threading.Semaphore(0), threading.Event(), []

    def read(work):
        reading.release()
        assert may_end.wait(WAIT)
        ran.append(work.job.key)
        finish(work)

    def run(work):
        ran.append(work.job.key)
        finish(work)

    worker = make(slack, database, clock, run=run)
    worker._steps["connections.sync"] = read
    for number in range(4):
        add(database, book, f"account {number}", step="connections.sync")
    busy = [threading.Thread(target=worker.work) for _ in range(2)]
    for thread in busy:
        thread.start()
        assert reading.acquire(timeout=WAIT)
    add(database, book, "import")
    worker.work()
    assert ran == ["import"]
    may_end.set()
    for thread in busy:
        thread.join(WAIT)
    assert sorted(ran[1:]) == [f"account {number}" for number in range(4)]


def test_an_account_that_cannot_be_looked_for_keeps_no_place(
    slack, sqlite, clock, monkeypatch, caplog
):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    ran = []

    def read(work):
        ran.append(work.job.key)
        finish(work)

    worker = make(slack, sqlite, clock)
    worker._steps["connections.sync"] = read
    with monkeypatch.context() as patched:
        patched.setattr(workers.jobs, "take", lambda *_, **__: 1 / 0)
        for _ in range(workers.SYNCS + 1):
            worker.work()
    add(sqlite, book, "account", step="connections.sync")
    worker.work()
    assert ran == ["account"]


class Answered(dict):
    """What slack_sdk keeps of an answer."""

    status_code = 200
    headers: dict[str, str] = {}


def refusal(error, *, status=200, **headers):
    answer = Answered(ok=False, error=error)
    answer.status_code, answer.headers = status, headers
    return SlackApiError("refused", answer)


@pytest.mark.parametrize(
    ("tries", "error", "rest"),
    [
        (1, ValueError(), timedelta(seconds=2)),
        (4, ValueError(), timedelta(seconds=16)),
        (50, ValueError(), timedelta(minutes=10)),
        (1, refusal("ratelimited", status=429, **{"Retry-After": "315"}), timedelta(seconds=315)),
        (1, refusal("account_inactive"), timedelta(hours=1)),
        (9, refusal("internal_error", status=503), timedelta(seconds=5)),
        (9, ConnectionResetError(), timedelta(seconds=5)),
        (1, refusal("channel_not_found"), timedelta(seconds=2)),
    ],
)
def test_how_long_a_job_rests(tries, error, rest):
    assert pause(tries, error) == rest


def test_tidying_runs(slack, database, clock):
    make(slack, database, clock).tidy()


def test_a_step_gets_the_accounts_that_can_be_connected(slack, sqlite, clock):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    got = []

    def run(work):
        got.append(work.accounts.providers)
        finish(work)

    add(sqlite, book)
    make(slack, sqlite, clock, run=run).work()
    assert got == [()]


def test_tidying_gives_back_what_nobody_confirmed(slack, sqlite, clock):
    with desk(sqlite, slack) as at:
        at.arrive(at.browser())
        at.age(minutes=11)
        settings = load(_env_file=None, slack_bot_token="x", slack_signing_secret="s")
        workspaces = Workspaces(settings, sqlite)
        Worker(sqlite, workspaces, api_url=slack.url, accounts=at.accounts, clock=clock).tidy()
        assert at.google.revoked == ["token-canary-1"]
