"""Work that fails: tried again later and later, and neither lost nor loud."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot import worker as workers
from bot.worker import TRIES, pause
from store import books, jobs
from tests.bot.working import add, finish, look, make
from tests.fake_slack import Answer

WAIT = 10


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


def test_a_database_that_is_away_is_waited_out(slack, sqlite, clock, monkeypatch, caplog):
    def away(*_, **__):
        raise RuntimeError("database is locked")

    monkeypatch.setattr(workers.jobs, "take", away)
    make(slack, sqlite, clock).work()
    assert "could not look for work" in caplog.text


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
