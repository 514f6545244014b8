"""A studio with three books in it, and people who send what stands in the table of roles."""

import itertools
import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from sqlalchemy import text
from sqlmodel import Session, col, func, select, update

from bot.playground import manifest, payloads
from bot.playground.conversations import Message
from bot.playground.elements import Placed, stateful, usable
from bot.playground.files import File
from bot.playground.people import AMIR, BOT_USER_ID, CARLA, CLEO, EVERYBODY, TEAM_ID, Member
from bot.playground.views import Shown
from bot.playground.workspace import Workspace
from handlers import contacts as contact_handlers
from handlers import screens, state
from handlers.views import bulk as bulk_views
from store import books, contacts, favorites, groups, importing, people, ticks
from store.contacts import Fields
from store.models import Book, Job
from store.scopes import Scope
from store.words import Role
from tests.e2e.role_table import BY_NAME, FILE, HOME, TABLE, Row
from tests.e2e.studio import Answer, Payload, Rows, Studio
from tests.slack_requests import interaction

ELSEWHERE = "T0ELSEWHERE"
DORA, ELI, FRIDA = "U0DORA0001", "U0ELI00001", "U0FRIDA001"
# The ids of each kind begin at a number of their own, so that one is told from the other.
FIRST_IDS = {"book": 2100, "contact": 310_000, "contact_group": 42_000, "job": 53_000}
# A piece of every name in the book of that kind; whoever reads it has seen somebody of there.
NAMES = {"team": "quill", "elsewhere": "aardvark", "personal": "yodel"}


@dataclass(frozen=True)
class Ids:
    """Numbers that a request can name, all of one book."""

    book: int
    contact: int
    group: int
    job: int
    other: int = 0
    empty: int = 0


MISSING = Ids(2999, 319_999, 42_999, 53_999, other=319_998, empty=42_998)


class Stage:
    """Everything is put back before somebody acts: `enter` says who they are in the team book."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self._workspace = Workspace(manifest.read(manifest.find()))
        self._workspace.address = "https://slack.example"
        self._workspace.files.by_id["F1"] = File("F1", "new.csv", CARLA.id, 10)
        self._counter = itertools.count(1)
        self._screens: dict[str, Answer] = {}
        self._rows: dict[str, Rows] = {}
        self._set_up()
        for row in TABLE:
            if row.on:
                self._screen(row.on)
        for name, role in {"stranger": None, **{str(role): role for role in Role}}.items():
            self._seat(CLEO if name == "stranger" else AMIR, role)
            studio.save(name)
        self.dismiss(AMIR)
        studio.save("dismissed")

    def enter(self, who: str) -> tuple[Member, Rows]:
        """Put everything back, with somebody at the door who is this much; and what there is."""
        self.studio.restore(who)
        if who not in self._rows:
            self._rows[who] = self.studio.rows()
        return CLEO if who == "stranger" else AMIR, self._rows[who]

    def send(
        self,
        row: Row,
        person: Member,
        forged: Mapping[int, int] | None = None,
        *,
        works: bool = True,
    ) -> Answer:
        """Do what stands in the table, with other numbers where they are forged."""
        body = self._body(row, person)
        for right, wrong in (forged or {}).items():
            body = re.sub(rf"\b{right}\b", str(wrong), body)
        payload = json.loads(body)
        with self._few_make_a_page(many=row.many):
            return self.studio.send(_encoded(row, payload), works=works)

    def named(self, row: Row) -> list[str]:
        """The kinds of ids that this request names."""
        numbers = set(re.findall(r"\d+", self._body(row, AMIR)))
        return [kind for kind, number in asdict(self.ids).items() if str(number) in numbers]

    def submit(self, opener: Answer, row: Row, person: Member) -> Answer:
        """Submit the form that was really put up for this person."""
        content = next(view for kind, view in opener.shown() if view.get("callback_id") == row.id)
        with self._few_make_a_page(many=row.many):
            return self.studio.send(interaction(self._in_view(row, content, person)))

    def dismiss(self, person: Member) -> None:
        """Carla takes the person's access away."""
        with self.studio.database.writing() as session:
            books.dismiss(session, self.team, by=CARLA.id, person=person.id)

    def admit(self, person: Member, role: Role) -> None:
        """Carla lets the person in, or makes them something else."""
        with self.studio.database.writing() as session:
            books.admit(session, self.team, by=CARLA.id, person=person.id, role=role)

    def _few_make_a_page(self, *, many: bool) -> ExitStack:
        stack = ExitStack()
        for module in (screens, contact_handlers):
            stack.enter_context(patch.object(module, "PAGE_SIZE", 2))
        # So that two answers can be compared, the clock that counts rounds stands still.
        stack.enter_context(patch.object(state, "time", lambda: 1_800_000_000.0))
        if many:
            stack.enter_context(patch.object(bulk_views, "MANY", 1))
        return stack

    def _set_up(self) -> None:
        with self.studio.database.writing() as session:
            for table, first in FIRST_IDS.items():
                sequence = {"table": table, "first": first}
                session.execute(
                    text("INSERT INTO sqlite_sequence VALUES (:table, :first)"), sequence
                )
            for person in EVERYBODY:
                _greeted(session, person)
            self.team = books.team(session, workspace=TEAM_ID)
            away = books.team(session, workspace=ELSEWHERE)
            for person in EVERYBODY:  # who owns a book there owns it there only
                books.install(session, workspace=ELSEWHERE, person=person.id)
            hers = books.personal(session, workspace=TEAM_ID, person=CARLA.id)
            self.ids = _fill(session, self.team, "quill", people=4)
            self.foreign = {
                "another workspace": _fill(session, away, "aardvark", people=2),
                "a personal book": _fill(session, hers, "yodel", people=2),
            }
            for one, role in {DORA: Role.viewer, ELI: Role.editor}.items():
                books.admit(session, self.team, by=CARLA.id, person=one, role=role)
            _make_ready(session, self.team, CARLA, self.ids)
        # What is asked about here waits for an answer ever after.
        self._screens[FILE] = self.send(BY_NAME[FILE], CARLA)
        with self.studio.database.reading() as session:
            newest = session.exec(select(func.max(Job.id)).where(Job.book_id == self.team.id)).one()
        self.ids = replace(self.ids, job=newest)
        self.studio.save("set up")

    def _seat(self, person: Member, role: Role | None) -> None:
        self.studio.restore("set up")
        with self.studio.database.writing() as session:
            _make_ready(session, self.team, person, self.ids)
        if role:
            self.admit(person, role)

    def _screen(self, name: str) -> Answer:
        """What Carla was shown when she did this; drawn once."""
        if name not in self._screens:
            row = BY_NAME[name]
            self._body(row, CARLA)  # draws the screens before it
            self.studio.restore("set up")
            self._screens[name] = self.send(row, CARLA)
        return self._screens[name]

    def _body(self, row: Row, person: Member) -> str:
        """The request as JSON, whatever it will be wrapped in."""
        if row.is_command:
            dm = self._workspace.dms[person.id]
            sent = payloads.command(self._workspace, person, dm, row.id, row.text)
        elif row.is_event:
            sent = self._event(row, person)
        else:
            sent = self._from_screen(row, person)
        return json.dumps(sent)

    def _event(self, row: Row, person: Member) -> Payload:
        number = next(self._counter)
        kind, _, subtype = row.id.partition(".")
        inner: Payload = {"type": kind, "user": person.id, "channel": "D0MESSAGES"}
        if row.id == HOME:
            left = {"book": self.ids.book, "showing": "groups", "group": self.ids.group}
            view = {"private_metadata": "" if row.name == HOME else json.dumps(left)}
            inner |= {"tab": "home", "view": view}
        else:
            inner |= {"channel_type": "im", "ts": f"17.{number}", "text": "hello"}
        if row.name == FILE:
            inner |= {"subtype": subtype, "files": [self._workspace.find_file("F1")]}
        elif row.name == "message":
            inner |= {"subtype": "message_changed"}
        return {
            "type": "event_callback",
            "event_id": f"Ev{number}",
            "team_id": TEAM_ID,
            "event": inner,
        }

    def _from_screen(self, row: Row, person: Member) -> Payload:
        """A click or a submission on the screen that shows it, as Slack would describe it."""
        answer = self._screen(row.on)
        for kind, content in answer.shown():
            if kind == "view" and content.get("callback_id") == row.id:
                return self._in_view(row, content, person)
            if placed := _find(row, content):
                if kind == "view":
                    return self._in_view(row, content, person, placed)
                return self._in_message(row, content, person)
        kind, content = next(answer.shown())
        return self._in_view(row, content, person, _stray(row, self.ids))

    def _in_view(
        self, row: Row, content: Payload, person: Member, placed: Placed | None = None
    ) -> Payload:
        content = self._with_own_mark(content, person)
        shown = Shown(f"V{row.id}", person.id, content, f"V{row.id}")
        shown.paint(content)
        self._type(row, shown)
        if placed is None:
            return payloads.submission(self._workspace, person, shown)
        placed = _find(row, {"blocks": shown.blocks}) or placed
        if placed.kind == "external_select":
            return payloads.suggestion_in_view(self._workspace, person, shown, placed, "")
        entry = payloads.action(self._workspace, placed, shown, _picked(row, placed))
        return payloads.click_in_view(self._workspace, person, shown, entry)

    def _with_own_mark(self, content: Payload, person: Member) -> Payload:
        """The form as if it had been opened by this person, who has ticks of their own."""
        memory = json.loads(content.get("private_metadata") or "{}")
        if "mark" not in memory:
            return content
        with self.studio.database.reading() as session:
            memory["mark"] = ticks.mark(session, self.team, person=person.id)
        return content | {"private_metadata": json.dumps(memory)}

    def _in_message(self, row: Row, content: Payload, person: Member) -> Payload:
        message = Message("17.1", BOT_USER_ID, content["text"], content["blocks"])
        placed = _find(row, {"blocks": message.blocks})
        assert placed
        entry = payloads.action(self._workspace, placed, message, _picked(row, placed))
        dm = self._workspace.dms[person.id]
        return payloads.click_in_message(self._workspace, person, dm, message, entry)

    def _type(self, row: Row, shown: Shown) -> None:
        ids = asdict(self.ids)
        for block, value in row.typed.items():
            raw = value.format(**ids) if isinstance(value, str) else value
            for placed in stateful(shown.blocks):
                if placed.key[0].startswith(block.format(**ids)):
                    chosen = {"text": {"type": "plain_text", "text": "x"}, "value": raw}
                    if placed.kind == "external_select":
                        shown.values.remember(placed, [chosen])
                    shown.values.raw[placed.key] = raw


def _greeted(session: Session, person: Member) -> None:
    """Roster knows the person already, and their own book has somebody in it."""
    about = {"workspace": TEAM_ID, "person": person.id}
    people.remember(session, **about, name=person.real_name, admin=person.is_admin)
    own = books.personal(session, **about)
    if person is not CARLA:
        contacts.add(session, own, person=person.id, fields=Fields(email="mum@example.com"))


def _fill(session: Session, book: Book, name: str, people: int) -> Ids:
    """People, a group with them, an empty one, and an import that waits for an answer."""
    by = CARLA.id
    made = [
        contacts.add(
            session,
            book,
            person=by,
            fields=Fields(email=f"{name}a{number}@example.com", first_name=f"{name.title()}a"),
        )
        for number in range(1, people + 1)
    ]
    group = groups.add(session, book, person=by, name=f"{name.title()}group")
    groups.put(session, book, group_id=group.id, scope=Scope())
    empty = groups.add(session, book, person=by, name=f"{name.title()}zero")
    job = importing.begin(session, book, person=by, key="file", data={"name": f"{name}.csv"})
    assert job
    waits = update(Job).where(col(Job.id) == job.id).values(step="importing.answer", due_at=None)
    session.exec(waits)
    return Ids(book.id, made[0].id, group.id, job.id, made[1].id, empty.id)


def _make_ready(session: Session, book: Book, person: Member, ids: Ids) -> None:
    """The person has ticked two of the book, and starred the second of them."""
    both = [ids.contact, ids.other]
    ticks.merge(session, book, person=person.id, shown=both, ticked=both)
    favorites.add(session, book, person=person.id, contact_id=ids.other)


def _find(row: Row, content: Payload) -> Placed | None:
    for placed in usable(content.get("blocks", [])):
        if placed.element.get("action_id") != row.id:
            continue
        if not row.word or _picked(row, placed):
            return placed
    return None


def _picked(row: Row, placed: Placed) -> Any:
    """The option of a menu that begins with the row's word; of others their value."""
    if placed.kind == "overflow":
        values = [option["value"] for option in placed.element["options"]]
        return next((value for value in values if value.split(" ")[0] == row.word), None)
    return placed.element.get("value")


def _stray(row: Row, ids: Ids) -> Placed:
    """A button that stands on another screen; its value is the book."""
    button = {"type": "button", "action_id": row.id, "value": str(ids.book)}
    return Placed({"type": "actions", "block_id": "b"}, button)


def _encoded(row: Row, payload: Payload) -> bytes:
    if row.is_command:
        return urlencode(payload).encode()
    return json.dumps(payload).encode() if row.is_event else interaction(payload)
