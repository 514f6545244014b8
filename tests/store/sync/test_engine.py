"""Runs over an account: who arrives, changes and goes, page by page."""

from dataclasses import replace

import pytest

from store import contacts
from store.contacts import Fields
from store.sync.source import Later, Stream
from store.sync_models import Link
from store.words import Source
from tests.store.sync.syncing import Account, person

MAIN, OTHER = Stream("main"), Stream("other")


def add(syncing, email, **fields):
    """A contact that somebody typed."""
    with syncing.database.writing() as session:
        return contacts.add(session, syncing.book, person="U1", fields=Fields(email, **fields))


def test_everybody_arrives_page_by_page_and_the_person_is_told_once(syncing):
    account, id = syncing.connect()
    account.size = 2
    for at in range(5):
        account.put(person(f"p{at}", first=f"P{at}"))
    syncing.run()
    assert sorted(syncing.contacts()) == [f"p{at}@example.org" for at in range(5)]
    assert syncing.counts(id) == (5, 0, 0, 0)
    assert syncing.told == [("read", id)]
    syncing.again()
    assert syncing.told == [("read", id)]
    assert syncing.counts(id) == (0, 0, 0, 0)


def test_a_contact_has_all_that_the_account_says_and_where_it_comes_from(syncing):
    account, _ = syncing.connect()
    about = {"company": "Acme", "job_title": "CFO", "phone": "+34 600"}
    account.put(person("ana", "Ana@Example.org", "Ana", "Gil", **about))
    syncing.run()
    found = syncing.contacts()["Ana@Example.org"]
    assert (found.first_name, found.last_name) == ("Ana", "Gil")
    assert {name: getattr(found, name) for name in about} == about
    assert (found.source, found.created_by) == (Source.google, "U1")
    with syncing.database.reading() as session:
        page = contacts.find(session, syncing.book, person="U1", scope=contacts.Scope("acme gil"))
    assert [row.contact.id for row in page.rows] == [found.id]


def test_changes_reach_the_contact_and_the_search(syncing):
    account, id = syncing.connect()
    account.put(person("ana", first="Ana", company="Acme"))
    syncing.run()
    account.put(person("ana", first="Berta"))
    syncing.again()
    found = syncing.contacts()["ana@example.org"]
    assert (found.first_name, found.company, found.version) == ("Berta", "", 2)
    assert syncing.counts(id) == (0, 1, 0, 0)
    with syncing.database.reading() as session:
        for word, hits in (("berta", 1), ("acme", 0)):
            page = contacts.find(session, syncing.book, person="U1", scope=contacts.Scope(word))
            assert len(page.rows) == hits


def test_who_is_deleted_there_goes_here(syncing):
    account, id = syncing.connect()
    for at in range(10):
        account.put(person(f"p{at}"))
    syncing.run()
    account.remove("p3")
    syncing.again()
    assert "p3@example.org" not in syncing.contacts()
    assert len(syncing.contacts()) == 9
    assert syncing.counts(id) == (0, 0, 1, 0)


def test_a_run_where_nothing_changed_asks_once_for_each_part(syncing):
    account, _ = syncing.connect(Account(streams=[MAIN, OTHER]))
    account.put(person("a"), MAIN)
    account.put(person("b"), OTHER)
    syncing.run()
    account.asked = 0
    syncing.again()
    assert account.asked == 2 + 2


@pytest.mark.parametrize("repeats", [False, True])
@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_empty_repeated_and_tiny_pages_end_as_any_others(syncing, repeats, gaps, size):
    account, id = syncing.connect(Account(repeats=repeats, gaps=gaps, size=size))
    for at in range(7):
        account.put(person(f"p{at}"))
    syncing.run()
    assert len(syncing.contacts()) == 7
    account.put(person("p0", first="New"))
    account.remove("p6")
    syncing.again()
    assert len(syncing.contacts()) == 6
    assert syncing.contacts()["p0@example.org"].first_name == "New"
    assert syncing.counts(id) == (0, 1, 1, 0)


def test_who_has_no_email_is_left_out_and_counted(syncing):
    account, id = syncing.connect()
    account.put(person("mute", "", "Mute"))
    account.put(person("odd", "/o=Example/cn=Odd"))
    account.put(person("free", "call me: 0170"))
    account.put(person("ana"))
    syncing.run()
    assert [*syncing.contacts()] == ["ana@example.org"]
    assert syncing.connection(id).without_email == 3
    account.put(person("mute", "mute@example.org"))
    syncing.again()
    assert sorted(syncing.contacts()) == ["ana@example.org", "mute@example.org"]
    assert syncing.connection(id).without_email == 2
    account.put(person("ana", ""))
    syncing.again()
    assert [*syncing.contacts()] == ["mute@example.org"]
    assert syncing.connection(id).without_email == 3
    account.remove("ana")
    syncing.again()
    assert syncing.connection(id).without_email == 2


def test_two_people_with_one_email_are_one_contact_until_the_last_is_gone(syncing):
    account, _ = syncing.connect()
    account.put(person("first", "one@example.org", "First"))
    account.put(person("second", "One@Example.org", "Second"))
    for at in range(9):
        account.put(person(f"p{at}"))
    syncing.run()
    assert syncing.contacts()["one@example.org"].first_name == "First"
    before = syncing.contacts()["one@example.org"].id
    account.put(person("second", "One@Example.org", "Zweite"))
    syncing.again()
    assert syncing.contacts()["one@example.org"].first_name == "First"
    account.remove("first")
    syncing.again()
    assert syncing.contacts()["One@Example.org"].first_name == "Zweite"
    assert syncing.contacts()["One@Example.org"].id == before
    account.remove("second")
    syncing.again()
    assert len(syncing.contacts()) == 9


def test_a_contact_that_somebody_typed_stays_theirs(syncing):
    mine = add(syncing, "ana@example.org", first_name="My Ana", notes="Knee")
    account, id = syncing.connect()
    account.put(person("ana", "ANA@example.org", "Their Ana"))
    account.put(person("bea"))
    syncing.run()
    assert syncing.counts(id) == (1, 0, 0, 0)
    found = syncing.contacts()["ana@example.org"]
    assert (found.id, found.first_name, found.source) == (mine.id, "My Ana", Source.hand)
    account.put(person("ana", "ANA@example.org", "Other Ana"))
    syncing.again()
    account.remove("ana")
    syncing.again()
    found = syncing.contacts()["ana@example.org"]
    assert (found.id, found.first_name, found.version) == (mine.id, "My Ana", 1)
    assert syncing.counts(id) == (0, 0, 0, 0)


def test_an_own_contact_whose_email_was_corrected_is_not_brought_a_second_time(syncing):
    mine = add(syncing, "ana@example.org")
    account, _ = syncing.connect()
    account.put(person("ana"))
    syncing.run()
    with syncing.database.writing() as session:
        contacts.edit(
            *(session, syncing.book),
            person="U1",
            contact_id=mine.id,
            version=1,
            fields=Fields("ana@other.example.org"),
        )
    account.put(person("ana", first="Ana"))
    syncing.again()
    assert [*syncing.contacts()] == ["ana@other.example.org"]


def test_a_new_email_stays_with_the_contact(syncing):
    account, id = syncing.connect()
    account.put(person("ana", "old@example.org"))
    syncing.run()
    before = syncing.contacts()["old@example.org"]
    account.put(person("ana", "New@Example.org"))
    syncing.again()
    [found] = syncing.contacts().values()
    assert (found.id, found.email, found.email_key) == (
        before.id,
        "New@Example.org",
        "new@example.org",
    )
    assert syncing.counts(id) == (0, 1, 0, 0)


def test_a_new_email_that_another_contact_has_leads_there(syncing):
    account, id = syncing.connect()
    for one in ("a", "b", "c", "d", "e"):
        account.put(person(one))
    syncing.run()
    before = syncing.contacts()
    account.put(person("a", "b@example.org", "A"))
    syncing.again()
    after = syncing.contacts()
    assert sorted(after) == [f"{one}@example.org" for one in "bcde"]
    assert after["b@example.org"].id == before["b@example.org"].id
    assert syncing.counts(id)[2:] == (1, 0)


def test_two_people_who_swap_their_emails_swap_their_contacts(syncing):
    account, _ = syncing.connect()
    account.put(person("a", first="A"))
    account.put(person("b", first="B"))
    syncing.run()
    account.put(person("a", "b@example.org", "A"))
    account.put(person("b", "a@example.org", "B"))
    syncing.again()
    found = {email: contact.first_name for email, contact in syncing.contacts().items()}
    assert found == {"a@example.org": "B", "b@example.org": "A"}
    assert not [link for link in syncing.rows(Link) if link.gone]


def test_emails_that_move_on_like_in_a_queue_stay_with_their_contacts(syncing):
    account, _ = syncing.connect()
    account.put(person("a", first="A"))
    account.put(person("b", first="B"))
    syncing.run()
    ids = {contact.first_name: contact.id for contact in syncing.contacts().values()}
    account.put(person("a", "new@example.org", "A"))
    account.put(person("b", "a@example.org", "B"))
    account.put(person("c", "b@example.org", "C"))
    syncing.again()
    found = {contact.email: contact for contact in syncing.contacts().values()}
    assert sorted(found) == ["a@example.org", "b@example.org", "new@example.org"]
    assert found["new@example.org"].id == ids["A"]
    assert found["a@example.org"].id == ids["B"]
    assert found["b@example.org"].first_name == "C"


@pytest.mark.parametrize("how", ["changes", "whole"])
def test_somebody_with_a_new_remote_id_is_the_same_contact(syncing, how):
    account, id = syncing.connect()
    account.put(person("c281", "ana@example.org", "Ana"))
    for at in range(9):
        account.put(person(f"p{at}"))
    syncing.run()
    before = syncing.contacts()["ana@example.org"]
    account.rename("c281", "c500")
    if how == "whole":
        account.expire()
    syncing.again()
    assert syncing.contacts()["ana@example.org"].id == before.id
    assert {link.remote_id for link in syncing.rows(Link)} >= {"c500"}
    assert "c281" not in {link.remote_id for link in syncing.rows(Link)}
    assert syncing.counts(id) == (0, 0, 0, 0)


@pytest.mark.parametrize("order", [[MAIN, OTHER], [OTHER, MAIN]])
def test_somebody_who_moves_to_another_part_stays(syncing, order):
    account, id = syncing.connect(Account(streams=order))
    account.put(person("a"), MAIN)
    account.put(person("b"), OTHER)
    syncing.run()
    before = syncing.contacts()["a@example.org"].id
    account.move("a", OTHER)
    syncing.again()
    assert syncing.contacts()["a@example.org"].id == before
    assert syncing.counts(id) == (0, 0, 0, 0)


@pytest.mark.parametrize("order", [[MAIN, OTHER], [OTHER, MAIN]])
def test_somebody_who_moves_while_the_whole_is_read_stays(syncing, order):
    account, _ = syncing.connect(Account(streams=order))
    account.put(person("a"), MAIN)
    account.put(person("b"), OTHER)
    syncing.run()
    before = syncing.contacts()["a@example.org"].id
    account.move("a", OTHER)
    account.expire()
    syncing.again()
    assert syncing.contacts()["a@example.org"].id == before
    assert len(syncing.contacts()) == 2


def test_a_part_that_is_no_more_takes_its_people_along(syncing):
    account, id = syncing.connect(Account(streams=[MAIN, OTHER]))
    for at in range(8):
        account.put(person(f"p{at}"), MAIN)
    account.put(person("x"), OTHER)
    syncing.run()
    account.streams.remove(OTHER)
    syncing.again()
    assert "x@example.org" not in syncing.contacts()
    assert syncing.counts(id) == (0, 0, 1, 0)
    account.streams.append(OTHER)
    syncing.again()
    assert "x@example.org" in syncing.contacts()


def test_an_expired_token_leads_to_the_whole_and_the_absent_go(syncing):
    account, id = syncing.connect()
    account.size = 3
    for at in range(10):
        account.put(person(f"p{at}"))
    syncing.run()
    account.remove("p9")
    account.put(person("p0", first="New"))
    account.expire()
    syncing.again()
    assert len(syncing.contacts()) == 9
    assert syncing.contacts()["p0@example.org"].first_name == "New"
    assert syncing.counts(id) == (0, 1, 1, 0)


def test_what_happens_while_the_whole_is_read_is_told_by_the_next_run(syncing):
    account, _ = syncing.connect()
    account.size = 2
    for at in range(6):
        account.put(person(f"p{at}"))
    syncing.step()
    syncing.step()
    account.remove("p0")
    account.put(person("p5", first="Late"))
    account.put(person("late"))
    syncing.run()
    syncing.again()
    found = syncing.contacts()
    assert "p0@example.org" not in found
    assert found["p5@example.org"].first_name == "Late"
    assert "late@example.org" in found


def test_no_string_stops_a_run(syncing):
    account, _ = syncing.connect()
    nasty = ["\x00", "\ud800", "a" * 5_000, "=1+1", "<!channel>", "'; DROP TABLE contact; --", "‮"]
    for at, text in enumerate(nasty):
        fields = dict.fromkeys(("first", "last"), text)
        about = dict.fromkeys(("company", "job_title", "phone"), text)
        account.put(person(f"p{at}", **fields, **about))
        account.put(person(f"q{at}", text))
    account.put(person("long", f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example.org"))
    syncing.run()
    found = syncing.contacts()
    assert len(found) == len(nasty)
    assert len(found["p2@example.org"].first_name) == 300


def test_a_new_contact_follows_whoever_of_a_page_was_in_the_account_first(syncing):
    account, id = syncing.connect()
    account.put(person("old", "ana@example.org", "Ana"))
    syncing.run()
    account.put(person("new", "bea@example.org", "Bea"))
    account.put(person("old", "bea@example.org", "Bea Ruiz"))
    syncing.again()
    found = syncing.contacts()
    assert {email: one.first_name for email, one in found.items()} == {
        "bea@example.org": "Bea Ruiz"
    }
    assert syncing.counts(id) == (1, 0, 1, 0)


def test_several_accounts_share_a_contact_which_follows_the_first(syncing):
    google, _ = syncing.connect(name="one")
    outlook, second = syncing.connect(name="two")
    google.put(person("g", "ana@example.org", "Google Ana"))
    for at in range(5):
        google.put(person(f"p{at}"))
    syncing.run()
    outlook.put(person("m", "ana@example.org", "Outlook Ana"))
    syncing.again()
    assert syncing.contacts()["ana@example.org"].first_name == "Google Ana"
    assert syncing.counts(second) == (0, 0, 0, 0)
    google.remove("g")
    syncing.again()
    assert syncing.contacts()["ana@example.org"].first_name == "Outlook Ana"
    outlook.put(replace(person("m", "ana@example.org"), first_name="New"))
    syncing.again()
    assert syncing.contacts()["ana@example.org"].first_name == "New"


def test_a_contact_that_got_another_email_meanwhile_is_not_that_of_who_comes_back(syncing):
    google, _ = syncing.connect(name="one")
    outlook, _ = syncing.connect(Account(streams=[MAIN, OTHER]), name="two")
    google.put(person("g", "ana@example.org", "Ana"))
    outlook.put(person("m", "ana@example.org", "Ana"), MAIN)
    syncing.run()
    before = syncing.contacts()["ana@example.org"].id
    outlook.move("m", OTHER)
    # Outlook tells who has left one folder; who has come into the other it tells later.
    outlook.failures = [None, None, None, *[Later("busy")] * 9]
    syncing.again()
    google.put(person("g", "anna@example.org", "Anna"))
    syncing.again()
    assert [*syncing.contacts()] == ["anna@example.org"]
    outlook.failures.clear()
    syncing.again(hours=7)
    found = syncing.contacts()
    assert {email: one.first_name for email, one in found.items()} == {
        "ana@example.org": "Ana",
        "anna@example.org": "Anna",
    }
    assert found["anna@example.org"].id == before
    assert {link.remote_id: link.contact_id for link in syncing.rows(Link)} == {
        "g": before,
        "m": found["ana@example.org"].id,
    }
