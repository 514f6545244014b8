"""Every view and message about imports, drawn with kind and with hostile data."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.state import Memory
from handlers.views import (
    import_choices,
    import_columns,
    import_plan,
    import_result,
    importing,
    imports,
    saving,
)
from handlers.views.kit import modal, section
from store.books import Seat
from store.headers import SHOWN
from store.import_choices import Choices
from store.import_undo import Undone
from store.importing import Plan, Problem, Result
from store.imports import ImportPage
from store.people_in_text import Someone
from store.words import Existing, ImportState, Role
from store.work_models import Import
from tests.sampling import HOSTILE, book, contact

Drawn = dict[str, dict[str, Any]]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FILE = "<!here> ../x.csv" + "\u202e" + "x" * 300
BIG = 2**53


def plan(**changes: Any) -> Plan:
    problems = [Problem(line, HOSTILE[line % len(HOSTILE)]) for line in range(40)]
    some = [(n, f"{text[:300]} · ann@example.com") for n, text in enumerate(HOSTILE[:3])]
    made = Plan(
        label="Google Contacts export",
        rows=150,
        new=104,
        known=6,
        changing=2,
        repeated=1,
        further=3,
        unusable=40,
        problems=problems,
        new_some=some,
        known_some=some,
        changing_some=some,
        repeated_some=some,
        columns=[HOSTILE[n % len(HOSTILE)][:75] for n in range(2_000)],
        first_values=[HOSTILE[n % 5][:75] for n in range(2_000)],
        places={field: (n, n + 100) for n, field in enumerate(SHOWN)},
        recognised={"email": (0,)},
        used=["First Name", "E-mail 1 - Value", *HOSTILE],
        ignored=["Photo"],
    )
    return replace(made, **changes)


def result(**changes: Any) -> Result:
    made = Result(
        rows=150,
        added=104,
        updated=2,
        known=4,
        repeated=1,
        further=3,
        unusable=36,
        problems=plan().problems,
    )
    return replace(made, **changes)


def full_plan(number: int) -> Plan:
    """A plan in which everything is chosen, with hostile names."""
    text = HOSTILE[number][:75]
    chosen = Choices(
        existing=[*Existing][number % 3],
        group=text,
        star=True,
        memberships=True,
        product=text,
        day_first=[None, True, False][number % 3],
    )
    return plan(
        groups=[text] * 20,
        group_count=200,
        new_groups=199,
        products=[text] * 20,
        product_count=100,
        new_products=99,
        memberships=12_345,
        has_groups=True,
        has_memberships=True,
        ambiguous=number % 3 == 0,
        choices=chosen,
    )


def one(number: int, state: ImportState, *, days: int = 1) -> Import:
    at = NOW - timedelta(days=days)
    return Import(
        book_id=7,
        id=BIG + number,
        person="U1",
        name=HOSTILE[number % len(HOSTILE)] * 2,
        label="Google Contacts export",
        state=state,
        counts={"added": 104, "updated": 3, "grouped": 2, "given": 1} if number % 2 else {},
        started_at=at,
        finished_at=at,
        undone_at=at if state is ImportState.undone else None,
        undone_by="U2",
    )


def undone(number: int) -> Undone:
    return Undone(
        deleted=1_234,
        restored=2,
        kept=[HOSTILE[number]] * 10,
        kept_count=20 + number,
        ungrouped=3,
        unstarred=4,
        taken=5,
        memberships_kept=6,
        groups_deleted=7,
        products_deleted=8,
    )


def _forms() -> Drawn:
    memory = Memory(book=BIG, job=BIG)
    drawn = {
        "import, choose": importing.choose_form(Memory(book=7)),
        "import, waiting": importing.waiting_modal(FILE),
        "import, no file": importing.no_file(),
        "import, columns": import_columns.form(plan(), memory),
        "import, columns without names": import_columns.form(plan(columns=[]), memory),
        "import, plan": modal(importing.TITLE, _plan(plan())),
        "import, result": modal(importing.TITLE, _result(result())),
    }
    for number in range(len(HOSTILE)):
        drawn[f"import, choices {number}"] = import_choices.form(full_plan(number), memory)
    return drawn


def _lists() -> Drawn:
    pages = {
        "full": ImportPage([one(n, [*ImportState][n % 5]) for n in range(10)], has_next=True),
        "old": ImportPage([one(1, ImportState.done, days=40)], has_next=False),
        "empty": ImportPage([], has_next=False),
    }
    drawn = {}
    for role in (Role.editor, Role.owner):
        for what, page in pages.items():
            seat, memory = Seat(book(), role), Memory(book=7)
            drawn[f"imports, {what}, {role}"] = imports.listed(seat, page, memory, NOW)
    return drawn


def _saving() -> Drawn:
    memory = Memory(book=7, mark="x")
    found = [
        Someone(f"ann{n}@example.com", HOSTILE[n % len(HOSTILE)], HOSTILE[-1]) for n in range(50)
    ]
    found[0] = Someone("a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".com", "", "")
    known = [contact(n, first_name=HOSTILE[n % len(HOSTILE)]) for n in range(50)]
    return {
        "save, full": saving.form(found, known, memory),
        "save, one": saving.form(found[1:2], [], memory),
        "save, all known": saving.form([], known, memory),
        "save, nobody": saving.form([], [], memory),
        "saved": saving.saved([*HOSTILE * 3], known),
        "saved, nobody new": saving.saved([], known),
    }


def _plan(drawn: Plan, name: str = "a.csv") -> list[dict[str, Any]]:
    return import_plan.plan_blocks(drawn, name, "Team book", f"{BIG}:{BIG}")


def _result(drawn: Result, **changes: Any) -> list[dict[str, Any]]:
    given = {"value": f"{BIG}:{BIG}", "is_sent": True}
    return import_result.result_blocks(drawn, FILE, **given | changes)


def views() -> Drawn:
    """Every modal by a name that says what it is."""
    return {**_forms(), **_lists(), **_saving()}


def messages() -> Drawn:
    """The blocks of every message by a name that says what it is."""
    nobody = plan(new=0, known=0, changing=0)
    drawn = {
        "plan": _plan(plan(), FILE),
        "plan, nobody new": _plan(plan(new=0, changing=0), FILE),
        "plan, only changes": _plan(plan(new=0), FILE),
        "plan, only a star": _plan(plan(new=0, changing=0, choices=Choices(star=True)), FILE),
        "plan, nobody": [*_plan(nobody, FILE), import_result.mend(is_sent=True)],
        "plan, refused": _plan(plan(refused=f"“{HOSTILE[0]}” looks like no list."), FILE),
        "plan, memberships offered": _plan(plan(has_memberships=True), FILE),
        "progress": importing.progress_blocks(FILE, 10, 1000, "7:1"),
        "result": _result(result()),
        "result, nothing changed": _result(result(added=0, updated=0), value=""),
        "result, stopped": _result(result(stopped=True, unreached=50)),
        "result, unfinished": _result(result(), warning=importing.unfinished(FILE)),
        "refused": importing.refused_blocks(FILE, "This is an Excel workbook."),
        "failed": importing.failed_blocks(FILE),
        "cancelled": importing.cancelled_blocks(FILE),
        "over": importing.over_blocks(),
        "mentioned": [section(importing.mentioned([FILE] * 20))],
        "mentioned, no file": [section(importing.mentioned([]))],
        "comment": [section(import_result.comment(FILE))],
        "undoing": [section(imports.progress(FILE, 10, 1000))],
        "not undone": imports.not_undone(FILE),
    }
    everything = {"grouped": 1, "starred": 2, "given": 3, "had": 4, "refused": 5}
    made = {"new_groups": 1, "new_products": 2}
    drawn["result, everything"] = _result(result(**everything, **made))
    for number in range(len(HOSTILE)):
        drawn[f"plan {number}"] = _plan(full_plan(number), FILE)
        drawn[f"undone {number}"] = imports.undone_blocks(undone(number), FILE)
    return {f"import {what}": {"text": what, "blocks": blocks} for what, blocks in drawn.items()}
