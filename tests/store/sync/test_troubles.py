"""What goes wrong with accounts: what is kept, when it is tried again, and who hears of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from store import jobs
from store.sync import engine, streams
from store.sync.overviews import RUNS
from store.sync.source import (
    Broken,
    Ended,
    Expired,
    Habits,
    Later,
    Misconfigured,
    RemotePage,
    Stream,
)
from store.sync_models import SyncRun
from store.words import ConnectionState
from store.work_models import Job
from tests.store.sync.syncing import Account, person

LOST = Ended("ana@example.org does not let Roster in any more.")


def filled(syncing, size=6, **about):
    account, id = syncing.connect(Account(size=2, **about))
    for at in range(size):
        account.put(person(f"p{at}", first=f"P{at}"))
    syncing.run()
    return account, id


def as_it_is(syncing):
    return {email: contact.first_name for email, contact in syncing.contacts().items()}


def rests(syncing, id):
    return syncing.connection(id).next_at - syncing.now


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "trouble", [Broken("HTML"), Later("503"), RuntimeError("a fault"), Misconfigured("secret")]
)
def test_a_call_that_fails_removes_nobody_and_the_next_run_ends_well(
    sqlite_syncing, trouble, at, whole
):
    syncing = sqlite_syncing
    account, id = filled(syncing)
    account.remove("p0")
    account.put(person("p1", first="New"))
    account.put(person("p9", first="P9"))
    if whole:
        account.expire()
    account.failures = [None] * at + [trouble]
    before = as_it_is(syncing)
    syncing.again()
    if syncing.connection(id).failures:
        assert before.keys() <= as_it_is(syncing).keys()
    account.failures = []
    syncing.again(hours=1)
    assert as_it_is(syncing) == {
        **{f"p{n}@example.org": f"P{n}" for n in (2, 3, 4, 5, 9)},
        "p1@example.org": "New",
    }
    assert syncing.connection(id).trouble == ""
    assert syncing.connection(id).failures == 0


def test_failures_are_tried_again_later_and_later(syncing):
    account, id = filled(syncing)
    pauses = []
    for _ in range(20):
        account.failures = [Broken("It answered with nonsense.")]
        syncing.again(hours=24)
        pauses.append(rests(syncing, id).total_seconds() / 60)
    assert 0.5 <= pauses[0] <= 1
    assert 4 <= pauses[3] <= 8
    assert all(60 <= pause <= 120 for pause in pauses[7:])
    assert syncing.connection(id).trouble == "It answered with nonsense."
    assert syncing.told == [("read", id)]
    assert syncing.last(id).trouble == "It answered with nonsense."
    syncing.again(hours=24)
    assert syncing.connection(id).trouble == ""
    assert rests(syncing, id) < timedelta(minutes=17)


def test_what_whoever_runs_roster_has_to_mend_is_tried_again_at_least_every_hour(syncing):
    account, id = filled(syncing)
    for _ in range(10):
        account.failures = [Misconfigured("The secret is wrong.")]
        syncing.again(hours=24)
    assert timedelta(minutes=30) <= rests(syncing, id) <= timedelta(hours=1)
    assert syncing.connection(id).state is ConnectionState.active
    syncing.again(hours=1)
    assert syncing.connection(id).failures == 0


def test_what_the_account_asks_for_is_obeyed_up_to_a_day(syncing):
    account, id = filled(syncing)
    account.failures = [Later("busy", until=syncing.now + timedelta(hours=3))]
    account.asked = 0
    syncing.again()
    assert rests(syncing, id) > timedelta(hours=2, minutes=39)
    assert not syncing.steer("sync_now", connection_id=id)
    syncing.again(hours=2)
    assert account.asked == 1
    account.failures = [Later("busy", until=syncing.now + timedelta(days=30))]
    syncing.again(hours=1)
    assert rests(syncing, id) <= timedelta(hours=24)


def test_an_ended_consent_is_told_once_and_the_account_is_left_alone(syncing):
    account, id = filled(syncing)
    account.failures = [LOST] * 100
    account.asked = 0
    for _ in range(10):
        syncing.again()
    assert account.asked == 1
    assert syncing.told[1:] == [("ended", id)]
    connection = syncing.connection(id)
    assert (connection.state, connection.trouble) == (ConnectionState.ended, str(LOST))
    assert connection.told_at is not None
    assert len(syncing.contacts()) == 6


def test_connecting_it_again_goes_on_without_doubling_anybody(syncing):
    account, id = filled(syncing)
    account.failures = [LOST]
    syncing.again()
    before = {email: contact.id for email, contact in syncing.contacts().items()}
    account.remove("p0")
    _, again = syncing.connect(account)
    assert again == id
    syncing.run()
    after = {email: contact.id for email, contact in syncing.contacts().items()}
    assert after == {email: id for email, id in before.items() if email != "p0@example.org"}
    assert syncing.connection(id).state is ConnectionState.active
    assert syncing.told[2:] == [("read", id)]
    syncing.again()
    assert syncing.counts(id) == (0, 0, 0, 0)


def test_an_account_may_have_ended_before_it_is_asked_anything(syncing):
    _, id = filled(syncing)

    def shut(_):
        raise LOST

    syncing.open = shut
    syncing.again()
    assert syncing.connection(id).state is ConnectionState.ended


def test_a_renewed_secret_is_kept_at_once_even_where_the_call_fails(syncing):
    account, id = filled(syncing)

    class Renewing(list):
        def pop(self, at):
            account.secret = "renewed"
            return super().pop(at)

    account.failures = Renewing([Broken("and then it broke")])
    syncing.again()
    assert syncing.connection(id).secret == b"renewed"
    assert syncing.sealed == ["renewed"]


def test_a_token_that_expires_on_and_on_fails_the_run(syncing):
    account, id = filled(syncing)
    account.failures = [None, None] + [Expired()] * 20
    syncing.again()
    assert syncing.connection(id).failures == 1
    assert len(syncing.contacts()) == 6
    account.failures = []
    syncing.again(hours=1)
    assert syncing.connection(id).failures == 0


def test_the_tokens_of_many_folders_may_expire_together(syncing):
    folders = [Stream(f"f{at}") for at in range(6)]
    account, id = syncing.connect(Account(size=2, streams=folders))
    for folder in folders:
        account.put(person(folder.remote_id), to=folder)
    syncing.run()
    account.remove("f0")
    account.expire()
    syncing.again()
    assert syncing.connection(id).trouble == ""
    assert syncing.connection(id).failures == 0
    assert len(syncing.contacts()) == 5


def test_a_folder_that_expires_on_and_on_fails_the_run_among_others(syncing):
    folders = [Stream(f"f{at}") for at in range(3)]
    account, id = syncing.connect(Account(size=2, streams=folders))
    for folder in folders:
        account.put(person(folder.remote_id), to=folder)
    syncing.run()
    read = account.read

    def lose(stream, token, cursor):
        if stream == folders[1] and cursor:
            raise Expired
        page = read(stream, token, cursor)
        return RemotePage(page.people, next="on") if stream == folders[1] else page

    account.read = lose
    syncing.again()
    assert syncing.connection(id).failures == 1
    assert syncing.connection(id).trouble == "The account loses its place again and again."
    account.read = read
    syncing.again(hours=1)
    assert syncing.connection(id).failures == 0


@pytest.mark.parametrize("changes", [False, True])
def test_a_cursor_that_expires_begins_the_round_anew(syncing, changes):
    account, id = filled(syncing)
    for at in range(6):
        account.put(person(f"p{at}", first="New"))
    if not changes:
        account.expire()
    account.failures = [None, None, *([] if changes else [None]), None, Expired()]
    account.asked = 0
    syncing.again()
    assert set(as_it_is(syncing).values()) == {"New"}
    assert not account.failures
    assert syncing.connection(id).trouble == ""


def test_somebody_who_goes_between_two_beginnings_of_a_walk_is_gone(syncing):
    account, id = syncing.connect(Account(size=2))
    for at in range(10):
        account.put(person(f"p{at}"))
    syncing.run()
    account.expire()
    syncing.pass_time(minutes=20)
    for _ in range(3):
        syncing.step()
    account.remove("p0")
    account.expire()
    syncing.run()
    assert "p0@example.org" not in syncing.contacts()
    assert len(syncing.contacts()) == 9


def test_the_whole_is_not_read_too_often_and_nobody_is_warned_of_that(syncing):
    account, id = filled(syncing, habits=Habits(whole_apart=timedelta(minutes=10)))
    account.put(person("p9", first="P9"))
    account.expire()
    account.asked = 0
    syncing.connect(account)
    syncing.again(minutes=5)
    connection = syncing.connection(id)
    assert account.asked == 3
    assert (connection.trouble, connection.troubled_at, connection.failures) == ("", None, 0)
    assert rests(syncing, id) == timedelta(minutes=5)
    assert syncing.last(id).trouble == ""
    assert not syncing.steer("sync_now", connection_id=id)
    syncing.again(minutes=4)
    assert account.asked == 3
    syncing.again(minutes=1)
    assert "p9@example.org" in syncing.contacts()
    assert syncing.told == [("read", id), ("read", id)]
    assert syncing.counts(id) == (1, 0, 0, 0)


def test_a_whole_is_followed_by_one_more_run_soon(syncing):
    _, id = filled(syncing, habits=Habits(late_by=timedelta(minutes=5)))
    assert rests(syncing, id) < timedelta(minutes=6)
    syncing.again(minutes=6)
    assert rests(syncing, id) > timedelta(minutes=13)


def test_the_whole_is_read_anew_before_tokens_die(syncing):
    account, id = filled(syncing, habits=Habits(whole_every=timedelta(days=6)))
    # The changes do not say so, as when a provider forgets one.
    del account.people["people"]["p0"]
    syncing.again(days=5)
    assert "p0@example.org" in syncing.contacts()
    syncing.again(days=2)
    assert "p0@example.org" not in syncing.contacts()


def test_pages_without_end_fail_the_run_and_the_next_one_is_none_the_worse(syncing, monkeypatch):
    monkeypatch.setattr(streams, "PAGES", 20)
    account, id = filled(syncing)
    read, account.read = account.read, lambda _, __, cursor: RemotePage((), next=f"{cursor}x")
    syncing.again()
    assert syncing.connection(id).trouble == "There is no end of pages."
    account.read = read
    syncing.again(hours=1)
    assert syncing.connection(id).trouble == ""
    assert len(syncing.contacts()) == 6


def test_the_same_cursor_again_fails_the_run(syncing):
    account, id = filled(syncing)
    account.read = lambda *_: RemotePage((), next="on and on")
    syncing.again()
    assert syncing.connection(id).trouble == "There is no end of pages."


def test_an_old_cursor_is_not_trusted(syncing):
    account, id = syncing.connect(Account(size=2))
    for at in range(6):
        account.put(person(f"p{at}"))
    syncing.step()
    account.failures = [Later("busy", until=syncing.now + timedelta(hours=2))]
    syncing.step()
    account.asked = 0
    syncing.again(hours=3)
    assert account.asked == 2 + 3
    assert len(syncing.contacts()) == 6


def test_a_fresh_cursor_is_gone_on_with(syncing):
    account, id = syncing.connect(Account(size=2))
    for at in range(6):
        account.put(person(f"p{at}"))
    syncing.step()
    account.failures = [Later("busy")]
    syncing.step()
    account.asked = 0
    syncing.again(minutes=5)
    assert account.asked == 2 + 2
    assert len(syncing.contacts()) == 6


def test_twenty_runs_are_kept(syncing):
    _, id = filled(syncing)
    for _ in range(RUNS + 5):
        syncing.again()
    assert len(syncing.rows(SyncRun)) == RUNS


def test_a_step_that_fails_for_other_reasons_is_a_failed_run(syncing):
    _, id = filled(syncing)
    syncing.pass_time(minutes=20)
    with syncing.database.writing() as session:
        job = jobs.take(session, now=syncing.now)
    engine.gave_up(syncing.database, job, clock=syncing.clock)
    assert syncing.connection(id).failures == 1
    syncing.again(hours=1)
    assert syncing.connection(id).failures == 0


def test_work_on_an_account_that_is_no_more_is_over(syncing):
    _, id = filled(syncing)
    with syncing.database.writing() as session:
        session.delete(syncing.connection(id))
    syncing.again()
    with syncing.database.reading() as session:
        assert session.exec(select(Job)).one().finished_at is not None
