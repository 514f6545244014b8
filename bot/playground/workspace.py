"""The workspace: everything that this little Slack remembers, and who is told when it changes.

Everything is read and changed under `lock`; nobody holds it while the app is asked something.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bot.playground.conversations import Channel, Message, new_dm
from bot.playground.errors import NotPossible
from bot.playground.files import File, Files
from bot.playground.json_types import JSON
from bot.playground.manifest import Manifest
from bot.playground.people import BOT_USER_ID, EVERYBODY, TEAM_ID, TEAM_NAME, Member
from bot.playground.triggers import Triggers
from bot.playground.views import Views

GENERAL = "C0GENERAL1"


@dataclass
class Notice:
    """What Slack says into a person's face."""

    id: int
    text: str


class Workspace:
    """One team, its people, and one app."""

    def __init__(
        self,
        manifest: Manifest,
        *,
        people: tuple[Member, ...] = EVERYBODY,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.manifest = manifest
        self.people = {person.id: person for person in people}
        self.address = ""  # where the playground answers; known once it has started
        self.installed = True
        self.stopped = False
        self.views = Views()
        self.files = Files()
        self.triggers = Triggers(now)
        general = Channel(GENERAL, "general", members=set(self.people))
        self.channels = {GENERAL: general}
        self.dms = {one: new_dm(one, manifest.name) for one in self.people}
        self.channels |= {dm.id: dm for dm in self.dms.values()}
        self.notices: dict[str, Notice] = {}
        self.version = 1
        self._versions = dict.fromkeys(self.people, 1)
        self._last_ts = 0

    def ts(self) -> str:
        """A moment that no other message has."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def person(self, person_id: str) -> Member:
        """One of the people to be; the first of them when nobody is named."""
        if not person_id:
            return next(iter(self.people.values()))
        if person_id not in self.people:
            raise NotPossible("There is nobody of that name here.")
        return self.people[person_id]

    def channel(self, person_id: str, channel_id: str) -> Channel:
        """A conversation that this person sees."""
        channel = self.channels.get(channel_id)
        if channel is None or person_id not in channel.members:
            raise NotPossible("There is no such conversation here.")
        return channel

    def touch(self, *person_ids: str) -> None:
        """Say that something changed for these people."""
        with self.lock:
            self.version += 1
            for one in person_ids:
                self._versions[one] = self.version
            self.lock.notify_all()

    def seen(self, channel: Channel, message: Message) -> None:
        """Say that a message came or changed, to those who see it."""
        people = {message.only_for} if message.only_for else channel.members - {BOT_USER_ID}
        self.touch(*people)

    def notify(self, person_id: str, text: str) -> None:
        """Say something into a person's face; nothing takes it away again."""
        with self.lock:
            if text or person_id in self.notices:
                self.notices.pop(person_id, None)
                if text:
                    self.notices[person_id] = Notice(self.version + 1, text)
                self.touch(person_id)

    def version_of(self, person_id: str) -> int:
        """When something last changed for this person."""
        return self._versions[person_id]

    def wait(self, person_id: str, after: int, seconds: float) -> int:
        """Wait until something changed for this person since then; the present version."""
        with self.lock:
            self.lock.wait_for(
                lambda: self.stopped or self._versions[person_id] > after, timeout=seconds
            )
            return self._versions[person_id]

    def stop(self) -> None:
        """Let nobody wait any longer."""
        with self.lock:
            self.stopped = True
            self.files.close()
            self.lock.notify_all()

    def find_file(self, file_id: str) -> JSON:
        """A file in a form as Slack describes it to the app, which may read it from then on."""
        file = self.files.by_id[file_id]
        file.given = True
        return file.file_object(self.address)

    def file_seen_by(self, person_id: str, file_id: str) -> File | None:
        """A file that this person sees in a conversation."""
        with self.lock:
            seen = [one for one in self.channels.values() if person_id in one.members]
            messages = [said for channel in seen for said in channel.seen_by(person_id)]
            files = [file for message in messages for file in message.files]
            return next((file for file in files if file.id == file_id), None)

    def names(self) -> dict[str, str]:
        """What can be mentioned: @people by both of their names, @the app, #channels; their ids."""
        people = self.people.values()
        known = {f"@{name}": one.id for one in people for name in (one.name, one.real_name)}
        known[f"@{self.manifest.name}"] = BOT_USER_ID
        return known | {f"#{one.name}": one.id for one in self.channels.values() if not one.is_dm}

    def state(self, person_id: str) -> JSON:
        """All that the page needs to draw one person's screen."""
        me = self.person(person_id)
        notice = self.notices.get(me.id)
        home = self.views.homes.get(me.id)
        seen = [one for one in self.channels.values() if me.id in one.members]
        return {
            "version": self._versions[me.id],
            "team": {"id": TEAM_ID, "name": TEAM_NAME},
            "me": me.card(),
            "people": [person.card() for person in self.people.values()],
            "app": self._app(),
            "commands": [self._command(name) for name in self.manifest.commands_by_name],
            "shortcuts": [asdict(one) for one in self.manifest.message_shortcuts],
            "channels": [one.card() for one in seen],
            "home": home.page_object() if home else None,
            "messages": {c.id: [self._message(one) for one in c.seen_by(me.id)] for c in seen},
            "modals": [shown.page_object() for shown in self.views.stack(me.id)],
            "notice": {"id": notice.id, "text": notice.text} if notice else None,
        }

    def _app(self) -> JSON:
        about = self.manifest
        own = {"name": about.name, "user_id": BOT_USER_ID, "color": about.color}
        return {**own, "description": about.description}

    def _command(self, name: str) -> JSON:
        command = self.manifest.commands_by_name[name]
        return {
            "command": command.command,
            "usage_hint": command.usage_hint,
            "description": command.description,
        }

    def _message(self, message: Message) -> JSON:
        return {
            "ts": message.ts,
            "user": self._speaker(message),
            "text": message.text,
            "blocks": message.blocks,
            "files": [file.card() for file in message.files],
            "ephemeral": bool(message.only_for),
            "subtype": message.subtype,
            "has_shortcuts": message.has_shortcuts,
            "edited": message.edited,
            "values": message.values.by_block(),
            "chosen": message.values.chosen(message.blocks),
        }

    def _speaker(self, message: Message) -> JSON:
        about, person = self.manifest, self.people.get(message.user_id)
        if person:
            own = {"id": person.id, "name": person.real_name, "color": person.color}
            return {**own, "is_bot": False}
        return {"id": BOT_USER_ID, "name": about.name, "color": about.color, "is_bot": True}
