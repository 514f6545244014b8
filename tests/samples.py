"""Every view and message of Roster, drawn with kind and with hostile data, for the guard tests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.state import HOME, Memory, PageState
from handlers.views import books, commands, contact_card, contact_form, contacts, errors, importing
from handlers.views import help as helping
from handlers.views.kit import modal
from store.books import Seat
from store.contacts import Fields, Page, Row
from store.importing import Plan, Problem, Result
from store.models import Access, Book, Contact, Kind, Role, Source
from store.paging import Cursor

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


def screen(role: Role = Role.owner, rows: int = 25, **changes: Any) -> contacts.Screen:
    team, own = Seat(book(), role), Seat(book(Kind.personal), Role.owner)
    people = [Row(hostile(n) if n % 2 else contact(n), starred=n % 3 == 0) for n in range(rows)]
    page = Page(people, total=12345, capped=True, has_previous=True, has_next=True)
    cursor = Cursor("🧘" * 100, 10**15)
    state = PageState(book=7, search="<!channel> ann" * 10, after=cursor, first=26)
    return replace(contacts.Screen(team, [team, own], page, state, "*Ann* was added."), **changes)


def _screens() -> dict[str, Any]:
    full, viewer = screen(), screen(Role.viewer)
    empty = Page([], total=0, capped=False, has_previous=False, has_next=False)
    nothing = screen(page=empty, state=PageState(book=7), seats=[full.seat])
    return {
        "home": contacts.home(full),
        "home of a viewer": contacts.home(viewer),
        "home, empty": contacts.home(nothing),
        "home, nobody found": contacts.home(screen(page=empty)),
        "home, no favorites": contacts.home(screen(page=empty, state=PageState(favorites=True))),
        "home, all favorites": contacts.home(screen(state=PageState(favorites=True))),
        "page": contacts.page_modal(full),
        "page, empty": contacts.page_modal(nothing),
    }


def _contacts() -> dict[str, Any]:
    memory = Memory(at=HOME, page=screen().state, book=7, contact=1, version=3)
    seat, drawn = Seat(book(), Role.owner), {}
    for number in range(len(HOSTILE) + 1):
        one = hostile(number) if number < len(HOSTILE) else contact()
        drawn |= {
            f"card {number}": contact_card.card(seat, one, starred=True, memory=memory, notice="!"),
            f"delete {number}": contact_card.delete_question(one, memory),
            f"edit {number}": contact_form.edit_form(one, memory, known=one),
            f"changed {number}": contact_form.changed_form(one, Fields(email="x"), memory),
        }
    viewer = Seat(book(), Role.viewer)
    return drawn | {
        "card of a viewer": contact_card.card(viewer, contact(), starred=False, memory=memory),
        "add": contact_form.add_form(memory),
        "add, known": contact_form.add_form(memory, known=hostile(0)),
    }


def plan(**changes: Any) -> Plan:
    problems = [Problem(line, HOSTILE[line % len(HOSTILE)]) for line in range(40)]
    made = Plan(
        label="Google Contacts export",
        rows=112,
        new=104,
        known=6,
        repeated=1,
        unusable=40,
        problems=problems,
        used=["First Name", "E-mail 1 - Value"],
        ignored=["Photo"],
    )
    return replace(made, **changes)


def result() -> Result:
    return Result(rows=112, added=104, known=6, repeated=1, unusable=1, problems=plan().problems)


def _modals() -> dict[str, Any]:
    people = [Access(book_id=7, person=f"U{n}", role=Role.editor) for n in range(60)]
    return {
        "help": helping.help_modal(),
        "sorry": errors.sorry("x" * 4000),
        "people": books.people_form(people, Memory(book=7), "done"),
        "import, choose": importing.choose_form(Memory(book=7)),
        "import, waiting": importing.waiting_modal("=1.csv" + "x" * 300),
        "import, plan": modal(
            importing.TITLE, importing.plan_blocks(plan(), "a.csv", "Team book", "7:1")
        ),
        "import, result": modal(importing.TITLE, importing.result_blocks(result(), "a.csv")),
    }


def views() -> dict[str, dict[str, Any]]:
    """Every view by a name that says what it is."""
    return _screens() | _contacts() | _modals()


def messages() -> dict[str, dict[str, Any]]:
    """The blocks of every message by a name that says what it is."""
    seat, name = Seat(book(), Role.owner), "<!here> ../x.csv" + "\u202e" + "x" * 300
    return {
        "added": commands.added(seat, hostile(0)),
        "already there": commands.already_there(hostile(1)),
        "refused": commands.refused("<!channel> is not an email."),
        "helped": commands.helped("/contacts"),
        **{
            f"import {what}": {"text": what, "blocks": blocks}
            for what, blocks in {
                "plan": importing.plan_blocks(plan(), name, "Team book", "7:1"),
                "nobody new": importing.plan_blocks(plan(new=0), name, "Team book", "7:1"),
                "progress": importing.progress_blocks(name, 10, 1000),
                "result": importing.result_blocks(result(), name),
                "refused": importing.refused_blocks(name, "This is an Excel workbook."),
                "failed": importing.failed_blocks(name),
                "cancelled": importing.cancelled_blocks(name),
                "over": importing.over_blocks(),
            }.items()
        },
    }
