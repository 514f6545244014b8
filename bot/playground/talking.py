"""What a driven person does in conversations: going there, saying, dropping, acting on messages."""

from collections.abc import Mapping

from bot.playground.json_types import JSON
from bot.playground.limits.surfaces import walk
from bot.playground.reading import read
from bot.playground.screen import Screen, block_text
from bot.playground.seeing import NotOnScreen, Seeing


class Talking(Seeing):
    """Somebody who goes places and says things there."""

    def home(self) -> None:
        """Open the app's Home tab."""
        self.place = "home"
        self._wire.act(self.id, "home")

    def open_messages(self) -> None:
        """Open the app's Messages tab."""
        self.place = self.dm
        self._wire.act(self.id, "messages")

    def go(self, channel: str) -> None:
        """Open a channel by its name."""
        channels = {one["name"]: one["id"] for one in self.state["channels"]}
        self.place = channels[channel.removeprefix("#")]

    def command(self, text: str) -> None:
        """Type a slash command where the person is; from the Home tab, in the Messages tab."""
        self._wire.act(self.id, "command", channel=self._conversation(), text=text)

    def say(self, text: str) -> None:
        """Say something where the person is."""
        self._wire.act(self.id, "say", channel=self._conversation(), text=text)

    def drop(self, name: str, content: bytes, text: str = "") -> None:
        """Drop a file into the conversation."""
        self._wire.upload(self.id, name, content, channel=self._conversation(), text=text)

    def drop_all(self, contents: Mapping[str, bytes], text: str = "") -> None:
        """Drop several files into the conversation, in one message."""
        self._wire.upload_all(self.id, contents, channel=self._conversation(), text=text)

    def download(self, name: str) -> bytes:
        """Fetch the latest file of this name from the conversation."""

        def find(screen: Screen) -> str | None:
            messages = reversed(screen.state["messages"][self._conversation()])
            files = [file for message in messages for file in message["files"]]
            return next((file["id"] for file in files if file["name"] == name), None)

        found = self.until(find, what=f"the file {name!r}")
        return self._wire.download(self.id, found)

    # the app in channels, and its shortcuts at messages

    @property
    def conversation(self) -> list[JSON]:
        """The messages where the person is, the oldest first."""
        said: list[JSON] = self.state["messages"][self._conversation()]
        return said

    @property
    def app_is_here(self) -> bool:
        """Whether the app is in the conversation where the person is."""
        channels = {one["id"]: one for one in self.state["channels"]}
        return bool(channels[self._conversation()]["has_app"])

    def invite(self) -> None:
        """Let the app into the channel where the person is."""
        self.command(f"/invite @{self.state['app']['name']}")

    def remove_app(self) -> None:
        """Take the app out of the channel where the person is."""
        self.command(f"/remove @{self.state['app']['name']}")

    def shortcuts(self, *, near: str = "", message: JSON | None = None) -> list[str]:
        """What the app offers in "More actions" of a message, called as in `shortcut`."""
        message = message or self._message(near)
        known = self.state["shortcuts"] if message["has_shortcuts"] else []
        return [one["name"] for one in known]

    def shortcut(self, name: str, *, near: str = "", message: JSON | None = None) -> None:
        """Choose one of the app's shortcuts in "More actions" of a message.

        It is this message, or else the latest here whose words or files hold `near`.
        """
        if self.state["modals"]:
            raise NotOnScreen("A window is before the messages; close it first.")
        message = message or self._message(near)
        offered = self.shortcuts(message=message)
        if name not in offered:
            found = ", ".join(offered) or "nothing"
            raise NotOnScreen(f"{name!r} is not offered at that message, but {found}")
        ids = {one["name"]: one["callback_id"] for one in self.state["shortcuts"]}
        where = {"channel": self._conversation(), "ts": message["ts"]}
        self._wire.act(self.id, "shortcut", **where, callback_id=ids[name])

    def _message(self, near: str) -> JSON:
        def find(screen: Screen) -> JSON | None:
            messages = reversed(screen.state["messages"][self._conversation()])
            return next((m for m in messages if near in _words(m, screen)), None)

        found: JSON = self.until(find, what=f"a message with {near!r}")
        return found

    def _conversation(self) -> str:
        if self.place == "home":
            self.place = self.dm
        return self.place


def _words(message: JSON, screen: Screen) -> str:
    """All that stands in a message: its words, its blocks, the names of its files."""
    blocks = [block_text(block, screen.names) for _, block in walk("", message["blocks"])]
    names = [file["name"] for file in message["files"]]
    return "\n".join([read(message["text"], screen.names), *blocks, *names])
