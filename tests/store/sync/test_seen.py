"""Whom a round that reads the whole has seen: noted by the page, and forgotten with the round."""

from sqlmodel import select

from store.sync_models import Link, SyncSeen
from tests.store.sync.syncing import person


def connected(syncing):
    """Three people, a page for each, all of whom are read again in the next run."""
    account, id = syncing.connect()
    account.size = 1
    for name in ("ana", "bea", "cai"):
        account.put(person(name))
    syncing.run()
    account.expire()
    syncing.pass_time(minutes=20)
    return account, id


def read_a_page(syncing):
    """Go on until a page more is noted."""
    before = len(syncing.rows(SyncSeen))
    while len(syncing.rows(SyncSeen)) == before:
        assert syncing.step()


def links(syncing):
    with syncing.database.reading() as session:
        return [row.model_dump() for row in session.exec(select(Link).order_by(Link.id))]


def test_a_whole_run_in_which_nobody_changed_writes_to_no_link(syncing):
    _, id = connected(syncing)
    before = links(syncing)
    for seen in (1, 2):
        read_a_page(syncing)
        assert len(syncing.rows(SyncSeen)) == seen
    syncing.run()
    assert links(syncing) == before
    assert syncing.counts(id) == (0, 0, 0, 0)
    assert syncing.rows(SyncSeen) == []


def test_who_was_on_no_page_is_gone_and_who_was_on_some_page_is_not(syncing):
    account, id = connected(syncing)
    account.remove("bea")
    account.put(person("ana", first="Ana"))
    syncing.run()
    assert sorted(syncing.contacts()) == ["ana@example.org", "cai@example.org"]
    assert syncing.counts(id) == (0, 1, 1, 0)


def test_who_was_seen_only_by_a_round_that_was_given_up_is_gone(syncing):
    account, id = connected(syncing)
    read_a_page(syncing)
    account.remove("ana")
    syncing.pass_time(minutes=40)  # nobody trusts the cursor any more
    syncing.run()
    assert sorted(syncing.contacts()) == ["bea@example.org", "cai@example.org"]
    assert syncing.counts(id) == (0, 0, 1, 0)
    assert syncing.rows(SyncSeen) == []


def test_who_is_said_to_have_changed_but_has_not_is_noted_nowhere(syncing):
    account, id = syncing.connect()
    account.put(person("ana"))
    syncing.run()
    account.put(person("ana"))
    syncing.again()
    assert syncing.counts(id) == (0, 0, 0, 0)
    assert syncing.rows(SyncSeen) == []


def test_a_part_that_is_no_more_leaves_nothing_of_a_round_behind(syncing):
    account, _ = connected(syncing)
    read_a_page(syncing)
    account.streams.clear()
    syncing.again(minutes=40)
    assert syncing.rows(SyncSeen) == []
