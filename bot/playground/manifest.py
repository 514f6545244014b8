"""The app as its manifest describes it: name, commands, shortcuts, scopes and events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.playground import manifest_rules
from bot.playground.json_types import JSON

HERE = Path(__file__).parent
# in the repository it stands at the top, in an installed package beside this file
PLACES = (HERE.parent.parent / "manifest.yml", HERE / "manifest.yml")


@dataclass(frozen=True)
class Command:
    """One slash command."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """One shortcut: at every message, or everywhere (global)."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """What Slack knows of an app before it ever speaks."""

    name: str
    description: str = ""
    color: str = "#1f5f5b"
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home: bool = False
    messages: bool = False
    interactive: bool = True
    suggests: bool = True  # whether Slack knows where to ask for the options of a searching select
    commands_by_name: dict[str, Command] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "commands_by_name", {one.command: one for one in self.commands})

    @property
    def message_shortcuts(self) -> list[Shortcut]:
        """The shortcuts that stand at messages."""
        return [one for one in self.shortcuts if one.type == "message"]


def find() -> Path:
    """Where the manifest of this app is."""
    return next((place for place in PLACES if place.exists()), PLACES[0])


def read(path: Path) -> Manifest:
    """Read a manifest as Slack does; it is YAML or JSON, which YAML contains."""
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")))


def parse(content: JSON) -> Manifest:
    """Take what the playground needs from a manifest that was read; ManifestError if unfit."""
    manifest_rules.check(content)
    about, features = content["display_information"], content.get("features", {})
    settings, home = content.get("settings", {}), features.get("app_home", {})
    clicks = settings.get("interactivity", {})
    return Manifest(
        name=features.get("bot_user", {}).get("display_name", about["name"]),
        description=about.get("description", ""),
        color=about.get("background_color", "#1f5f5b"),
        commands=tuple(_commands(features.get("slash_commands", []))),
        shortcuts=tuple(_shortcuts(features.get("shortcuts", []))),
        scopes=frozenset(content.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        home=home.get("home_tab_enabled", False),
        messages=home.get("messages_tab_enabled", False)
        and not home.get("messages_tab_read_only_enabled", False),
        interactive=clicks.get("is_enabled", False),
        suggests=bool(clicks.get("message_menu_options_url"))
        or settings.get("socket_mode_enabled", False),
    )


def _commands(entries: Iterable[JSON]) -> Iterable[Command]:
    for entry in entries:
        yield Command(
            command=entry["command"],
            description=entry.get("description", ""),
            usage_hint=entry.get("usage_hint", ""),
            should_escape=entry.get("should_escape", False),
        )


def _shortcuts(entries: Iterable[JSON]) -> Iterable[Shortcut]:
    names = ("name", "type", "callback_id", "description")
    return (Shortcut(**{name: entry[name] for name in names}) for entry in entries)
