"""Every role and every action: who may do what, and that nobody else sees or changes anything."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from bot.playground.people import CARLA
from handlers import commands, membership_commands
from store.books import REFUSALS
from store.words import Role
from tests import samples
from tests.e2e.role_row import ACCESS, BOOK, MENTION, NOTHING, OWN, WORK, Row
from tests.e2e.role_table import BY_NAME, TABLE
from tests.e2e.stage import Stage
from tests.e2e.stage_books import MISSING, NAMES, Ids
from tests.e2e.studio import Answer, Rows, Studio, changed, of_books
from tests.test_ids import clicks, questions

ROLES = {"stranger": None, "dismissed": None, **{str(role): role for role in Role}}
NO_BOOK = "This book is not there any more, or you have no access to it."
REFUSED = [NO_BOOK, *REFUSALS.values()]
PERSONAL = {"favorite", "selection", "tick", "person"}
BOOKKEEPING = {"job", "upload", "audit_entry"}
FORMS = {view["callback_id"] for view in samples.views().values() if "submit" in view}
SUBMISSIONS = [row for row in TABLE if row.id in FORMS]
# What goes on as a job; the import that is chosen about, confirmed or cancelled is Carla's.
CARLAS = ("importing.cancel", "import_choices.choose")
LONG = [row for row in TABLE if row.changes == WORK and row.name not in CARLAS]
LONG += [BY_NAME["ticks.confirm_delete"], BY_NAME["ticks.confirm_again"], BY_NAME["imports.undo"]]
LONG += [BY_NAME["products.confirm_delete (of many)"]]
ASKED = [row for row in TABLE if row.asks]
DRAWN = {"action": clicks().keys(), "options": questions().keys()}
# What stands in a click or a form that somebody may have written by hand.
PARTS = ["actions", "private_metadata", "state"]
Forged = dict[int, int]


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    file = tmp_path_factory.mktemp("roles") / "roster.db"
    shutil.copy(sqlite_template, file)
    studio = Studio(f"sqlite:///{file}")
    yield Stage(studio)
    studio.close()


def test_the_table_names_every_id_that_roster_listens_to(stage):
    heard = {name for kind, name in _heard(stage) if kind != "options"}
    assert {row.id for row in TABLE if not row.asks} == heard


def test_the_table_names_every_select_that_asks_roster_for_its_options(stage):
    asked = {name for kind, name in _heard(stage) if kind == "options"}
    assert {row.id for row in TABLE if row.asks} == asked


def test_every_form_that_roster_listens_to_is_submitted_after_its_access_has_gone(stage):
    forms = {name for kind, name in _heard(stage) if kind == "view"}
    assert {row.id for row in SUBMISSIONS} == forms


def test_the_table_has_every_word_of_every_command():
    listed = {row.name.partition(" (")[0] for row in TABLE if row.is_command}
    contacts = {f"/contacts {word}" for word in commands.CONTACT_WORDS}
    groups = {f"/groups {word}" for word in commands.GROUP_WORDS}
    memberships = {f"/memberships {word}" for word in membership_commands.MEMBERSHIP_WORDS}
    segments = {f"/segments {word}" for word in membership_commands.SEGMENT_WORDS}
    alone = {"/contacts", "/groups", "/memberships", "/segments"}
    assert listed == contacts | groups | memberships | segments | alone


def test_the_table_has_every_choice_of_every_menu():
    drawn = {
        f"{menu['action_id']} {option['value'].split(' ')[0]}"
        for drawn in [*samples.views().values(), *samples.messages().values()]
        for menu in _menus(drawn.get("blocks"))
        for option in menu["options"]
    }
    assert drawn <= {row.name for row in TABLE}


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_may_do_what_the_table_says_and_no_more(stage, row, who):
    person, before = stage.enter(who)
    answer = stage.send(row, person)
    _check(stage, row, ROLES[who], answer, before, stage.studio.rows())


@pytest.mark.parametrize("left", [None, Role.viewer, Role.editor])
@pytest.mark.parametrize("row", SUBMISSIONS, ids=str)
def test_rights_are_read_when_a_form_is_submitted_and_not_when_it_is_opened(stage, row, left):
    person, _ = stage.enter("owner")
    opened = stage.send(BY_NAME[row.on], person)
    if left:
        stage.admit(person, left)
    else:
        stage.dismiss(person)
    before = stage.studio.rows()
    answer = stage.submit(opened, row, person)
    _check(stage, row, left, answer, before, stage.studio.rows())


@pytest.mark.parametrize("row", LONG, ids=str)
def test_work_that_had_to_wait_gives_nothing_to_somebody_who_lost_access_meanwhile(stage, row):
    person, _ = stage.enter("owner")
    stage.send(row, person, works=False)
    stage.dismiss(person)
    before = of_books(stage.studio.rows(), {stage.team.id})
    answer = stage.studio.work()
    assert any(answer.where(sentence) for sentence in REFUSED)
    assert NAMES["team"] not in answer.text.lower()
    after = of_books(stage.studio.rows(), {stage.team.id})
    # An import that is not undone after all can be undone by others.
    assert changed(before, after) <= BOOKKEEPING | PERSONAL | {"contact_import"}


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_what_is_in_another_book_is_as_if_it_did_not_exist(stage, row):
    for kinds, part in _combinations(stage, row):
        nobodys = _forged(stage.ids, MISSING, kinds)
        person, _ = stage.enter("owner")
        nowhere = stage.send(row, person, nobodys, part=part)
        for whose in stage.foreign:
            theirs = _forged(stage.ids, stage.foreign[whose], kinds)
            person, before = stage.enter("owner")
            elsewhere = stage.send(row, person, theirs, part=part)
            after = stage.studio.rows()
            _check_that_other_books_are_untouched(stage, before, after, elsewhere)
            assert _numberless(elsewhere, theirs) == _numberless(nowhere, nobodys)
            assert not _mentioned(of_books(after, {stage.team.id}), theirs)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("row", ASKED, ids=str)
@pytest.mark.parametrize("whose", ["elsewhere", "personal"])
def test_nobody_is_offered_what_is_in_another_book_however_well_they_guess(stage, row, who, whose):
    person, _ = stage.enter(who)
    for text in (NAMES[whose], NAMES[whose].title(), NAMES[whose][:3]):
        answer = stage.send(replace(row, text=text), person)
        offered = [one["text"]["text"] for one in json.loads(answer.ack or "{}").get("options", [])]
        known = [name for name in offered if not name.startswith("➕ New")]
        assert not [name for name in known if NAMES[whose] in name.lower()]


@pytest.mark.parametrize("part", PARTS)
def test_ids_are_forged_in_every_part_of_a_request(stage, part):
    assert sum(bool(stage.named(row, part)) for row in TABLE) >= 20


@pytest.mark.parametrize("kind", asdict(MISSING))
def test_ids_of_every_kind_are_forged(stage, kind):
    assert sum(kind in stage.named(row) for row in TABLE) >= 2


def _combinations(stage: Stage, row: Row) -> Iterator[tuple[list[str], str]]:
    """Each kind alone, then all of them together, then those in each part that Roster reads."""
    kinds = stage.named(row)
    yield from (([kind], "") for kind in kinds)
    if len(kinds) > 1:
        yield kinds, ""
    of_parts = {part: stage.named(row, part) for part in PARTS}
    if sum(map(bool, of_parts.values())) > 1:
        yield from ((named, part) for part, named in of_parts.items() if named)


def _forged(right: Ids, wrong: Ids, kinds: list[str]) -> Forged:
    return {getattr(right, kind): getattr(wrong, kind) for kind in kinds}


def _numberless(answer: Answer, forged: Forged) -> str:
    """What was answered, whatever the number was that was forged."""
    return re.sub(rf"\b({'|'.join(map(str, forged.values()))})\b", "#", answer.lasting)


def _mentioned(rows: Rows, forged: Forged) -> set[str]:
    """The tables in which a forged number stands now; a job or a consent may remember the page it
    came from."""
    wrong = re.compile(rf"\b({'|'.join(map(str, forged.values()))})\b")
    return {name for name, found in rows.items() if wrong.search(str(found))} - {
        "job",
        "consent",
    }


def _check(
    stage: Stage, row: Row, role: Role | None, answer: Answer, before: Rows, after: Rows
) -> None:
    """That it was done where the role allows it, else refused, and no other book is touched."""
    assert answer.status == 200
    _check_that_other_books_are_untouched(stage, before, after, answer)
    before, after = (of_books(rows, {stage.team.id}) for rows in (before, after))
    if role is None:
        said = row.text.rpartition(" ")[2] or "nothing"
        assert NAMES["team"] not in answer.text.replace(said, "").lower()
    if row.least is None or (role and role.allows(row.least)):
        _check_that_it_is_done(row, answer, before, after)
    else:
        assert changed(before, after) == set()
        _check_that_it_is_refused(row, role, answer)


def _check_that_it_is_done(row: Row, answer: Answer, before: Rows, after: Rows) -> None:
    assert not any(answer.where(sentence) for sentence in REFUSED)
    assert row.shows in answer.text
    touched = changed(before, after) - BOOKKEEPING
    if row.changes == OWN:
        assert touched
        assert touched <= PERSONAL
        assert _of_others(before) == _of_others(after)
    elif row.changes == BOOK:
        assert touched - PERSONAL
        assert "access" not in touched
    elif row.changes == ACCESS:
        assert touched == {"access"}
    else:
        assert touched == set()
        assert ("job" in changed(before, after)) == (row.changes != NOTHING)


def _check_that_it_is_refused(row: Row, role: Role | None, answer: Answer) -> None:
    places = {place for sentence in REFUSED for place in answer.where(sentence)}
    if row.asks:  # without a word: there would be one for each letter that is typed
        assert answer.ack == '{"options": []}'
        assert not answer.calls
    elif row.alone and role is None:
        assert places == set()
    else:
        assert places & _surfaces(row)


def _surfaces(row: Row) -> set[str]:
    """Where somebody who did this stands and looks."""
    if row.is_command or row.id in FORMS:
        return {"ack", "chat.postEphemeral"}
    if row.is_event:
        return {"chat.postEphemeral" if row.id == MENTION else "chat.postMessage"}
    return {"views.open", "views.push", "chat.postEphemeral"}


def _check_that_other_books_are_untouched(
    stage: Stage, before: Rows, after: Rows, answer: Answer
) -> None:
    theirs = {ids.book for ids in stage.foreign.values()}
    assert of_books(before, theirs) == of_books(after, theirs)
    assert NAMES["elsewhere"] not in answer.text.lower()
    assert NAMES["personal"] not in answer.text.lower()


def _of_others(rows: Rows) -> dict[str, list[str]]:
    """What is personal to Carla: her stars and her ticks."""
    hers = {
        name: [row for row in rows[name] if CARLA.id in row] for name in ("favorite", "selection")
    }
    selections = {json.loads(row)["id"] for row in hers["selection"]}
    ticks = [row for row in rows["tick"] if json.loads(row)["selection_id"] in selections]
    return {**hers, "tick": ticks}


def _heard(stage: Stage) -> Iterator[tuple[str, str]]:
    """What Roster listens to, by kind and name, without the two catch-alls at the end."""
    for kind, named in stage.studio.registered:
        if isinstance(named, dict):
            yield kind, f"{named['type']}.{named['subtype']}"
        elif not isinstance(named, re.Pattern):
            yield kind, named
        elif named.pattern:
            yield from ((kind, id) for id in sorted(DRAWN[kind]) if named.match(id))


def _menus(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "overflow":
            yield part
        for inner in part.values():
            yield from _menus(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _menus(inner)
