"""Every view about filters and segments, in every state, and what their selects offer."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from handlers.state import PageState
from handlers.views import (
    contacts,
    filter_form,
    filter_row,
    filter_writing,
    membership_forms,
    segments,
)
from handlers.views.filter_form import Draft, Found
from store import filter_sentence, filter_text
from store.books import Seat
from store.contacts import Page
from store.filter_form import MAX_LINES, Line
from store.filter_names import Missing
from store.filters import ANY, Day, Days, Row
from store.words import Payment, Role, Source, Status
from tests.sampling import (
    HOSTILE,
    book,
    hostile,
    long_filter,
    many_groups,
    many_products,
    many_segments,
    memory,
    names,
    narrowing,
    product,
    screen,
    segment,
)

Drawn = dict[str, Any]
NOBODY = Page([], total=0, capped=False, has_previous=False, has_next=False)
SEATS = {role: Seat(book(), role) for role in (Role.owner, Role.viewer)}


def views() -> Drawn:
    """Every view by a name that says what it is."""
    return {
        **_filtered_pages(),
        **_filter_forms(),
        **_written_filters(),
        **_segment_forms(),
    }


def _filtered_pages() -> Drawn:
    row = PageState(book=7, product=1, status=Status.expired, payment=Payment.comped)
    long = PageState(book=7, filter=filter_text.write(long_filter()))
    kept, gone = PageState(book=7, segment=1), PageState(book=7, product=999)
    states = {
        "by the row": (row, {}),
        "by the row, and a search": (row.but(search="<!channel> *a*"), {}),
        "among favorites": (row.but(showing="favorites"), {}),
        "in a group": (row.but(showing="groups", group=1), {}),
        "by a long filter": (long, {}),
        "by a deleted product": (gone, {"missing": Missing(products=1)}),
        "by deleted ones": (gone, {"missing": Missing(products=2, groups=3)}),
        "by a deleted group": (gone, {"missing": Missing(groups=1)}),
        "by an import that is gone": (gone, {"missing": Missing(imports=1)}),
        "by all that is gone": (gone, {"missing": Missing(products=2, groups=3, imports=4)}),
        **{
            f"by segment {one.id}": (kept, {"segment": one, "filter": long_filter()})
            for one in many_segments(len(HOSTILE))
        },
        "by a lost segment": (kept, {"segment": segment(), "missing": Missing(products=1)}),
        "by a segment and more": (
            row.but(segment=1, search="ann"),
            {"segment": segment(), "filter": filter_text.parse("status:expired")},
        ),
    }
    drawn = {}
    for name, (state, changes) in states.items():
        asked = {"state": state, "narrowing": narrowing(state, **changes)}
        if state.group:
            asked["group"] = many_groups(2)[1]
        drawn |= {
            f"contacts {name}": contacts.home(screen(**asked)),
            f"contacts {name}, viewer": contacts.home(screen(Role.viewer, **asked)),
            f"nobody {name}": contacts.page_modal(screen(page=NOBODY, **asked)),
        }
    return drawn


def full_row(number: int) -> Row:
    """A row of the filter form in which everything is asked."""
    text = HOSTILE[number % len(HOSTILE)]
    between = Days(Day(date(1900, 1, 1)), Day(date(2999, 12, 31)))
    return Row(
        search=" ".join(text.split())[:200],
        products=(0, 1, 2, 999) if number % 2 else ANY,
        statuses=tuple(Status),
        payments=tuple(Payment),
        starts=between,
        ends=between,
        groups=(3, 4, 5, 999) if number % 2 else ANY,
        favorite=bool(number % 2),
        companies=(text[:75], "Acme"),
        domains=("gmail.com", "example.com"),
        sources=tuple(Source),
        imports=(6, 7, 8, 999) if number % 2 else ANY,
        added=between,
    )


def full_lines(length: int = MAX_LINES) -> list[Line]:
    """The rows of the largest form there is."""
    return [
        Line("or" if number % 3 == 1 else "and", number % 2 == 0, full_row(number))
        for number in range(length)
    ]


def _found() -> dict[str, Found]:
    sentence = filter_sentence.say(long_filter(), names())
    written = filter_text.write(long_filter(), names())
    return {
        "many": Found(sentence, written, 10_000, capped=True),
        "one": Found("have <!channel>", "product:<!channel>", 1, capped=False),
        "everybody": Found("", "", 0, capped=False),
        "trouble": Found(sentence, written, 0, capped=False, trouble="<!channel> is deleted."),
    }


def _filter_forms() -> Drawn:
    by_hand = Row(added=Days(Day(days=-3), None), ends=Days(None, Day(months=1)))
    few = Row(search="ann", products=(1,), statuses=(Status.active,))
    drafts = {
        "empty": Draft.of([]),
        "one row": Draft.of([Line("and", False, few)]),
        "one row, all fields": Draft.of([]).show_more(0),
        "days by hand": Draft.of([Line("and", True, by_hand)]),
        "row by row": Draft.of([]).add().add().remove(0),
        "full": Draft.of(full_lines()),
        "nearly full": Draft.of(full_lines(MAX_LINES - 1)),
    }
    return {
        f"filter form, {name}, {found}, {role}{', edited' if kept.segment else ''}": (
            filter_form.form(seat, draft, said, names(), kept)
        )
        for name, draft in drafts.items()
        for found, said in _found().items()
        for role, seat in SEATS.items()
        for kept in (memory(), memory(segment=1))
    }


def _written_filters() -> Drawn:
    text = filter_text.write(long_filter(), names())
    forms: list[tuple[str, str]] = [("", ""), (text, ""), ("x" * 3_000, "<!channel> " * 30)]
    numbers = count()
    return {
        f"written filter {next(numbers)}": filter_writing.form(seat, written, found, kept, trouble)
        for written, trouble in forms
        for found in _found().values()
        for seat in SEATS.values()
        for kept in (memory(), memory(segment=1))
    }


def _segment_forms() -> Drawn:
    sentence = filter_sentence.say(long_filter(), names())
    drawn = {"save as segment": segments.name_form(memory(), sentence=sentence)}
    for one in many_segments(len(HOSTILE)):
        drawn |= {
            f"rename segment {one.id}": segments.name_form(memory(), segment=one),
            f"delete segment {one.id}": segments.delete_question(one, memory()),
        }
    return drawn


def choices() -> dict[str, list[dict[str, Any]]]:
    """The options of every select that asks for them while somebody types."""
    some = many_products(100)
    people = [hostile(number) for number in range(100)]
    kept, found = many_segments(100), [(text[:75], n) for n, text in enumerate(HOSTILE * 13)]
    suggest: dict[str, Callable[[str], list[dict[str, Any]]]] = {
        "products of the filter row": lambda text: filter_row.product_choices(some, text),
        "segments": lambda text: filter_row.segment_choices(kept, text),
        "products or groups of a row": lambda text: filter_form.choices(found, "Any group", text),
        "products to give": lambda text: membership_forms.product_choices(
            [*some, product(101, "Archived", archived=True)], text
        ),
        "contacts": lambda _: membership_forms.contact_choices(people, "a" * 64 + "@example.com"),
        "contacts, and a long email": lambda _: membership_forms.contact_choices(
            people, "a" * 64 + "@" + "b" * 180 + ".com"
        ),
    }
    return {
        f"{name}, {typed or 'nothing'}": options(typed)
        for name, options in suggest.items()
        for typed in ("", "all", "any", *HOSTILE)
    }
