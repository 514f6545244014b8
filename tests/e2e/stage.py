"""A studio with three books in it, and people who send what stands in the table of roles."""

import itertools
import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from sqlalchemy import text
from sqlmodel import func, select

from bot.playground import manifest, payloads
from bot.playground.conversations import Message
from bot.playground.elements import Placed, stateful, usable
from bot.playground.files import File
from bot.playground.people import AMIR, BOT_USER_ID, CARLA, CLEO, EVERYBODY, TEAM_ID, Member
from bot.playground.views import Shown
from bot.playground.workspace import Workspace
from handlers import lists, state
from handlers.views import bulk as bulk_views
from handlers.views import import_plan
from handlers.views import importing as importing_views
from handlers.views import syncing as syncing_views
from handlers.views.kit import message
from store import books, imports, product_removal, ticks
from store.words import Role
from store.work_models import Job
from tests import samples_imports
from tests.e2e.role_row import FILE, HOME, MENTION, Row
from tests.e2e.role_table import BY_NAME, TABLE
from tests.e2e.stage_books import FIRST_IDS, Ids, fill, greet, make_ready
from tests.e2e.studio import Answer, Payload, Rows, Studio
from tests.slack_requests import interaction

ELSEWHERE = "T0ELSEWHERE"
DORA, ELI, FRIDA = "U0DORA0001", "U0ELI00001", "U0FRIDA001"


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
        part: str = "",
        works: bool = True,
    ) -> Answer:
        """Do what stands in the table, with other numbers where they are forged: in one part of
        the request, or in all of it."""
        payload: Payload = json.loads(self._body(row, person))
        holder, name = _part(payload, part) if part else ({"": payload}, "")
        body = json.dumps(holder[name])
        for right, wrong in (forged or {}).items():
            body = re.sub(rf"\b{right}\b", str(wrong), body)
        if part:
            holder[name] = json.loads(body)
        else:
            payload = json.loads(body)
        with self._few_make_a_page(many=row.many):
            return self.studio.send(_encoded(row, payload), works=works)

    def named(self, row: Row, part: str = "") -> list[str]:
        """The kinds of ids that this request names, in one part of it or in all of it."""
        body = self._body(row, AMIR)
        if part:
            holder, name = _part(json.loads(body), part)
            body = json.dumps(holder.get(name))
        numbers = set(re.findall(r"\d+", body))
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
        stack.enter_context(patch.object(lists, "PAGE_SIZE", 2))
        stack.enter_context(patch.object(syncing_views, "SHOWN", 2))
        stack.enter_context(patch.object(imports, "find", partial(imports.find, size=1)))
        # So that two answers can be compared, the clock that counts rounds stands still, and
        # forms have the same names.
        stack.enter_context(patch.object(state, "time", lambda: 1_800_000_000.0))
        stack.enter_context(patch.object(state.secrets, "token_hex", lambda size: "0f" * size))
        if many:
            stack.enter_context(patch.object(bulk_views, "MANY", 1))
            stack.enter_context(patch.object(product_removal, "CHUNK", 1))
        return stack

    def _set_up(self) -> None:
        with self.studio.database.writing() as session:
            for table, first in FIRST_IDS.items():
                sequence = {"table": table, "first": first}
                session.execute(
                    text("INSERT INTO sqlite_sequence VALUES (:table, :first)"), sequence
                )
            for person in EVERYBODY:
                greet(session, person)
            self.team = books.team(session, workspace=TEAM_ID)
            away = books.team(session, workspace=ELSEWHERE)
            for person in EVERYBODY:  # who owns a book there owns it there only
                books.install(session, workspace=ELSEWHERE, person=person.id)
            hers = books.personal(session, workspace=TEAM_ID, person=CARLA.id)
            self.ids = fill(session, self.team, "quill", people=4)
            self.foreign = {
                "another workspace": fill(session, away, "aardvark", people=2),
                "a personal book": fill(session, hers, "yodel", people=2),
            }
            for one, role in {DORA: Role.viewer, ELI: Role.editor}.items():
                books.admit(session, self.team, by=CARLA.id, person=one, role=role)
            make_ready(session, self.team, CARLA, self.ids)
        self._screens |= self._writing()
        # What is asked about here waits for an answer ever after.
        self._screens[FILE] = self.send(BY_NAME[FILE], CARLA)
        with self.studio.database.reading() as session:
            newest = session.exec(select(func.max(Job.id)).where(Job.book_id == self.team.id)).one()
        self.ids = replace(self.ids, job=newest)
        self.studio.save("set up")

    def _writing(self) -> dict[str, Answer]:
        """How far the import is that is being written, and the question that stood there before."""
        value = state.address(self.ids.book, self.ids.writing)
        progress = importing_views.progress_blocks("busy.csv", 1, 2, value)
        asked = import_plan.plan_blocks(samples_imports.plan(), "busy.csv", "Team book", value)
        told = {"importing.write": progress, "importing.ask": asked}
        return {
            name: Answer(200, "", [("chat.postMessage", message("Importing", blocks))])
            for name, blocks in told.items()
        }

    def _seat(self, person: Member, role: Role | None) -> None:
        self.studio.restore("set up")
        with self.studio.database.writing() as session:
            make_ready(session, self.team, person, self.ids)
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
            said = row.text.format(**asdict(self.ids))
            sent = payloads.command(self._workspace, person, dm, row.id, said)
        elif row.is_event:
            sent = self._event(row, person)
        elif row.is_shortcut:
            sent = self._shortcut(row, person)
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
            place = {} if row.id == MENTION else {"channel_type": "im"}
            inner |= place | {"ts": f"17.{number}", "text": "hello"}
        if row.drops:
            inner |= {"files": [self._workspace.find_file("F1")]}
        if row.id == FILE:
            inner |= {"subtype": subtype}
        elif row.name == "message":
            inner |= {"subtype": "message_changed"}
        return {
            "type": "event_callback",
            "event_id": f"Ev{number}",
            "team_id": TEAM_ID,
            "event": inner,
        }

    def _shortcut(self, row: Row, person: Member) -> Payload:
        """A shortcut at somebody's message."""
        dropped = [self._workspace.files.by_id["F1"]] if row.drops else []
        said = Message(f"17.{next(self._counter)}", CARLA.id, row.text, files=dropped)
        dm = self._workspace.dms[person.id]
        return payloads.shortcut(self._workspace, person, dm, said, row.id)

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
        if row.asks:
            return payloads.suggestion_in_view(self._workspace, person, shown, placed, row.text)
        entry = payloads.action(self._workspace, placed, shown, _picked(row, placed))
        return payloads.click_in_view(self._workspace, person, shown, entry)

    def _with_own_mark(self, content: Payload, person: Member) -> Payload:
        """The form as if it had been opened by this person, who has ticks of their own."""
        memory = json.loads(content.get("private_metadata") or "{}")
        if "mark" not in memory or not memory.get("ticked"):
            return content
        with self.studio.database.reading() as session:
            memory["mark"] = ticks.mark(session, self.team, person=person.id)
        return content | {"private_metadata": json.dumps(memory)}

    def _in_message(self, row: Row, content: Payload, person: Member) -> Payload:
        told = Message("17.1", BOT_USER_ID, content["text"], content["blocks"])
        placed = _find(row, {"blocks": told.blocks})
        assert placed
        entry = payloads.action(self._workspace, placed, told, _picked(row, placed))
        dm = self._workspace.dms[person.id]
        return payloads.click_in_message(self._workspace, person, dm, told, entry)

    def _type(self, row: Row, shown: Shown) -> None:
        ids = asdict(self.ids)
        for where, value in row.typed.items():
            block, _, action = where.format(**ids).partition(" ")
            raw = _filled(value, ids)
            for placed in stateful(shown.blocks):
                own_block, own_action = placed.key
                if own_block.startswith(block) and own_action.startswith(action):
                    if placed.searches:
                        shown.values.remember(placed, [_option(one) for one in _listed(raw)])
                    shown.values.raw[placed.key] = raw


def _part(payload: Payload, part: str) -> tuple[Payload, str]:
    """Where the part of a request stands, and its name there."""
    return (payload if part in payload else payload.get("view", {})), part


def _filled(value: Any, ids: dict[str, int]) -> Any:
    """What is put in, with numbers in place of their names."""
    if isinstance(value, list):
        return [_filled(one, ids) for one in value]
    return value.format(**ids) if isinstance(value, str) else value


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _option(value: str) -> Payload:
    return {"text": {"type": "plain_text", "text": "x"}, "value": value}


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
