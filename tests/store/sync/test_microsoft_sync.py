"""A book that is synced with the playground's Office 365, over HTTP and whatever goes wrong."""

import time

import pytest

from bot.playground.accounts.faults import Fault
from store.words import Provider
from tests.office import fill, office
from tests.store.sync.syncing import Syncing

TROUBLES = {
    "down": Fault(status=503, retry_after="30"),
    "cut": Fault(cut=True),
    "reset": Fault(reset=True, after=True),
    "page": Fault(body=b"<h1>Our services are not available right now</h1>"),
}


class OfficeSyncing(Syncing):
    """A book and an account at the playground's Office 365, connected to it."""

    def __init__(self, database, book, there):
        super().__init__(database, book)
        self.there, self.account = there, there.account

    def connect_office(self, *, chosen=None):
        """Connect the account; hands out the connection's id."""
        admitted = self.there.let_in()
        self.there.fake.faults.clear()
        _, id = self.connect(
            SecretOnly(admitted.secret),
            name=admitted.account,
            provider=Provider.microsoft,
            chosen=chosen,
        )
        return id

    def open(self, connection):
        return self.there.provider.open(connection.secret.decode())

    def asked(self):
        """What was asked for since the last time, in order."""
        asked = [one.what for one in self.there.fake.faults.asked]
        self.there.fake.faults.asked.clear()
        return asked

    def digest(self):
        """Who is in the book, as what, and in which groups."""
        people = {
            email: (contact.first_name, contact.company, contact.source)
            for email, contact in self.contacts().items()
        }
        return people, self.groups()


class SecretOnly:
    """An account, as far as `Syncing.connect` wants to know."""

    def __init__(self, secret):
        self.secret = secret


@pytest.fixture
def there():
    with office(time.time) as made:
        yield made


@pytest.fixture
def synced(there, database, book):
    return OfficeSyncing(database, book, there)


@pytest.fixture
def sqlite_synced(there, sqlite_syncing):
    return OfficeSyncing(sqlite_syncing.database, sqlite_syncing.book, there)


def populate(account):
    """Five people in two folders and none, two of them in a category; the ids of everything."""
    vip = account.add_group("VIP").id
    clients = account.add_group("Clients", is_folder=True).id
    inner = account.add_group("Inner", is_folder=True, parent=clients).id
    ids = fill(account, 2, groups=[vip])
    ids += [
        account.add(first_name=name, emails=[f"{name.lower()}@example.org"], folder=folder).id
        for name, folder in (("Cleo", clients), ("Dan", clients), ("Ina", inner))
    ]
    return vip, clients, ids


def change(account, vip, clients, ids):
    """Somebody new, somebody changed, somebody moved, somebody gone, and a folder renamed."""
    account.add(first_name="New", emails=["new@example.org"], groups=[vip])
    account.edit(ids[0], company="Acme")
    account.edit(ids[1], folder=clients, groups=[])
    account.delete(ids[2])
    account.edit(ids[3], emails=["daniel@example.org"])
    account.rename_group(clients, "Customers")


AT_FIRST = {
    "VIP": {"p0@example.org", "p1@example.org"},
    "Clients": {"cleo@example.org", "dan@example.org"},
    "Inner": {"ina@example.org"},
}
AT_LAST = {
    "VIP": {"p0@example.org", "new@example.org"},
    "Customers": {"p1@example.org", "daniel@example.org"},
    "Inner": {"ina@example.org"},
}


def test_folders_and_categories_arrive_as_groups_and_follow_the_account(synced):
    parts = populate(synced.account)
    id = synced.connect_office()
    synced.run()
    assert synced.counts(id)[0] == 5
    assert synced.groups() == AT_FIRST
    before = synced.contacts()
    change(synced.account, *parts)
    synced.again()
    after = synced.contacts()
    assert synced.groups() == AT_LAST
    assert "cleo@example.org" not in after
    assert after["p1@example.org"].id == before["p1@example.org"].id
    assert after["daniel@example.org"].id == before["dan@example.org"].id
    assert after["p0@example.org"].company == "Acme"
    assert after["p0@example.org"].first_name == "P0"


def test_a_run_where_nothing_changed_asks_once_for_each_folder_and_its_list(synced):
    populate(synced.account)
    id = synced.connect_office()
    synced.run()
    synced.asked()
    synced.again()
    assert synced.counts(id) == (0, 0, 0, 0)
    assert synced.asked() == ["folders"] * 3 + ["delta"] * 3


def test_only_those_in_chosen_folders_and_categories_come(synced):
    populate(synced.account)
    synced.connect_office(chosen=["name:clients", "name:vip"])
    synced.run()
    assert set(synced.contacts()) == AT_FIRST["VIP"] | AT_FIRST["Clients"]


def test_links_that_were_forgotten_lose_and_double_nobody(synced):
    parts = populate(synced.account)
    id = synced.connect_office()
    synced.run()
    before = {email: contact.id for email, contact in synced.contacts().items()}
    change(synced.account, *parts)
    synced.account.forget()
    synced.again()
    assert synced.counts(id)[0] == 1
    assert synced.groups() == AT_LAST
    assert synced.contacts()["p0@example.org"].id == before["p0@example.org"]


def test_a_token_that_was_renewed_is_kept_and_used_the_next_time(synced):
    populate(synced.account)
    synced.connect_office()
    synced.there.fake.tokens.expire(synced.account)
    synced.run()
    assert synced.asked().count("token") == 1
    assert len(synced.sealed) == 1
    synced.again()
    assert "token" not in synced.asked()


def test_a_consent_that_was_taken_back_is_told_once_and_asked_for_no_more(synced):
    populate(synced.account)
    id = synced.connect_office()
    synced.run()
    synced.there.fake.tokens.end(synced.account)
    synced.told.clear()
    synced.again()
    assert len(synced.told) == 1
    synced.asked()
    for _ in range(10):
        synced.again(hours=1)
    assert synced.asked() == []
    assert len(synced.told) == 1
    assert synced.connection(id).state == "ended"
    assert len(synced.contacts()) == 5


def test_a_folder_that_is_renamed_while_it_is_read_is_read_from_its_beginning(sqlite_synced):
    synced = sqlite_synced
    folder = synced.account.add_group("Clients", is_folder=True).id
    fill(synced.account, 3, folder=folder)
    id = synced.connect_office()
    synced.there.fake.faults.habits.page_size = 1
    for _ in range(2):
        synced.step()
    synced.there.fake.faults.add("*", Fault(status=503))
    synced.run()
    assert synced.last(id).trouble
    assert synced.groups() != {}
    synced.account.rename_group(folder, "Customers")
    synced.again(minutes=5)
    assert synced.groups() == {"Customers": {f"p{at}@example.org" for at in range(3)}}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("whole", [True, False])
def test_whichever_request_fails_the_end_is_as_if_none_had(sqlite_synced, trouble, whole):
    synced = sqlite_synced
    parts = populate(synced.account)
    id = synced.connect_office()
    faults = synced.there.fake.faults
    faults.habits.page_size = 1
    if not whole:
        synced.run()
    change(synced.account, *parts)
    failed = 0
    for number in range(40):
        faults.add("*", Fault(), times=number)
        faults.add("*", TROUBLES[trouble])
        synced.again(minutes=45)
        left = faults.take("*", {})
        failed += synced.last(id).trouble != ""
        if left:
            break
        synced.account.edit(parts[2][0], job_title=f"Chief of {number}")
    assert failed >= 5
    while faults.take("*", {}):
        pass
    synced.again(hours=8)
    assert synced.last(id).trouble == ""
    people, groups = synced.digest()
    assert groups == AT_LAST
    assert set(people) == set().union(*AT_LAST.values())
    assert people["p0@example.org"] == ("P0", "Acme", "microsoft")
