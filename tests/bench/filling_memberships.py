"""Products, memberships, groups, sources and days for a book that `filling` has filled.

Of 12 products the first has four in ten of all memberships and the last one in ten thousand. 80 of
100 are paid, 15 free, 5 comped. A third is over, one in a hundred begins later, half of the others
end some day. Every contact has two on the average, and some have none. The largest of 40 groups
has every fifth contact. Whoever came from a file came with the import of that day.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Connection, case, insert, null, text, update
from sqlmodel import col, select

from store.columns import UTC, now
from store.models import Contact, Group, GroupContact, Membership, Product
from store.words import ImportState, Payment, Source
from store.work_models import Import

SHARES = (4000, 2000, 1500, 1000, 600, 400, 200, 150, 100, 40, 9, 1)
PAYMENTS = {Payment.paid: 80, Payment.free: 15, Payment.comped: 5}
GROUPS = 40
BATCH = 10_000
YEAR = 365
Row = dict[str, Any]


def fill_memberships(connection: Connection, *, book_id: int, size: int, today: date) -> None:
    """Twice as many memberships as contacts, and what else a filter asks for."""
    ids = connection.scalars(select(Contact.id).where(Contact.book_id == book_id)).all()
    chance = Random(size)
    products = _named(connection, Product, book_id, len(SHARES))
    _insert(connection, Membership, _memberships(book_id, ids, products, today, chance))
    groups = _named(connection, Group, book_id, GROUPS)
    _insert(connection, GroupContact, _members(book_id, ids, groups, chance))
    _spread(connection, book_id, min(ids), len(ids), today)
    if connection.dialect.name == "postgresql":
        for table in (Contact, Membership, GroupContact, Product, Group):
            connection.execute(text(f"ANALYZE {table.__tablename__}"))


def _named(connection: Connection, table: Any, book_id: int, count: int) -> list[int]:
    names = [f"{table.__name__} {number + 1}" for number in range(count)]
    rows = [
        {"book_id": book_id, "name": name, "name_key": name.lower(), "sort_key": name.lower()}
        | {"created_at": now(), "created_by": "U1"}
        for name in names
    ]
    connection.execute(insert(table), rows)
    query = select(table.id).where(table.book_id == book_id, table.name.in_(names))
    return list(connection.scalars(query.order_by(table.id)))


def _insert(connection: Connection, table: Any, rows: Iterator[Row]) -> None:
    while batch := [*islice(rows, BATCH)]:
        connection.execute(insert(table), batch)


def _memberships(
    book_id: int, ids: list[int], products: list[int], today: date, chance: Random
) -> Iterator[Row]:
    count = 2 * len(ids)
    chosen = zip(
        chance.choices(ids, k=count),
        chance.choices(products, SHARES, k=count),
        chance.choices(list(PAYMENTS), list(PAYMENTS.values()), k=count),
        strict=True,
    )
    for contact_id, product_id, payment in chosen:
        yield {
            "book_id": book_id,
            "contact_id": contact_id,
            "product_id": product_id,
            "payment": payment,
            "version": 1,
            "created_at": now(),
            "created_by": "U1",
            **_days(today, chance),
        }


def _days(today: date, chance: Random) -> Row:
    kind, some = chance.random(), chance.randrange(YEAR)
    cancelled = kind < 0.03
    if kind < 0.33:
        starts, ends = today - timedelta(days=2 * YEAR), today - timedelta(days=1 + some)
    elif kind < 0.34:
        starts, ends = today + timedelta(days=1 + some // 6), today + timedelta(days=YEAR)
    else:
        starts, ends = today - timedelta(days=some), today + timedelta(days=some)
    open_end = cancelled or kind > 0.66
    return {
        "starts": starts,
        "ends": None if open_end else ends,
        "until": date.min if cancelled else date.max if open_end else ends,
        "cancelled_at": now() if cancelled else None,
    }


def _members(book_id: int, ids: list[int], groups: list[int], chance: Random) -> Iterator[Row]:
    for rank, group_id in enumerate(groups):
        for contact_id in chance.sample(ids, int(len(ids) * 0.2 * 0.78**rank)):
            yield {"book_id": book_id, "group_id": group_id, "contact_id": contact_id}


def _spread(connection: Connection, book_id: int, first: int, size: int, today: date) -> None:
    """Contacts came over two years, in the order of their ids, and from everywhere."""
    midnight = datetime.combine(today - timedelta(days=2 * YEAR), time(), UTC)
    for day in range(2 * YEAR):
        here = range(first + day * size // (2 * YEAR), first + (day + 1) * size // (2 * YEAR))
        at = midnight + timedelta(days=day, hours=12)
        brought = connection.scalar(
            insert(Import)
            .values(book_id=book_id, person="U1", name=f"{day}.csv", label="", started_at=at)
            .values(state=ImportState.done, counts={}, undone_by="")
            .returning(col(Import.id))
        )
        number = col(Contact.id) % 1000
        source = case(
            (number < 1, Source.membership.value),
            (number < 200, Source.hand.value),
            else_=Source.csv.value,
        )
        connection.execute(
            update(Contact)
            .where(
                col(Contact.book_id) == book_id,
                col(Contact.id) >= here.start,
                col(Contact.id) < here.stop,
            )
            .values(
                created_at=at,
                source=source,
                import_id=case((source == Source.csv.value, brought), else_=null()),
            )
        )
