"""Every view and message about products, memberships, filters and segments, in every state."""

from datetime import date
from typing import Any

from handlers.memberships import told
from handlers.state import PageState
from handlers.views import (
    books,
    commands,
    contact_card,
    contacts,
    exporting,
    filter_writing,
    membership_card,
    membership_forms,
    products,
)
from handlers.views.kit import bold, modal, section
from handlers.views.memberships import count as counted
from handlers.views.screen import SegmentLine, SegmentList
from store import filter_sentence, filter_text
from store.books import Seat
from store.contacts import Page
from store.membership_lists import MembershipPage
from store.memberships import Added
from store.products import ProductPage, ProductRow
from store.standings import Held
from store.words import Kind, Role, Status
from tests.sampling import (
    HOSTILE,
    book,
    contact,
    entry,
    hostile,
    long_filter,
    long_history,
    many_entries,
    many_products,
    many_segments,
    memory,
    names,
    narrowing,
    product,
    screen,
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
        **_product_forms(),
        **_cards(),
        **_membership_forms(),
        **_export_forms(),
        **_time_zones(),
        **_notices(),
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
                "progress": f"Deleting {bold(name[:75])}: 1 of {counted(9)}…",
            }.items()
        },
    }


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
            f"membership {number} changed": membership_forms.changed(ended, f"{one.name} did."),
            f"extend {number} again": membership_forms.with_notice(
                membership_forms.extend_form(held, memory()), f"{one.name} did."
            ),
            f"added {number}": modal("Memberships", [section(f"{bold(one.name)} has it.")]),
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
    told = [
        exporting.exported_text(counts, about)
        for about in _abouts()
        for counts in ([12_345], [1, 23_456])
    ]
    return [*told, exporting.sent(), exporting.failed(), exporting.backup_text(1)]


def _time_zones() -> Drawn:
    of = {kind: book(kind) for kind in Kind}
    return {f"time zone, {kind}": books.timezone_form(one, memory()) for kind, one in of.items()}


def _notices() -> Drawn:
    """The page with what was done above it."""
    return {
        f"notice of membership {number}": contacts.home(
            screen(rows=1, notice=told(Added(entry(number), is_new_contact=number % 2 == 0)))
        )
        for number in range(len(HOSTILE))
    }


def _answers() -> Drawn:
    drawn = {
        "helped with memberships": commands.helped_with_memberships("/memberships"),
        "helped with segments": commands.helped_with_segments("/segments"),
    }
    for number, text in enumerate(HOSTILE):
        one = entry(number)
        drawn |= {
            f"membership {number} added": commands.membership_added(
                Added(one, is_new_contact=False)
            ),
            f"membership {number} added to somebody new": commands.membership_added(
                Added(one, is_new_contact=True)
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
