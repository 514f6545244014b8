"""Laws of sync, held against random histories: people, accounts and crashes do as they like, and in
the end the book is what accounts and people say, and nobody's membership is lost."""

import shutil
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine, event
from sqlmodel import select

from store import books, contacts, groups, memberships, products
from store.contacts import Fields
from store.db import connect
from store.emails import normalise
from store.errors import ReadOnly
from store.memberships import Terms
from store.models import Group, GroupContact
from store.scopes import Scope
from store.sync import removing, runs, vanishing
from store.sync.source import Broken, Later, Stream
from store.sync.tidy import columns, tidy
from store.sync_models import Connection, GroupLink, Link
from store.words import ConnectionState, Payment, Source
from tests.store.sync.syncing import Account, Syncing, person

MAIN, OTHER = Stream("main"), Stream("other")
EMAILS = [f"e{at}@example.org" for at in range(6)]
addresses = st.sampled_from([*EMAILS, "E0@Example.org", ""])
names = st.sampled_from(["Ana", "Bea", "Çiğdem", ""])
chances = st.randoms(use_true_random=False)


class Crash(BaseException):
    """The process is gone."""


class Crashes:
    """Lets the process die at its n-th statement from now on, or commit."""

    def __init__(self):
        self.left = 0

    def __call__(self, *_):
        self.left -= 1
        if self.left == 0:
            raise Crash


CRASHES = Crashes()
event.listen(Engine, "before_cursor_execute", CRASHES)
event.listen(Engine, "commit", CRASHES)


class Histories(RuleBasedStateMachine):
    """Two accounts and a book. The brake has tests of its own."""

    template = folder = None
    count = 0

    def __init__(self):
        super().__init__()
        CRASHES.left = 0
        Histories.count += 1
        file = self.folder / f"{Histories.count}.db"
        shutil.copy(self.template, file)
        self.database = connect(f"sqlite:///{file}")
        with self.database.writing() as session:
            book = books.team(session, workspace="T1")
            self.product = products.add(session, book, person="U1", name="Yoga").id
            self.vip = groups.add(session, book, person="U1", name="VIP").id
        self.syncing = Syncing(self.database, book)
        self.numbers = 0
        self.accounts = [self.made("one"), self.made("two")]
        self.holding = set()

    def made(self, name):
        """An account that a few people are in already."""
        account = Account(streams=[MAIN, OTHER], groups={"g1": "One", "g2": "Two"})
        for at in range(3):
            account.put(person(self.next_id(), EMAILS[at], "Ana", groups=["g1"]), MAIN)
        return self.syncing.connect(account, name=name)

    def teardown(self):
        CRASHES.left = 0
        try:
            self.sync()
        finally:
            self.database.close()

    @rule(seconds=st.sampled_from([0, 60]))
    def take_time(self, seconds):
        """A step does one page, or as many as there are."""
        self.syncing.seconds = seconds

    # What accounts do.

    def next_id(self):
        self.numbers += 1
        return f"r{self.numbers}"

    def some(self, chance):
        account, _ = chance.choice(self.accounts)
        ids = sorted(one.remote_id for one in account.everybody())
        return account, chance.choice(ids) if ids else None

    def in_groups(self, chance):
        return [group for group in ("g1", "g2", "g3") if chance.random() < 0.4]

    @rule(chance=chances, email=addresses, name=names)
    def arrive(self, chance, email, name):
        account, _ = chance.choice(self.accounts)
        new = person(self.next_id(), email, name, groups=self.in_groups(chance))
        account.put(new, chance.choice([MAIN, OTHER]))

    @rule(chance=chances, email=addresses, name=names)
    def change(self, chance, email, name):
        account, id = self.some(chance)
        if id:
            account.put(person(id, email, name, groups=self.in_groups(chance)))

    @rule(chance=chances)
    def go(self, chance):
        account, id = self.some(chance)
        if id:
            account.remove(id)

    @rule(chance=chances)
    def rename(self, chance):
        account, id = self.some(chance)
        if id:
            account.rename(id, self.next_id())

    @rule(chance=chances)
    def move(self, chance):
        account, id = self.some(chance)
        if id:
            account.move(id, chance.choice([MAIN, OTHER]))

    @rule(chance=chances, group=st.sampled_from(["g1", "g2", "g3"]))
    def regroup(self, chance, group):
        account, _ = chance.choice(self.accounts)
        if group in account.groups:
            del account.groups[group]
        else:
            account.groups[group] = chance.choice(["One", "Two", "Three", "VIP"])

    @rule(chance=chances)
    def expire(self, chance):
        chance.choice(self.accounts)[0].expire()

    @rule(chance=chances, size=st.sampled_from([1, 2, 3, 100]))
    def be_odd(self, chance, size):
        account, _ = chance.choice(self.accounts)
        account.size = size
        account.gaps, account.repeats = chance.random() < 0.3, chance.random() < 0.3

    @rule(chance=chances, at=st.integers(0, 6))
    def fail(self, chance, at):
        failure = chance.choice([Broken("nonsense"), Later("busy"), RuntimeError("a fault")])
        chance.choice(self.accounts)[0].failures = [None] * at + [failure]

    # What people do.

    @rule(email=st.sampled_from(EMAILS), name=names)
    def type_in(self, email, name):
        with suppress(contacts.Known), self.database.writing() as session:
            fields = Fields(email, first_name=name)
            contacts.add(session, self.syncing.book, person="U1", fields=fields)

    @rule(chance=chances)
    def delete(self, chance):
        found = sorted(self.syncing.contacts().values(), key=lambda one: one.id)
        going = [one for one in found if one.id not in self.holding]
        if going:
            with suppress(ReadOnly), self.database.writing() as session:
                one = chance.choice(going)
                contacts.delete(session, self.syncing.book, person="U1", contact_id=one.id)

    @rule(email=st.sampled_from(EMAILS))
    def give_membership(self, email):
        with suppress(contacts.Rejected), self.database.writing() as session:
            added = memberships.add(
                *(session, self.syncing.book),
                person="U1",
                email=email,
                product_id=self.product,
                terms=Terms(Payment.paid, date(2026, 1, 1)),
            )
            self.holding.add(added.entry.contact.id)

    @rule(chance=chances)
    def put_into_own_group(self, chance):
        found = sorted(contact.id for contact in self.syncing.contacts().values())
        if found:
            one = chance.choice(found)
            with self.database.writing() as session:
                scope = Scope(contact=one)
                groups.put(session, self.syncing.book, group_id=self.vip, scope=scope)
            self.holding.add(one)

    @rule(chance=chances, chosen=st.sampled_from([None, ["g1"], ["g1", "g2"], []]))
    def choose(self, chance, chosen):
        _, id = chance.choice(self.accounts)
        self.syncing.steer("choose", person="U1", connection_id=id, chosen=chosen)

    @precondition(lambda self: len(self.accounts) < 2)
    @rule()
    def connect(self):
        self.accounts.append(self.made(f"name{self.next_id()}"))

    @precondition(lambda self: len(self.accounts) == 2)
    @rule(chance=chances, keep=st.booleans())
    def leave(self, chance, keep):
        account, id = chance.choice(self.accounts)
        self.syncing.steer("leave", person="U1", connection_id=id, keep=keep)
        self.accounts.remove((account, id))

    # What Roster does.

    @rule(steps=st.integers(1, 6))
    def work(self, steps):
        for _ in range(steps):
            self.syncing.step()
        self.syncing.pass_time(minutes=1)

    @rule(at=st.integers(1, 120))
    def crash(self, at):
        self.syncing.pass_time(minutes=20)
        CRASHES.left = at
        with suppress(Crash):
            self.syncing.run()
        CRASHES.left = 0
        # Nobody takes up what a dead process had in hand before its lease is over.
        self.syncing.pass_time(minutes=3)

    @rule()
    def sync(self):
        self.syncing.pass_time(hours=7)
        self.syncing.run()
        for account, _ in self.accounts:
            account.failures = []
        for _ in range(2):
            self.syncing.pass_time(hours=7)
            self.syncing.run()
        self.check()

    @invariant()
    def no_email_is_there_twice(self):
        keys = [contact.email_key for contact in self.syncing.contacts().values()]
        assert len(keys) == len(set(keys))

    @invariant()
    def whoever_has_a_membership_or_an_own_group_is_there(self):
        assert self.holding <= {contact.id for contact in self.syncing.contacts().values()}

    # What holds in the end.

    def check(self):
        found = {contact.id: contact for contact in self.syncing.contacts().values()}
        links = [*self.syncing.rows(Link)]
        for account, id in self.accounts:
            connection = self.syncing.connection(id)
            assert (connection.state, connection.trouble) == (ConnectionState.active, "")
            self.check_links(account, connection, [one for one in links if one.connection_id == id])
            self.check_groups(account, connection, links, found)
        assert {link.connection_id for link in links} <= {id for _, id in self.accounts}
        self.check_contacts(found, links)

    def check_links(self, account, connection, links):
        wanted = {
            one.remote_id: one
            for one in account.everybody()
            if connection.chosen is None
            or {group.remote_id for group in one.groups} & {*connection.chosen}
        }
        assert {link.remote_id for link in links} == wanted.keys()
        assert not [link for link in links if link.gone]
        assert connection.without_email == sum(not tidy(one).key for one in wanted.values())
        for link in links:
            key, fields = tidy(wanted[link.remote_id])
            assert link.without_email == (not key)
            assert link.fields == fields or (link.fields == {} and link.contact_id)
            assert (link.contact_id is None) == (not key)

    def check_groups(self, account, connection, links, found):
        rows = [row for row in self.syncing.rows(GroupLink) if row.connection_id == connection.id]
        gone = [row for row in rows if vanishing.is_gone(connection, row)]
        rows = [row for row in rows if row not in gone]
        assert {row.remote_id: row.name for row in rows} == account.groups
        assert not {row.remote_id for row in gone} & account.groups.keys()
        with self.database.reading() as session:
            inside = session.exec(select(GroupContact.group_id, GroupContact.contact_id)).all()
        for row in rows:
            wanted = {
                link.contact_id
                for link in links
                if link.connection_id == connection.id
                and row.remote_id in link.groups
                and link.contact_id in found
            }
            is_chosen = connection.chosen is None or row.remote_id in connection.chosen
            assert (row.group_id is not None) == is_chosen
            if row.group_id:
                assert {contact for group, contact in inside if group == row.group_id} == wanted

    def check_contacts(self, found, links):
        for contact in found.values():
            mine = sorted((link for link in links if link.contact_id == contact.id), key=by_id)
            if contact.read_only:
                assert mine, f"{contact.email} comes from nowhere"
                wanted = columns(mine[0].fields)
                assert {name: getattr(contact, name) for name in wanted} == wanted
                assert contact.email_key == normalise(contact.email).key
            for link in mine:
                assert normalise(link.fields["email"]).key == contact.email_key
        owned = {row.group_id for row in self.syncing.rows(GroupLink) if row.group_id}
        synced = {group.id for group in self.syncing.rows(Group) if group.source != Source.hand}
        assert synced == owned
        with self.database.reading() as session:
            for contact in found.values():
                scope = Scope(contact.email)
                page = contacts.find(session, self.syncing.book, person="U1", scope=scope)
                assert contact.id in {row.contact.id for row in page.rows}
        active = {id for _, id in self.accounts}
        assert {one.id for one in self.syncing.rows(Connection)} == active


def by_id(link):
    return link.id


@pytest.fixture
def histories(sqlite_template, tmp_path, monkeypatch):
    monkeypatch.setattr(removing, "MANY", 1_000)
    monkeypatch.setattr(removing, "FEW", 1_000)
    monkeypatch.setattr(runs, "_is_sudden", lambda _: False)
    monkeypatch.setattr(runs, "RUNS", 3)
    monkeypatch.setattr(Histories, "template", sqlite_template)
    monkeypatch.setattr(Histories, "folder", tmp_path)
    return Histories.TestCase


def test_whatever_happens_the_book_ends_as_accounts_and_people_say(histories):
    case = histories()
    case.settings = settings(
        max_examples=30,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    case.runTest()
