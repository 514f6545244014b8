"""Every view and message about products, memberships, filters and segments, in every state."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from handlers.state import HOME, Memory, PageState
from handlers.views import (
    books,
    commands,
    contact_card,
    contacts,
    exporting,
    filter_form,
    filter_row,
    filter_writing,
    membership_card,
    membership_forms,
    products,
    segments,
)
from handlers.views.filter_form import Draft, Found
from handlers.views.kit import bold, modal, section
from handlers.views.screen import SegmentLine, SegmentList
from store import filter_sentence, filter_text
from store.books import Seat
from store.contacts import Page
from store.filter_form import MAX_LINES, Line
from store.filter_names import Missing
from store.filters import ANY, Day, Days, Row
from store.membership_lists import MembershipPage
from store.memberships import Added
from store.products import ProductPage, ProductRow
from store.standings import Held
from store.words import Kind, Payment, Role, Source, Status
from tests.sampling import (
    HOSTILE,
    book,
    contact,
    entry,
    hostile,
    long_filter,
    long_history,
    many_entries,
    many_groups,
    many_products,
    many_segments,
    names,
    narrowing,
    product,
    screen,
    segment,
)

Drawn = dict[str, Any]
TODAY = date(2026, 11, 22)
NOBODY = Page([], total=0, capped=False, has_previous=False, has_next=False)
REST = {"capped": True, "has_previous": True, "has_next": True}
ALONE = {"capped": False, "has_previous": False, "has_next": False}


def views() -> Drawn:
    """Every view by a name that says what it is."""
    return {
        **_lists(),
        **_filtered_pages(),
        **_product_forms(),
        **_cards(),
        **_membership_forms(),
        **_filter_forms(),
        **_written_filters(),
        **_segment_forms(),
        **_export_forms(),
        **_time_zones(),
    }


def messages() -> Drawn:
    """Every message by a name that says what it is."""
    return {
        **_answers(),
        **{
            f"export {number}": {"text": told, "blocks": [section(told)]}
            for number, told in enumerate(_export_words())
        },
        **{
            f"product {number}, {what}": {"text": told, "blocks": [section(told)]}
            for number, name in enumerate(HOSTILE)
            for what, told in {
                "deleted": f"The product {bold(name[:75])} was deleted.",
                "progress": f"Deleting {bold(name[:75])}: 1 of {products.memberships(9)}…",
            }.items()
        },
    }


def memory(**changes: Any) -> Memory:
    """A form above a page that remembers much."""
    about = {"book": 7, "contact": 1, "membership": 1, "product": 1, "version": 3}
    return Memory(**({"at": HOME, "page": screen().state, "mark": "0" * 8} | about | changes))


def _lists() -> Drawn:
    drawn = {}
    for role in Role:
        for name, (full, empty) in _pages().items():
            state = PageState(book=7, showing=name)
            asked = {
                "full": {"page": full, "state": state},
                "searched": {"page": full, "state": state.but(search="<!channel> ann")},
                "empty": {"page": empty, "state": state},
                "none found": {"page": empty, "state": state.but(search="<!channel>")},
            }
            for what, changes in asked.items():
                drawn[f"{name}, {what}, {role}"] = contacts.home(screen(role, **changes))
        drawn[f"{name}, {role}, modal"] = contacts.page_modal(screen(role, page=full, state=state))
    return drawn


def _pages() -> dict[str, tuple[Any, Any]]:
    """A full page and an empty one of each list."""
    sold = [ProductRow(one, 10_000, 20_000, one.id) for one in many_products()]
    return {
        "products": (ProductPage(sold, total=10_000, **REST), ProductPage([], total=0, **ALONE)),
        "memberships": (
            MembershipPage(many_entries(), total=10_000, **REST),
            MembershipPage([], total=0, **ALONE),
        ),
        "segments": (
            SegmentList(_segment_lines(), total=25, **REST),
            SegmentList([], total=0, **ALONE),
        ),
    }


def _segment_lines() -> list[SegmentLine]:
    sentence = filter_sentence.say(long_filter(), names())
    return [
        SegmentLine(one, sentence, size=10_000, capped=True, lost=number % 3 == 2)
        for number, one in enumerate(many_segments())
    ]


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


def _product_forms() -> Drawn:
    drawn = {"new product": products.name_form(memory()), "known name": products.name_form(
        memory(), name="x" * 300)}  # fmt: skip
    for one in many_products(len(HOSTILE)):
        drawn |= {
            f"rename product {one.id}": products.name_form(memory(), product=one),
            f"delete product {one.id}": products.delete_question(one, 123_456, memory()),
            f"delete product {one.id}, unused": products.delete_question(one, 0, memory()),
        }
    return drawn


def _cards() -> Drawn:
    """The memberships of one contact, and what the card and the last question say of them."""
    drawn = {}
    for role in Role:
        seat = Seat(book(), role)
        for number in range(len(HOSTILE) if role is Role.owner else 1):
            one = hostile(number)
            held = many_entries(45, of=one)
            past = {kept.membership.id: long_history() for kept in held}
            drawn |= {
                f"memberships {number}, {role}": membership_card.memberships(
                    seat, one, held, past, memory(), f":white_check_mark: {bold(one.name)}"
                ),
                f"card with memberships {number}, {role}": contact_card.card(
                    seat, one, starred=False, groups=[], entries=held, memory=memory()
                ),
                f"delete with memberships {number}": contact_card.delete_question(
                    one, Held(memberships=1_234, active=12), memory()
                ),
            }
        drawn[f"memberships, none, {role}"] = membership_card.memberships(
            seat, contact(), [], {}, memory()
        )
        drawn[f"memberships, one without history, {role}"] = membership_card.memberships(
            seat, contact(), [entry(of=contact())], {}, memory()
        )
    return drawn


def _membership_forms() -> Drawn:
    drawn = {"add membership": membership_forms.add_form(memory(), TODAY)}
    for number in range(1, 1 + len(HOSTILE)):
        one, held = hostile(number), entry(number)
        ended = entry(number, Status.expired, cancelled=True)
        drawn |= {
            f"add membership for {number}": membership_forms.add_form(memory(), TODAY, contact=one),
            f"membership {number} in the way": membership_forms.add_form(
                memory(), TODAY, standing=held
            ),
            f"membership {number} in the way of one": membership_forms.add_form(
                memory(), TODAY, contact=one, standing=held
            ),
            f"extend {number}": membership_forms.extend_form(held, memory()),
            f"extend {number}, endless": membership_forms.extend_form(
                entry(number, ends=None), memory(over_memberships=True)
            ),
            f"renew {number}": membership_forms.renew_form(ended, memory(), TODAY),
            f"pay {number}": membership_forms.payment_form(held, memory()),
            f"cancel {number}": membership_forms.cancel_question(held, memory()),
            f"added {number}": modal("Memberships", [section(f"{bold(one.name)} has it.")]),
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
    edited = memory(segment=1)
    return {
        f"filter form, {name}, {found}{', edited' if kept is edited else ''}": filter_form.form(
            draft, said, names(), kept
        )
        for name, draft in drafts.items()
        for found, said in _found().items()
        for kept in (memory(), edited)
    }


def _written_filters() -> Drawn:
    text = filter_text.write(long_filter(), names())
    forms: list[tuple[str, str]] = [("", ""), (text, ""), ("x" * 3_000, "<!channel> " * 30)]
    numbers = count()
    return {
        f"written filter {next(numbers)}": filter_writing.form(written, found, kept, trouble)
        for written, trouble in forms
        for found in _found().values()
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


def _abouts() -> list[str]:
    """Who is exported, in words."""
    plain, long = PageState(book=7), PageState(filter=filter_text.write(long_filter()))
    kept = PageState(segment=1)
    return [
        exporting.about(plain, narrowing(plain)),
        exporting.about(plain.but(showing="favorites"), narrowing(plain)),
        exporting.about(long.but(showing="groups", group=1), narrowing(long)),
        *(
            exporting.about(kept, narrowing(kept, segment=one, filter=long_filter()))
            for one in many_segments(len(HOSTILE))
        ),
    ]


def _export_forms() -> Drawn:
    return {
        f"export {number}": exporting.form(memory(), about, 10_000, capped=True)
        for number, about in enumerate(_abouts())
    } | {"export begun": modal(exporting.TITLE, [section(exporting.begun())])}


def _export_words() -> list[str]:
    told = [exporting.exported_text(12_345, about) for about in _abouts()]
    return [*told, exporting.sent(), exporting.failed(), exporting.backup_text(1)]


def _time_zones() -> Drawn:
    of = {kind: book(kind) for kind in Kind}
    return {f"time zone, {kind}": books.timezone_form(one, memory()) for kind, one in of.items()}


def _answers() -> Drawn:
    drawn = {
        "helped with memberships": commands.helped_with_memberships("/memberships"),
        "helped with segments": commands.helped_with_segments("/segments"),
    }
    for number, text in enumerate(HOSTILE):
        one = entry(number)
        drawn |= {
            f"membership {number} added": commands.membership_added(Added(one, False)),
            f"membership {number} added to somebody new": commands.membership_added(
                Added(one, True)
            ),
            f"membership {number} refused": commands.refused_membership(f"“{text}” is no product."),
            f"filter {number} refused": filter_writing.refused(
                f"There is no product “{text}”.", "/contacts"
            ),
            **{
                f"membership {number} there, {role}, {status}": commands.membership_there(
                    Seat(book(), role), entry(number, status, product=product(3, text[:75]))
                )
                for role in Role
                for status in Status
            },
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
        "products to give": lambda text: membership_forms.product_choices(some, text),
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
