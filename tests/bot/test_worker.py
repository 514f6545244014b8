"""The worker: due work is done once, by whichever process."""

import threading
from collections import Counter
from datetime import timedelta

from bot import worker as workers
from bot.authorize import Workspaces
from bot.settings import load
from bot.worker import Worker
from store import books, jobs
from tests.bot.connecting_desk import desk
from tests.bot.working import add, finish, look, make
from tests.fake_slack import Answer

WAIT = 10


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
