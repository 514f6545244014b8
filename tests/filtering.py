"""What a filter means, found out person by person in Python, and filters of every kind, for tests.

Nothing here shares a line with the SQL: where the two differ, one of them is wrong.
"""

import json
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from store.emails import normalise
from store.errors import Rejected
from store.filter_text import LIMIT, write
from store.filter_values import company, domain
from store.filters import ANY, And, Day, Days, Filter, Not, Or, Row, join_all, join_any, negate
from store.text import clean, fold, search_text, search_words
from store.words import Payment, Source, Status

TODAY = date(2026, 3, 31)
# Imports by their ids, and the day of each.
IMPORTS = {1: date(2026, 2, 1), 2: TODAY}


@dataclass(frozen=True)
class Held:
    """A membership of somebody."""

    product: int
    payment: Payment = Payment.paid
    starts: date = TODAY
    ends: date | None = None
    cancelled: bool = False

    @property
    def last(self) -> date | None:
        """Its last day; one that was cancelled has none, nor has one that goes on."""
        return None if self.cancelled else self.ends

    def status(self, today: date) -> Status:
        """Where it stands on that day."""
        if self.cancelled or (self.last is not None and self.last < today):
            return Status.expired
        return Status.active if self.starts <= today else Status.upcoming


@dataclass(frozen=True)
class Someone:
    """All that a filter can ask of a contact. `added` is a day in the book's time zone, `starred`
    says whether it is a favorite of who looks. Who came with an import has its source and day."""

    email: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    source: Source = Source.hand
    added: date = TODAY
    memberships: tuple[Held, ...] = ()
    groups: frozenset[int] = frozenset()
    starred: bool = False
    imported: int | None = None


def means(filter: Filter, person: Someone, today: date) -> bool:
    """Whether the filter finds this person on that day."""
    match filter:
        case Row():
            return _is(filter, person, today) and _has(filter, person, today)
        case Not(part):
            return not means(part, person, today)
        case And(parts):
            return all(means(part, person, today) for part in parts)
        case Or(parts):
            return any(means(part, person, today) for part in parts)


def _is(row: Row, person: Someone, today: date) -> bool:
    """Whether the person is what a row asks for, besides memberships."""
    text = search_text(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        company=person.company,
    )
    named = fold(person.company)
    asked = [
        all(word in text for word in search_words(row.search)),
        row.groups is None or _among(person.groups, row.groups),
        row.favorite is None or row.favorite == person.starred,
        not row.companies
        or any(all(word in named for word in fold(one).split()) for one in row.companies),
        not row.domains or any(_domain(person.email) == _domain(one) for one in row.domains),
        not row.sources or person.source in row.sources,
        row.imports is None or _among({person.imported} if person.imported else set(), row.imports),
        row.added is None or _within(person.added, row.added, today),
    ]
    return all(asked)


def _has(row: Row, person: Someone, today: date) -> bool:
    """Whether one and the same membership is all that a row asks for."""
    if not row.asks_for_membership:
        return True
    return any(
        (row.products is None or _among({held.product}, row.products))
        and (not row.statuses or held.status(today) in row.statuses)
        and (not row.payments or held.payment in row.payments)
        and (row.starts is None or _within(held.starts, row.starts, today))
        and (row.ends is None or _within(held.last, row.ends, today))
        for held in person.memberships
    )


def _among(own: set[int] | frozenset[int], asked: tuple[int, ...]) -> bool:
    return bool(own) if asked == ANY else any(id in own for id in asked)


def _domain(text: str) -> str:
    """The domain of an email, or one that stands alone, as keys of emails have it."""
    text = text.rpartition("@")[2]
    try:
        return normalise(f"a@{text}").key.rpartition("@")[2]
    except Rejected:
        return text.lower()


def _within(day: date | None, days: Days, today: date) -> bool:
    """Whether a day lies in a stretch. What has no last day lies in none."""
    if day is None:
        return False
    after = days.first is None or _on(days.first, today) <= day
    return after and (days.last is None or day <= _on(days.last, today))


def _on(day: Day, today: date) -> date:
    if day.on:
        return day.on
    month = today.year * 12 + today.month - 1 + day.months
    if not 1900 * 12 <= month < 3000 * 12:
        return date(2999, 12, 31) if day.months > 0 else date(1900, 1, 1)
    year, month = month // 12, month % 12 + 1
    moved = date(year, month, min(today.day, monthrange(year, month)[1])) + timedelta(day.days)
    return min(max(moved, date(1900, 1, 1)), date(2999, 12, 31))


# Words that could be taken for signs of the language, or are drawn in unexpected ways.
HOSTILE = [
    *["AND", "and", "Or", "NOT", "any", "all", "#12", "#", "a:b", "product:x", "status:active"],
    *[
        '"',
        "“",
        "”",
        "„",
        "'",
        "\\",
        '\\"',
        '"a" OR "b"',
        "(",
        ")",
        "a)(b",
        ",",
        "a,b",
        "[x]",
        ">=",
    ],
    *["a..b", "today", "*b*", "<!channel>", "100%", "_", "%", "O'Brien", "ann@x.com", "10:30"],
    *[
        "\u202egnp.exe",
        "\u200b",
        "ا",
        "שלום",
        "Ärzte",
        "É",
        "E\u0301",
        "ＡＮＤ",
        "ß",
        "ﷺ",
        "🧘🏽",
        "x" * 75,
    ],
    *[
        "Yoga 101",
        "yoga",
        "Yoga 10",
        "-",
        "--",
        "-x",
        "|",
        "http://x.y",
        "mailto:a@b.c",
        "\n",
        "\x00",
    ],
]
words = st.sampled_from(HOSTILE) | st.text(max_size=12)
name = st.lists(words, min_size=1, max_size=3).map(
    lambda parts: clean(" ".join(parts))[:75].strip()
)
names = name.filter(fold)
# Emails and companies of which some are alike, for books and filters that find each other.
DOMAINS = ["gmail.com", "example.org", "mail.example.org", "münchen.de"]
COMPANIES = ["Acme", "ACME Ltd", "Ärzte & Söhne", "100% Yoga", "O'Brien_Co"]
PEOPLE = ["Ann", "Ánn", "Lee", "Bo", "O'Brien"]


def _search(parts: list[str]) -> str:
    """Search words as a filter keeps them."""
    kept = [word for word in clean(" ".join(parts)).split() if fold(word)]
    return " ".join(kept)[:60].strip()


def _some(kind: type) -> st.SearchStrategy[tuple]:
    return st.sets(st.sampled_from([*kind])).map(
        lambda chosen: tuple(o for o in kind if o in chosen)
    )


def ids(known: list[int]) -> st.SearchStrategy[tuple[int, ...] | None]:
    """Any, some of these, one that is gone; or nothing asked."""
    some = st.lists(st.sampled_from([*known, 999_999]), min_size=1, max_size=3, unique=True)
    return st.none() | st.just(ANY) | some.map(tuple)


def days() -> st.SearchStrategy[Days]:
    """Stretches of days, as written or told from today, that do not end before they begin."""
    on = st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(lambda day: Day(on=day))
    told = st.builds(Day, months=st.integers(-14, 14), days=st.integers(-40, 40))
    one = on | told
    pairs = st.tuples(one, one).map(lambda two: Days(*two))
    return (
        one.map(lambda day: Days(day, day))
        | one.map(lambda day: Days(first=day))
        | one.map(lambda day: Days(last=day))
        | pairs.filter(_runs_forward)
    )


def _runs_forward(days: Days) -> bool:
    first, last = days.first, days.last
    if first.on and last.on:
        return first.on <= last.on
    return bool(first.on or last.on) or first.months != last.months or first.days <= last.days


def rows(
    products: list[int], groups: list[int], *, hostile: bool = False
) -> st.SearchStrategy[Row]:
    """Rows that ask for something: of these products and groups, or of others that are gone."""
    texts = words if hostile else st.sampled_from(PEOPLE + ["a", "e", "ann@", "acme"])
    companies = names if hostile else st.sampled_from(COMPANIES + ["a", "co"])
    asked = st.fixed_dictionaries(
        {},
        optional={
            "search": st.lists(texts, max_size=2).map(_search),
            "products": ids(products),
            "statuses": _some(Status),
            "payments": _some(Payment),
            "starts": st.none() | days(),
            "ends": st.none() | days(),
            "groups": ids(groups),
            "favorite": st.none() | st.booleans(),
            "companies": st.lists(companies.map(company), max_size=2, unique=True).map(tuple),
            "domains": st.lists(st.sampled_from(DOMAINS).map(domain), max_size=2, unique=True).map(
                tuple
            ),
            "sources": _some(Source),
            "imports": ids([*IMPORTS]),
            "added": st.none() | days(),
        },
    )
    return asked.map(lambda given: Row(**given)).filter(lambda row: row != Row())


def filters(
    products: list[int], groups: list[int], *, hostile: bool = False
) -> st.SearchStrategy[Filter]:
    """Filters of up to some ten rows, as they come from texts and forms."""
    return st.recursive(
        rows(products, groups, hostile=hostile),
        lambda part: st.one_of(
            part.map(negate),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: join_all(*parts)),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: join_any(*parts)),
        ),
        max_leaves=8,
    ).filter(fits)


def fits(filter: Filter) -> bool:
    """Whether a filter is short enough to be kept."""
    return len(json.dumps(write(filter), ensure_ascii=False)) <= LIMIT


def helds(products: list[int]) -> st.SearchStrategy[Held]:
    """Memberships of these products, around TODAY."""
    starts = st.dates(date(2025, 1, 1), date(2027, 6, 30)) | st.just(TODAY)
    lasts = st.none() | st.integers(0, 500)
    return st.builds(
        lambda product, payment, starts, last, cancelled: Held(
            product, payment, starts, None if last is None else starts + timedelta(last), cancelled
        ),
        st.sampled_from(products),
        st.sampled_from([*Payment]),
        starts,
        lasts,
        st.booleans(),
    )


def someones(products: list[int], groups: list[int]) -> st.SearchStrategy[Someone]:
    """People whom such filters find, or not. Two of them may have the same email."""
    return st.builds(
        Someone,
        email=st.builds(
            "{}{}@{}".format, st.sampled_from("abc"), st.integers(0, 99), st.sampled_from(DOMAINS)
        ),
        first_name=st.sampled_from(["", *PEOPLE]),
        last_name=st.sampled_from(["", *PEOPLE]),
        company=st.sampled_from(["", *COMPANIES]),
        source=st.sampled_from([*Source]),
        added=st.dates(date(2025, 1, 1), date(2026, 12, 31)) | st.just(TODAY),
        memberships=st.lists(helds(products), max_size=3).map(tuple),
        groups=st.frozensets(st.sampled_from(groups)),
        starred=st.booleans(),
        imported=st.none() | st.sampled_from([*IMPORTS]),
    ).map(_arrived)


def _arrived(one: Someone) -> Someone:
    if one.imported is None:
        return one
    return replace(one, source=Source.csv, added=IMPORTS[one.imported])
