"""The `chat.*` and `conversations.*` methods."""

from bot.playground import posting
from bot.playground.api_call import Call, Method, find_channel, missing
from bot.playground.conversations import Channel, Message
from bot.playground.errors import Refused
from bot.playground.json_types import JSON
from bot.playground.people import BOT_USER_ID


def post_message(call: Call) -> JSON:
    """Say something in a conversation."""
    channel = call.channel()
    content = _content(call)
    posting.check(content)
    message = posting.post(call.workspace, channel, content)
    call.events.said_by_app(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": _object(call, message)}


def post_ephemeral(call: Call) -> JSON:
    """Say something that one person sees, and nobody keeps."""
    channel, user = call.channel(), call.text("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    content = _content(call)
    posting.check(content)
    message = posting.post(call.workspace, channel, content, only_for=user)
    return {"message_ts": message.ts}


def update(call: Call) -> JSON:
    """Say something else instead."""
    channel, content = call.channel(), _content(call)
    message = _own(call, channel, "cant_update_message")
    if len(str(content.get("text") or "")) > posting.LONGEST_UPDATE:
        raise Refused("msg_too_long")
    posting.check(content)
    posting.change(call.workspace, channel, message, content)
    own = {"channel": channel.id, "ts": message.ts, "text": message.text}
    return {**own, "message": _object(call, message)}


def delete(call: Call) -> JSON:
    """Take something back."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    posting.take_back(call.workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> JSON:
    """The address of a message."""
    channel, ts = call.channel(), call.text("message_ts")
    if channel.find(ts) is None:
        raise Refused("message_not_found")
    path = f"{call.workspace.address}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": path}


def open_(call: Call) -> JSON:
    """Open the conversation with somebody."""
    named = call.text("channel", "")
    people = [one for one in call.text("users", "").replace(" ", "").split(",") if one]
    if named:
        dm = find_channel(call.workspace, named)
    elif len(people) == 1:
        dm = call.workspace.dms.get(people[0]) or _nobody()
    elif people:
        raise Refused("missing_scope", needed="mpim:write")
    else:
        raise missing("users")
    whole = dm.channel_object() if call.flag("return_im") else {"id": dm.id}
    return {"no_op": True, "already_open": True, "channel": whole}


def info(call: Call) -> JSON:
    """What a conversation is."""
    channel = find_channel(call.workspace, call.text("channel"))
    call.need("im:read" if channel.is_dm else "channels:read")
    return {"channel": channel.channel_object()}


def members(call: Call) -> JSON:
    """Who is in a conversation."""
    channel = find_channel(call.workspace, call.text("channel"))
    call.need("im:read" if channel.is_dm else "channels:read")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def history(call: Call) -> JSON:
    """What was said in a conversation, the latest first."""
    channel = call.channel()
    call.need("im:history" if channel.is_dm else "channels:history")
    said = [_object(call, one) for one in reversed(channel.messages) if not one.only_for]
    return {"messages": said[: call.whole("limit", 100)], "has_more": False}


def _content(call: Call) -> JSON:
    content: JSON = {name: call.content(name) for name in ("blocks", "attachments")}
    return {"text": call.text("text", ""), **content}


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = channel.find(call.text("ts"))
    if message is None or message.only_for:
        raise Refused("message_not_found")
    if message.user_id != BOT_USER_ID or message.subtype:
        raise Refused(error)
    return message


def _object(call: Call, message: Message) -> JSON:
    return message.message_object(call.workspace.address)


def _nobody() -> Channel:
    raise Refused("user_not_found")


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.getPermalink": Method(permalink),
    "conversations.open": Method(open_, "im:write"),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
}
