"""Laws of memberships: whatever people do, nobody has a product twice on the same day."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from store import books, days, memberships, products
from store.errors import MembershipChanged, Rejected
from store.membership_history import history
from store.memberships import Terms
from store.words import Payment, Status

BEGIN = datetime(2028, 2, 27, 12, tzinfo=UTC)  # two days before a 29 February


class Play:
    """People who do anything at all with the memberships of one contact, for some days."""

    def __init__(self, database, book, chance):
        self.database, self.book, self.chance = database, book, chance
        self.at = BEGIN
        with database.writing() as session:
            names = ("Yoga", "Swim")
            self.products = [
                products.add(session, book, person="U1", name=name).id for name in names
            ]
        self.email = "ann@x.co"
        self.known = []

    def day(self):
        return self.at.date() + timedelta(days=self.chance.randint(-4, 4))

    def terms(self):
        ends = None if self.chance.random() < 0.2 else self.day()
        return Terms(self.chance.choice([*Payment]), self.day(), ends)

    def act(self):
        self.at += timedelta(hours=self.chance.choice([0, 0, 1, 12, 24]))
        if not self.known or self.chance.random() < 0.3:
            given = {"email": self.email, "product_id": self.chance.choice(self.products)}
            self.known.append(self.write(memberships.add, **given, terms=self.terms()).entry)
            return
        seen = self.chance.choice(self.known).membership
        deed, named = self.chance.choice(
            [
                (memberships.extend, {"ends": self.terms().ends}),
                (memberships.renew, {"terms": self.terms()}),
                (memberships.change_payment, {"payment": self.terms().payment}),
                (memberships.cancel, {}),
            ]
        )
        is_of = {"membership_id": seen.id, "version": seen.version}
        self.known.append(self.write(deed, **is_of, **named))

    def write(self, deed, **named):
        with self.database.writing() as session:
            return deed(session, self.book, person="U1", **named)

    def check(self):
        if not self.known:
            return
        with self.database.reading() as session:
            contact = self.known[0].contact.id
            held = memberships.of(session, self.book, contact_id=contact)
            ids = [entry.membership.id for entry in held]
            told = history(session, self.book, membership_ids=ids)
        for one, other in combinations([entry.membership for entry in held], 2):
            apart = one.starts > other.until or other.starts > one.until
            assert apart or one.product_id != other.product_id
        for entry in held:
            membership, lines = entry.membership, told[entry.membership.id]
            assert membership.until == (
                date.min if membership.cancelled_at else membership.ends or date.max
            )
            assert len([line for line in lines if line.what != "expired"]) == membership.version
            last = [line.what for line in lines if line.what != "changed"][-1]
            assert (last in ("expired", "cancelled")) == (entry.status is Status.expired)


@pytest.mark.parametrize("seed", range(8))
def test_nobody_has_a_product_twice_and_the_history_tells_how_it_came(sqlite, monkeypatch, seed):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
    play = Play(sqlite, book, random.Random(seed))
    monkeypatch.setattr(days, "now", lambda: play.at)
    monkeypatch.setattr(memberships, "now", lambda: play.at)
    refused = 0
    for _ in range(60):
        try:
            play.act()
        except (Rejected, MembershipChanged):
            refused += 1
        play.check()
    assert 10 < refused < 58
