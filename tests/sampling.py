"""What samples are drawn with: kind and hostile people, groups, products, memberships, pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.state import HOME, Memory, PageState
from handlers.views import contacts
from handlers.views.screen import Narrowing, Screen
from store import filter_text
from store.books import Seat
from store.contacts import Page, Row
from store.errors import Rejected
from store.filter_names import Missing, Names
from store.filters import EVERYBODY, Filter, Or
from store.filters import Row as FilterRow
from store.membership_history import Line
from store.memberships import Entry
from store.models import Book, Contact, Group, Membership, Product, Segment
from store.paging import Cursor
from store.standings import Standing
from store.words import Happening, Kind, Payment, Role, Source, Status

HOSTILE = [
    "<!channel>",
    "<@U123> <https://evil.example|Anna>",
    "*bold* _it_ ~s~ `code` :smile:",
    "@here & <b>",
    "شركة \u202eevil",
    "🧘" * 150,
    "x" * 300,
    "=HYPERLINK(1)",
]


def book(kind: Kind = Kind.team) -> Book:
    return Book(id=7 if kind == Kind.team else 8, workspace="T1", kind=kind)


def contact(number: int = 1, **changes: Any) -> Contact:
    values = {
        "book_id": 7,
        "id": number,
        "email": f"ann{number}@example.com",
        "email_key": f"ann{number}@example.com",
        "first_name": "Ann",
        "last_name": "Lee",
        "company": "Yoga & Co",
        "job_title": "Teacher",
        "phone": "+34 600 000 000",
        "notes": "Likes mornings.\nKnee.",
        "source": Source.hand,
        "sort_key": "ann lee",
        "search": "ann lee",
        "created_by": "U1",
        "updated_by": "U2",
        "created_at": datetime(2026, 11, 22, tzinfo=UTC),
    }
    return Contact(**(values | changes))


def hostile(number: int) -> Contact:
    text = HOSTILE[number % len(HOSTILE)]
    parts = {"first_name": text, "last_name": text, "company": text, "job_title": text}
    return contact(
        number, **parts, phone=text[:100], notes=text * 10, email="a" * 64 + "@example.com"
    )


def group(number: int = 1, name: str = "VIP") -> Group:
    return Group(book_id=7, id=number, name=name, name_key=name, sort_key=name, created_by="U1")


def many_groups(count: int = 25) -> list[Group]:
    return [group(n, HOSTILE[n % len(HOSTILE)][:75]) for n in range(count)]


def product(number: int = 1, name: str = "Yoga 101", *, archived: bool = False) -> Product:
    at = datetime(2026, 5, 1, tzinfo=UTC) if archived else None
    return Product(book_id=7, id=number, name=name, name_key=name, sort_key=name, archived_at=at)


def many_products(count: int = 25) -> list[Product]:
    names = [HOSTILE[n % len(HOSTILE)][:75] for n in range(count)]
    return [product(n, name, archived=n % 3 == 0) for n, name in enumerate(names)]


def entry(
    number: int = 1,
    status: Status = Status.active,
    *,
    of: Contact | None = None,
    product: Product | None = None,
    cancelled: bool = False,
    ends: date | None = date(2026, 12, 31),
) -> Entry:
    """A membership of somebody, hostile where nothing else is said."""
    whose, thing = of or hostile(number), product or many_products(8)[number % 8]
    membership = Membership(
        book_id=7,
        id=number,
        contact_id=whose.id,
        product_id=thing.id,
        payment=[*Payment][number % 3],
        starts=date(2026, 1, 1),
        ends=ends,
        until=ends or date.max,
        cancelled_at=datetime(2026, 6, 1, tzinfo=UTC) if cancelled else None,
    )
    return Entry(membership, thing, whose, status)


def many_entries(count: int = 25, of: Contact | None = None) -> list[Entry]:
    """Of every status, with and without an end, archived products and cancelled ones among them."""
    return [
        entry(
            n,
            [*Status][n % 3],
            of=of,
            cancelled=n % 5 == 0,
            ends=None if n % 4 == 0 else date(2026, 12, 31),
        )
        for n in range(1, count + 1)
    ]


def long_history(lines: int = 100) -> list[Line]:
    return [
        Line(
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n),
            day=date(2026, 1, 1) + timedelta(days=n),
            person="" if n % 6 == 5 else "U1",
            what=[*Happening, "expired"][n % 6],  # type: ignore[list-item]  # mixed on purpose
            payment=[*Payment][n % 3],
            starts=date(2026, 1, 1),
            ends=None if n % 2 else date(2026, 12, 31),
        )
        for n in range(lines)
    ]


def names(count: int = 12) -> Names:
    """Hostile names of products, groups and imports; higher numbers are of deleted ones."""
    called = {n: HOSTILE[n % len(HOSTILE)][:75] for n in range(count)}
    files = {n: f"{HOSTILE[n % len(HOSTILE)]}, 22 Nov 2026" for n in range(count)}
    return Names(products=called, groups=called, imports=files)


def _hostile_rows() -> Iterator[FilterRow]:
    number = 0
    while True:
        text = HOSTILE[number % len(HOSTILE)][:40]
        yield FilterRow(search=text, products=(number, 999), companies=(text[:20],))
        number += 1


def long_filter() -> Filter:
    """As many hostile rows as a segment can keep."""
    kept: Filter = EVERYBODY
    rows: list[FilterRow] = []
    for row in _hostile_rows():
        rows.append(row)
        try:
            kept = filter_text.check(Or(tuple(rows)) if len(rows) > 1 else row)
        except Rejected:
            return kept
    return kept


def segment(number: int = 1, name: str = "Lapsed", filter: str = "status:expired") -> Segment:
    return Segment(book_id=7, id=number, name=name, name_key=name, sort_key=name, filter=filter)


def many_segments(count: int = 25) -> list[Segment]:
    kept = filter_text.write(long_filter())
    return [segment(n, HOSTILE[n % len(HOSTILE)][:75], kept) for n in range(count)]


def narrowing(state: PageState, **changes: Any) -> Narrowing:
    """What a page in this state asks."""
    row = FilterRow(
        search=state.search,
        products=None if state.product is None else (state.product,),
        statuses=(state.status,) if state.status else (),
        payments=(state.payment,) if state.payment else (),
    )
    asked = filter_text.parse(state.filter)
    return replace(Narrowing(row, asked, names(), Missing()), **changes)


def held(number: int) -> Standing:
    """The memberships of one contact in a list, in every state."""
    kept = [(HOSTILE[n % len(HOSTILE)][:75], [*Status][(n + number) % 3]) for n in range(number)]
    return Standing([None, *Status][number % 4], kept)


def screen(role: Role = Role.owner, rows: int = 25, **changes: Any) -> Screen:
    """The page of contacts; other lists and states by what is changed in it."""
    team, own = Seat(book(), role), Seat(book(Kind.personal), Role.owner)
    people = [Row(hostile(n) if n % 2 else contact(n), starred=n % 3 == 0) for n in range(rows)]
    page = Page(people, total=12345, capped=True, has_previous=True, has_next=True)
    cursor = Cursor("🧘" * 100, 10**15)
    state = PageState(book=7, search="<!channel> ann" * 10, after=cursor, first=26)
    asked = narrowing(changes.get("state", state))
    whole = contacts.Screen(team, [team, own], page, state, asked, "*Ann* was added.")
    standings = {n: held(n) for n in range(rows)}
    return replace(whole, **({"standings": standings} | changes))


def memory(**changes: Any) -> Memory:
    """A form above a page that remembers much."""
    about = {"book": 7, "contact": 1, "membership": 1, "product": 1, "version": 3}
    return Memory(**({"at": HOME, "page": screen().state, "mark": "0" * 8} | about | changes))
