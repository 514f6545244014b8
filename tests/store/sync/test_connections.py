"""Connections as people see and steer them: listed, asked for, chosen, left."""

import pytest

from store import books, contacts, groups, jobs
from store.contacts import Fields
from store.errors import Gone, Rejected
from store.scopes import Scope
from store.sync import connections, overviews, work
from store.sync.departing import Departing, departing
from store.sync.source import Broken, Ended
from store.sync_models import Connection, GroupLink, Link, SyncRun, SyncStream
from store.words import ConnectionState, Provider, Source
from store.work_models import Job
from tests.store.sync.syncing import PLACE, Account, person

TABLES = (Connection, SyncStream, Link, GroupLink, SyncRun)


@pytest.fixture
def by_its_clock(syncing, monkeypatch):
    """People ask at the time of the test too."""
    for module in (work, connections, jobs):
        monkeypatch.setattr(module, "now", syncing.clock)
    return syncing


def filled(syncing, size=5, **about):
    account, id = syncing.connect(Account(groups={"g1": "Wed cohort"}), **about)
    for at in range(size):
        account.put(person(f"p{at}", groups=["g1"]))
    syncing.run()
    return account, id


def read(syncing, function, **arguments):
    with syncing.database.reading() as session:
        return function(session, syncing.book, **arguments)


def test_every_account_is_listed_with_its_contacts_groups_and_last_run(syncing):
    filled(syncing)
    filled(syncing, 2, name="bob", provider=Provider.microsoft)
    first, second = read(syncing, overviews.all_of)
    assert (first.connection.email, first.contacts, first.groups) == ("ana@example.org", 5, 1)
    assert (second.connection.email, second.contacts, second.groups) == ("bob@example.org", 2, 1)
    assert (first.last.added, second.last.added) == (5, 0)
    assert read(syncing, overviews.get, connection_id=second.connection.id) == second
    assert read(syncing, connections.trouble) == []


def test_nobody_sees_the_connections_of_another_book(syncing):
    _, id = filled(syncing)
    with syncing.database.writing() as session:
        other = books.team(session, workspace="T2")
        assert overviews.all_of(session, other) == []
        assert connections.groups_of(session, other, connection_id=id) == []
        assert overviews.runs(session, other, connection_id=id) == []
        for verb, about in (
            (connections.get, {}),
            (overviews.get, {}),
            (connections.sync_now, {}),
            (departing, None),
            (connections.choose, {"person": "U1", "chosen": None}),
            (connections.decide, {"person": "U1", "decision": "keep"}),
            (connections.leave, {"person": "U1", "keep": True}),
        ):
            if about is None:
                assert verb(session, other, connection_id=id) == Departing(0, 0, 0, 0)
            else:
                with pytest.raises(Gone):
                    verb(session, other, connection_id=id, **about)


def test_a_contact_says_where_it_stands(syncing):
    _, first = filled(syncing)
    _, second = filled(syncing, 1, name="bob")
    found = read(syncing, connections.links_of, contact_id=syncing.contacts()["p0@example.org"].id)
    assert [(link.remote_id, one.id) for link, one in found] == [("p0", first), ("p0", second)]


def test_a_run_is_to_be_had_once_a_minute(by_its_clock):
    syncing = by_its_clock
    account, id = filled(syncing)
    account.asked = 0
    assert not syncing.steer("sync_now", connection_id=id)
    syncing.pass_time(seconds=61)
    assert syncing.steer("sync_now", connection_id=id)
    assert not syncing.steer("sync_now", connection_id=id)
    syncing.run()
    assert account.asked == 3
    assert not syncing.steer("sync_now", connection_id=id)


def test_an_ended_account_cannot_be_asked_for(by_its_clock):
    syncing = by_its_clock
    account, id = filled(syncing)
    account.failures = [Ended("It ended.")]
    syncing.again()
    syncing.pass_time(hours=1)
    assert not syncing.steer("sync_now", connection_id=id)


def test_what_is_ended_held_or_stale_is_named(by_its_clock, monkeypatch):
    syncing = by_its_clock
    account, id = filled(syncing)
    account.failures = [Broken("It broke.")] * 100
    syncing.again()
    assert read(syncing, connections.trouble) == []
    for _ in range(10):
        syncing.again(hours=3)
    assert [one.id for one in read(syncing, connections.trouble)] == [id]
    account.failures = [Ended("It ended.")]
    syncing.again(hours=10)
    assert [one.state for one in read(syncing, connections.trouble)] == [ConnectionState.ended]


def test_the_same_account_twice_is_one_connection(syncing):
    account, id = filled(syncing)
    _, again = syncing.connect(account)
    assert again == id
    syncing.run()
    assert len(syncing.contacts()) == 5
    assert len(syncing.rows(Job)) == 1
    assert syncing.told == [("read", id), ("read", id)]


def test_leaving_says_before_what_it_does(syncing):
    with syncing.database.writing() as session:
        contacts.add(session, syncing.book, person="U1", fields=Fields("p0@example.org"))
    _, id = filled(syncing, 6)
    filled(syncing, 2, name="bob")
    with syncing.database.writing() as session:
        vip = groups.add(session, syncing.book, person="U1", name="VIP")
        groups.put(session, syncing.book, group_id=vip.id, scope=Scope("p2@example.org"))
    assert read(syncing, departing, connection_id=id) == Departing(6, own=2, kept=1, going=3)


@pytest.mark.parametrize("chunk", [2, 1_000])
def test_leaving_removes_whom_only_the_account_knew(syncing, monkeypatch, chunk):
    monkeypatch.setattr("store.sync.leaving.CHUNK", chunk)
    with syncing.database.writing() as session:
        contacts.add(session, syncing.book, person="U1", fields=Fields("p0@example.org"))
    account, id = filled(syncing, 6)
    filled(syncing, 2, name="bob")
    with syncing.database.writing() as session:
        vip = groups.add(session, syncing.book, person="U1", name="VIP")
        groups.put(session, syncing.book, group_id=vip.id, scope=Scope("p2@example.org"))
    syncing.steer("leave", person="U2", connection_id=id, keep=False, place=PLACE)
    account.asked = 0
    syncing.run()
    assert {email: one.source for email, one in syncing.contacts().items()} == {
        "p0@example.org": Source.hand,
        "p1@example.org": Source.google,
        "p2@example.org": Source.hand,
    }
    assert set(syncing.groups()) == {"VIP", "Wed cohort (bob@example.org)"}
    assert (account.asked, syncing.revoked) == (0, [id])
    kind, data = syncing.told[-1]
    assert (kind, data["removed"], data["kept"], data["revoked"]) == ("left", 3, 1, True)
    assert (data["person"], data["email"], data["place"]) == ("U2", "ana@example.org", PLACE)
    assert [one.connection.email for one in read(syncing, overviews.all_of)] == ["bob@example.org"]


def test_leaving_can_keep_contacts_and_groups_as_ordinary_ones(syncing):
    _, id = filled(syncing)
    syncing.steer("leave", person="U1", connection_id=id, keep=True)
    syncing.run()
    assert {one.source for one in syncing.contacts().values()} == {Source.hand}
    assert len(syncing.contacts()) == 5
    with syncing.database.reading() as session:
        found = groups.by_name(session, syncing.book, name="Wed cohort")
        assert groups.size(session, syncing.book, group_id=found.id) == 5
    assert not found.read_only
    assert [row for table in TABLES for row in syncing.rows(table)] == []


def test_leaving_while_a_page_is_being_read_writes_nothing_more(syncing):
    account, id = syncing.connect(Account(size=2))
    for at in range(6):
        account.put(person(f"p{at}"))
    syncing.step()
    read_on = account.read

    def read(*asked):
        account.read = read_on
        syncing.steer("leave", person="U1", connection_id=id, keep=False)
        return read_on(*asked)

    account.read = read
    syncing.step()
    assert len(syncing.contacts()) == 2
    account.asked = 0
    syncing.run()
    assert syncing.contacts() == {}
    assert account.asked == 0
    assert [row for table in TABLES for row in syncing.rows(table)] == []


def test_an_account_that_is_being_left_is_not_connected_again_before(syncing):
    account, id = filled(syncing)
    syncing.steer("leave", person="U1", connection_id=id, keep=False)
    with pytest.raises(Rejected, match="just being disconnected"):
        syncing.connect(account)
    with pytest.raises(Gone):
        syncing.steer("choose", person="U1", connection_id=id, chosen=None)
    syncing.run()
    _, again = syncing.connect(account)
    assert again != id
    syncing.run()
    assert len(syncing.contacts()) == 5


def test_a_consent_that_cannot_be_taken_back_is_forgotten_anyway(syncing):
    _, id = filled(syncing)

    def refuse(_):
        raise Broken("It did not answer.")

    syncing._revoke = refuse
    syncing.steer("leave", person="U1", connection_id=id, keep=False)
    syncing.run()
    assert syncing.told[-1][1]["revoked"] is False
    assert syncing.rows(Connection) == []


def test_an_account_whose_work_was_given_up_is_taken_up_again(syncing):
    account, id = filled(syncing)
    with syncing.database.writing() as session:
        job = jobs.get(session, syncing.book, job_id=syncing.connection(id).job_id)
        jobs.finish(session, job)
    account.put(person("new"))
    syncing.again()
    assert "new@example.org" not in syncing.contacts()
    with syncing.database.writing() as session:
        work.revive(session)
    with syncing.database.writing() as session:
        work.revive(session)
    syncing.run()
    assert "new@example.org" in syncing.contacts()
    syncing.steer("leave", person="U1", connection_id=id, keep=False)
    with syncing.database.writing() as session:
        job = jobs.get(session, syncing.book, job_id=syncing.connection(id).job_id)
        jobs.finish(session, job)
        work.revive(session)
    syncing.run()
    assert syncing.contacts() == {}


def test_an_account_that_has_work_gets_no_more(syncing):
    account, id = filled(syncing)
    with syncing.database.writing() as session:
        work.revive(session)
    assert len([job for job in syncing.rows(Job) if job.finished_at is None]) == 1
