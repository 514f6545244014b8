"""A book follows an account at Google, over real HTTP, whatever goes wrong on the way."""

import pytest

from bot.playground.accounts.faults import HTML, Fault
from store import books
from store.sync import streams
from store.words import ConnectionState
from tests.googling import outside
from tests.store.sync.syncing import Syncing


class FromGoogle(Syncing):
    """A book that is synced with the playground's Google."""

    def __init__(self, database, book, there):
        super().__init__(database, book)
        self.there = there

    def open(self, connection):
        return self.there.google.open(connection.secret.decode())

    def let_in(self):
        """Connect the account; once more, it is the same connection."""
        _, id = self.connect(self.there.admitted(), name=self.there.account.id)
        return id

    def found(self):
        """What the book knows, to be compared."""
        people = {
            email: (one.first_name, one.last_name, one.company, one.job_title, one.phone)
            for email, one in self.contacts().items()
        }
        return people, self.groups()


@pytest.fixture
def there():
    with outside() as found:
        yield found


@pytest.fixture
def syncing(database, book, there):
    return FromGoogle(database, book, there)


def fill(there):
    """Seven people, two of them without an email, two labels; in pages of two."""
    there.fake.faults.habits.page_size = 2
    wed, vip = (there.account.add_group(name).id for name in ("Wed cohort", "VIP"))
    ids = [
        there.account.add(first_name=f"P{at}", emails=[f"p{at}@example.com"], groups=[wed])
        for at in range(5)
    ]
    there.account.add(first_name="Mute", groups=[vip])
    there.account.add(company="Taxi", phones=["1"])
    return [one.id for one in ids], vip


def change(there, ids, vip):
    """Somebody of everything: changed, deleted, renamed, new, in another label."""
    there.account.edit(ids[0], company="Acme", groups=[vip])
    there.account.delete(ids[1])
    there.account.rename(ids[2])
    there.account.edit(ids[3], emails=["new@example.com"])
    there.account.add(first_name="Late", emails=["late@example.com"], groups=[vip])


AFTER = {
    "p0@example.com",
    "p2@example.com",
    "new@example.com",
    "p4@example.com",
    "late@example.com",
}


def test_an_account_arrives_and_is_followed(syncing, there):
    ids, vip = fill(there)
    connection = syncing.let_in()
    syncing.run()
    assert set(syncing.contacts()) == {f"p{at}@example.com" for at in range(5)}
    assert syncing.groups()["Wed cohort"] == set(syncing.contacts())
    assert syncing.connection(connection).without_email == 2
    before = syncing.contacts()
    change(there, ids, vip)
    syncing.again()
    after = syncing.contacts()
    assert set(after) == AFTER
    assert after["new@example.com"].id == before["p3@example.com"].id
    assert after["p2@example.com"].id == before["p2@example.com"].id
    assert after["p0@example.com"].company == "Acme"
    assert syncing.groups()["VIP"] == {"p0@example.com", "late@example.com"}


def test_a_run_without_changes_asks_for_labels_and_one_page(syncing, there):
    fill(there)
    syncing.let_in()
    syncing.run()
    syncing.again()
    there.fake.faults.clear()
    syncing.again()
    assert [one.what for one in there.fake.faults.asked] == ["groups", "people"]


@pytest.mark.parametrize("status", [400, 410])
def test_a_token_that_is_too_old_is_followed_by_one_whole_reading(syncing, there, status):
    ids, vip = fill(there)
    there.fake.faults.habits.expired_status = status
    connection = syncing.let_in()
    syncing.run()
    change(there, ids, vip)
    there.account.forget()
    syncing.again()
    assert set(syncing.contacts()) == AFTER
    assert syncing.last(connection).trouble == ""


def test_a_consent_that_ended_is_told_once_and_connecting_again_doubles_nobody(syncing, there):
    ids, vip = fill(there)
    connection = syncing.let_in()
    syncing.run()
    there.fake.tokens.end(there.account)
    syncing.again()
    assert syncing.connection(connection).state is ConnectionState.ended
    there.fake.faults.asked.clear()
    told = len(syncing.told)
    for _ in range(10):
        syncing.again()
    assert there.fake.faults.asked == []
    assert len(syncing.told) == told
    change(there, ids, vip)
    assert syncing.let_in() == connection
    syncing.run()
    assert set(syncing.contacts()) == AFTER


@pytest.mark.parametrize("habit", ["empty_pages", "duplicates", "rotates"])
def test_a_strange_google_leads_to_the_same_book(syncing, there, habit):
    ids, vip = fill(there)
    setattr(there.fake.faults.habits, habit, True)
    syncing.let_in()
    syncing.run()
    change(there, ids, vip)
    there.fake.tokens.expire(there.account)
    syncing.again()
    assert set(syncing.contacts()) == AFTER


def test_paging_without_end_is_given_up_and_nobody_is_lost(syncing, there, monkeypatch):
    monkeypatch.setattr(streams, "PAGES", 50)
    fill(there)
    connection = syncing.let_in()
    syncing.run()
    there.fake.faults.habits.endless = True
    syncing.pass_time(days=7)
    syncing.run()
    assert syncing.last(connection).trouble
    assert len(syncing.contacts()) == 5


FAULTS = [
    Fault(500),
    Fault(429, retry_after="60"),
    Fault(reset=True),
    Fault(body=HTML),
    Fault(cut=True),
    Fault(401),
    Fault(403),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: f"{one.status}{one.body}{one.cut}")
def test_whichever_request_fails_the_book_ends_as_if_none_had(sqlite, there, fault):
    """Fail the first request, the second, … until there are no more to fail."""
    fill(there)
    admitted, faults = there.admitted(), there.fake.faults

    def read(workspace):
        """What a new book knows in the end, and how many requests its first run had."""
        with sqlite.writing() as session:
            syncing = FromGoogle(sqlite, books.team(session, workspace=workspace), there)
        _, connection = syncing.connect(admitted, name=there.account.id)
        syncing.run()
        asked = len(faults.asked)
        syncing.again(hours=1)
        assert syncing.connection(connection).state is ConnectionState.active
        return syncing.found(), asked

    faults.asked.clear()
    undisturbed, requests = read("undisturbed")
    assert len(undisturbed[0]) == 5
    assert requests >= 8
    for at in range(requests):
        faults.asked.clear()
        faults.add("*", Fault(), times=at)
        faults.add("*", fault)
        found, asked = read(f"failing {at}")
        assert found == undisturbed, f"request {at}"
        assert asked > at


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: f"{one.status}{one.body}{one.cut}")
def test_whichever_request_of_a_later_run_fails_the_book_follows(sqlite, there, fault):
    fill(there)
    with sqlite.writing() as session:
        syncing = FromGoogle(sqlite, books.team(session, workspace="T1"), there)
    syncing.let_in()
    syncing.run()
    syncing.again()
    for at in range(7):
        new = [there.account.add(emails=[f"n{at}.{nth}@example.com"]) for nth in range(3)]
        there.account.delete(next(iter(there.account.people)))
        there.account.edit(new[0].id, company=f"Acme {at}")
        there.fake.faults.asked.clear()
        there.fake.faults.add("*", Fault(), times=at)
        there.fake.faults.add("*", fault)
        syncing.again()
        assert len(there.fake.faults.asked) > at
        syncing.again(hours=1)
        people = there.account.people.values()
        expected = {one.emails[0]: one.company for one in people if one.emails}
        found = {email: one.company for email, one in syncing.contacts().items()}
        assert found == expected, f"request {at}"
