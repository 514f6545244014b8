"""What Slack refuses in a manifest, of what the playground takes from it: a sentence for each."""

from collections.abc import Iterator

from bot.playground.json_types import JSON

SHORTCUTS = 10
SHORTCUT_TEXTS = {"name": 24, "callback_id": 255, "description": 150}
SHORTCUT_TYPES = ("message", "global")
SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "member_joined_channel": "channels:read",
}
NEEDED_TOO = {"users:read.email": "users:read"}


class ManifestError(ValueError):
    """A manifest with which Slack would not make an app."""


def check(content: JSON) -> None:
    """Raise ManifestError with everything that is wrong, a line each."""
    if problems := [*_about_shortcuts(content), *_about_scopes(content)]:
        raise ManifestError("\n".join(problems))


def _about_shortcuts(content: JSON) -> Iterator[str]:
    entries = content.get("features", {}).get("shortcuts", [])
    if len(entries) > SHORTCUTS:
        yield f"features.shortcuts: {len(entries)} are more than {SHORTCUTS}"
    named = [entry.get("callback_id") for entry in entries]
    for number, entry in enumerate(entries):
        where = f"features.shortcuts[{number}]"
        if entry.get("type") not in SHORTCUT_TYPES:
            yield f"{where}.type: must be message or global, not {entry.get('type')!r}"
        for name, most in SHORTCUT_TEXTS.items():
            text = entry.get(name)
            if not isinstance(text, str) or not 1 <= len(text) <= most:
                yield f"{where}.{name}: must be a text of 1 to {most} characters"
        if entry.get("callback_id") in named[:number]:
            yield f"{where}.callback_id: {entry['callback_id']} is there twice"


def _about_scopes(content: JSON) -> Iterator[str]:
    features, settings = content.get("features", {}), content.get("settings", {})
    scopes = content.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    needed = {
        f"features.{name}": "commands"
        for name in ("slash_commands", "shortcuts")
        if features.get(name)
    }
    events = settings.get("event_subscriptions", {}).get("bot_events", [])
    needed |= {event: SCOPE_OF_EVENT[event] for event in events if event in SCOPE_OF_EVENT}
    needed |= {scope: NEEDED_TOO[scope] for scope in scopes if scope in NEEDED_TOO}
    yield from (f"{what}: needs the scope {s}" for what, s in needed.items() if s not in scopes)
