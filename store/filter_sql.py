"""Filters as SQL: one condition over contacts, the same in lists, counts, ticks and exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, not_, or_, true
from sqlmodel import col, func, select

from store import days
from store.emails import normalise
from store.errors import Rejected
from store.filters import And, Days, Filter, Not, Or, Row, rows_of
from store.matching import contain
from store.models import Book, Contact, Favorite, GroupContact, Membership
from store.text import fold, search_words
from store.unindexed import unindexed
from store.words import Status

Condition = ColumnElement[bool]
Columns = Mapping[str, SQLColumnExpression[Any]]
Entry = type[Membership | GroupContact | Favorite]
Id = SQLColumnExpression[int]
CONTACT: Id = col(Contact.id)

# A membership's own columns; and the same as a condition on a contact has to name them, for there
# it is to be looked up by its contact.
TERMS = ("product_id", "payment", "starts", "until")
PLAIN: Columns = {name: col(getattr(Membership, name)) for name in TERMS}
OF_CONTACT: Columns = {name: unindexed(column) for name, column in PLAIN.items()}


@dataclass(frozen=True)
class Asked:
    """In which book a filter is asked, by whom, and on which day there."""

    book: Book
    viewer: str
    today: date


def asked(book: Book, viewer: str) -> Asked:
    """A filter is asked now."""
    return Asked(book, viewer, days.today(book))


def meets(asked: Asked, filter: Filter, id: Id = CONTACT) -> Condition:
    """That a contact of the book meets the filter; for a query over contacts, or over ids of
    theirs where the filter is about nothing else."""
    match filter:
        case Row():
            return and_(true(), *_row(asked, filter, id))
        case Not(part):
            return not_(meets(asked, part, id))
        case And(parts):
            return and_(*(meets(asked, part, id) for part in parts))
        case Or(parts):
            return or_(*(meets(asked, part, id) for part in parts))


def is_about_contacts(filter: Filter) -> bool:
    """Whether it asks for what stands in the table of contacts itself."""
    return any(
        row.search
        or row.companies
        or row.domains
        or row.sources
        or row.added
        or row.imports is not None
        for row in rows_of(filter)
    )


def _row(asked: Asked, row: Row, id: Id) -> list[Condition]:
    """Everything that the row says; of what it does not ask, nothing."""
    found = contain(search_words(row.search))
    if row.asks_for_membership:
        found.append(_has(Membership, asked, id, *memberships(asked, row, OF_CONTACT)))
    if row.groups is not None:
        found.append(_has(GroupContact, asked, id, *in_groups(row)))
    if row.favorite is not None:
        star = _has(Favorite, asked, id, col(Favorite.person) == asked.viewer)
        found.append(star if row.favorite else not_(star))
    if row.companies:
        found.append(or_(*map(_company, row.companies)))
    if row.domains:
        found.append(or_(*map(_domain, row.domains)))
    return [*found, *origin(asked, row), *of_imports(row)]


def memberships(asked: Asked, row: Row, of: Columns = PLAIN) -> list[Condition]:
    """What the row says about one and the same membership, by these columns of it."""
    found: list[Condition] = []
    if row.products:
        found.append(of["product_id"].in_(row.products))
    if row.payments:
        found.append(of["payment"].in_(row.payments))
    if row.statuses:
        found.append(or_(*(has_status(status, asked.today, of) for status in row.statuses)))
    if row.starts:
        found += _between(of["starts"], *_days(asked, row.starts))
    if row.ends:
        # Neither what was cancelled nor what goes on without an end has a last day.
        first, last = _days(asked, row.ends)
        found += _between(of["until"], first or days.FIRST, last or days.LAST)
    return found


def in_groups(row: Row) -> list[Condition]:
    """What the row says about a group that somebody is in."""
    return [col(GroupContact.group_id).in_(row.groups)] if row.groups else []


def origin(asked: Asked, row: Row) -> list[Condition]:
    """What the row says about where a contact came from, and when."""
    found: list[Condition] = [col(Contact.source).in_(row.sources)] if row.sources else []
    added, book = col(Contact.created_at), asked.book
    if row.added and row.added.first:
        found.append(added >= days.begin(book, days.on(row.added.first, asked.today)))
    if row.added and row.added.last:
        behind = days.on(row.added.last, asked.today) + timedelta(days=1)
        found.append(added < days.begin(book, behind))
    return found


def of_imports(row: Row) -> list[Condition]:
    """What the row says about the import that a contact came with."""
    if row.imports is None:
        return []
    if not row.imports:
        return [col(Contact.import_id).is_not(None)]
    # Of who came with none, too, the contrary can be said.
    return [func.coalesce(Contact.import_id, 0).in_(row.imports)]


def has_status(status: Status, today: date, of: Columns = PLAIN) -> Condition:
    """That a membership has this status on that day."""
    starts, until = of["starts"], of["until"]
    match status:
        case Status.active:
            return and_(starts <= today, until >= today)
        case Status.upcoming:
            return and_(starts > today, until >= today)
        case Status.expired:
            return until < today


def key_of_domain(domain: str) -> str:
    """The domain as the keys of emails end with it."""
    try:
        return normalise(f"a@{domain.removeprefix('@')}").key.removeprefix("a@")
    except Rejected:
        return domain.removeprefix("@").lower()


def _has(table: Entry, asked: Asked, id: Id, *terms: Condition) -> Condition:
    mine = select(table.contact_id).where(table.book_id == asked.book.id, table.contact_id == id)
    return mine.where(*terms).correlate_except(table).exists()


def _company(company: str) -> Condition:
    key = col(Contact.company_key)
    return and_(true(), *(key.contains(word, autoescape=True) for word in fold(company).split()))


def _domain(domain: str) -> Condition:
    return col(Contact.email_key).endswith(f"@{key_of_domain(domain)}", autoescape=True)


def _days(asked: Asked, limits: Days) -> tuple[date | None, date | None]:
    first, last = limits.first, limits.last
    return (
        days.on(first, asked.today) if first else None,
        days.on(last, asked.today) if last else None,
    )


def _between(
    day: SQLColumnExpression[Any], first: date | None, last: date | None
) -> list[Condition]:
    return [*([day >= first] if first else []), *([day <= last] if last else [])]
