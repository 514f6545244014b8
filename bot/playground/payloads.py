"""What Slack sends when somebody does something, field by field."""

import time

from bot.playground.conversations import Channel, Message
from bot.playground.elements import KINDS, Placed
from bot.playground.json_types import JSON, Raw
from bot.playground.people import APP_ID, TEAM_DOMAIN, TEAM_ID, Member
from bot.playground.views import Shown
from bot.playground.workspace import Workspace

VERIFICATION_TOKEN = "playground-verification-token"


def command(workspace: Workspace, person: Member, channel: Channel, name: str, text: str) -> JSON:
    """A slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_dm else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, "commands", person, channel),
        "trigger_id": workspace.triggers.trigger(person.id),
    }


def click_in_view(workspace: Workspace, person: Member, shown: Shown, action: JSON) -> JSON:
    """Something was clicked or chosen in a modal or on the Home tab."""
    in_modal = shown.id if shown.body["type"] == "modal" else ""
    return {
        **_common("block_actions", person),
        "container": {"type": "view", "view_id": shown.id},
        "trigger_id": workspace.triggers.trigger(person.id, in_modal),
        "view": shown.view_object(workspace.find_file),
        "actions": [action],
    }


def click_in_message(
    workspace: Workspace, person: Member, channel: Channel, message: Message, action: JSON
) -> JSON:
    """Something was clicked or chosen in a message; an ephemeral one does not come along."""
    payload = {
        **_common("block_actions", person),
        **_place(channel, message),
        "trigger_id": workspace.triggers.trigger(person.id),
        "response_url": _response_url(workspace, "actions", person, channel, message.ts),
        "state": message.values.state(message.blocks, workspace.find_file),
        "actions": [action],
    }
    if not message.only_for:
        payload["message"] = message.message_object(workspace.address)
    return payload


def shortcut(
    workspace: Workspace, person: Member, channel: Channel, message: Message, callback_id: str
) -> JSON:
    """A message shortcut was chosen; its response url changes nobody's message."""
    own = _common("message_action", person)
    del own["api_app_id"]  # alone among its kind, it does not name the app
    return {
        **own,
        "action_ts": f"{time.time():.6f}",
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.trigger(person.id),
        "response_url": _response_url(workspace, "app", person, channel),
        "channel": _channel(channel),
        "message_ts": message.ts,
        "message": message.message_object(workspace.address),
    }


def submission(workspace: Workspace, person: Member, shown: Shown) -> JSON:
    """A modal was submitted."""
    return {
        **_common("view_submission", person),
        "trigger_id": workspace.triggers.trigger(person.id, shown.id),
        "view": shown.view_object(workspace.find_file),
        "response_urls": [],
    }


def closing(workspace: Workspace, person: Member, shown: Shown, *, is_cleared: bool) -> JSON:
    """A modal that asked to be told was closed."""
    view = shown.view_object(workspace.find_file)
    return {**_common("view_closed", person), "view": view, "is_cleared": is_cleared}


def suggestion_in_view(
    workspace: Workspace, person: Member, shown: Shown, placed: Placed, query: str
) -> JSON:
    """Something was typed into a searching select of a view."""
    return {
        **_common("block_suggestion", person),
        "container": {"type": "view", "view_id": shown.id},
        **_asked(placed, query),
        "view": shown.view_object(workspace.find_file),
    }


def suggestion_in_message(
    workspace: Workspace,
    person: Member,
    channel: Channel,
    message: Message,
    placed: Placed,
    query: str,
) -> JSON:
    """Something was typed into a searching select of a message."""
    payload = {
        **_common("block_suggestion", person),
        **_place(channel, message),
        **_asked(placed, query),
    }
    if not message.only_for:
        payload["message"] = message.message_object(workspace.address)
    return payload


def action(workspace: Workspace, placed: Placed, holder: Shown | Message, value: Raw) -> JSON:
    """The one entry of `actions`: what was clicked, and what it holds now."""
    block_id, action_id = placed.key
    entry: JSON = {"type": placed.kind, "action_id": action_id, "block_id": block_id}
    element = placed.element
    if placed.kind == "overflow":
        entry["selected_option"] = next(o for o in element["options"] if o["value"] == value)
    elif placed.kind in KINDS:
        entry |= holder.values.entry(placed, workspace.find_file)
    kept = ["text", "value", "style", "placeholder", "confirm"]
    kept += ["initial_option", "initial_options", "initial_date"]
    entry |= {name: element[name] for name in kept if name in element and name not in entry}
    return {**entry, "action_ts": f"{time.time():.6f}"}


def _common(kind: str, person: Member) -> JSON:
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": TEAM_ID,
        },
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(channel: Channel, message: Message) -> JSON:
    return {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.only_for),
        },
        "channel": _channel(channel),
    }


def _channel(channel: Channel) -> JSON:
    return {"id": channel.id, "name": "directmessage" if channel.is_dm else channel.name}


def _asked(placed: Placed, query: str) -> JSON:
    block_id, action_id = placed.key
    return {"action_id": action_id, "block_id": block_id, "value": query}


def _response_url(
    workspace: Workspace, kind: str, person: Member, channel: Channel, ts: str = ""
) -> str:
    name = workspace.triggers.hook(person.id, channel.id, ts)
    return f"{workspace.address}/hooks/{kind}/{TEAM_ID}/{name}"
