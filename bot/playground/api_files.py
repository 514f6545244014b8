"""The `files.*` methods: uploading in three steps, asking, deleting."""

from bot.playground import posting
from bot.playground.api_call import Call, Method, missing
from bot.playground.conversations import Channel
from bot.playground.errors import Refused
from bot.playground.files import File
from bot.playground.json_types import JSON, Raw
from bot.playground.people import BOT_USER_ID
from bot.playground.reach import may_app_read


def get_upload_url(call: Call) -> JSON:
    """Where the bytes of a new file may be sent."""
    name, length = call.text("filename"), call.whole("length")
    if length < 1:
        raise Refused("invalid_arguments", "must be greater than 0 [json-pointer:/length]")
    file = call.workspace.files.announce(name, length, BOT_USER_ID)
    return {"upload_url": f"{call.workspace.address}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> JSON:
    """Share uploaded files in a conversation, or keep them for later."""
    files = tuple(_uploaded(call))
    for channel in _channels(call):
        content = {"text": call.text("initial_comment", ""), "blocks": call.content("blocks")}
        if content["text"] or content["blocks"]:
            posting.check(content)
        message = posting.post(call.workspace, channel, content, files=files)
        call.events.said_by_app(channel, message)
    return {"files": [_object(call, file) for file in files]}


def info(call: Call) -> JSON:
    """What a file is."""
    return {"file": _object(call, _visible(call)), "comments": [], "paging": {}}


def delete(call: Call) -> JSON:
    """Let a file be gone; only its owner may."""
    file = _visible(call)
    if file.owner_id != BOT_USER_ID:
        raise Refused("cant_delete_file")
    workspace = call.workspace
    workspace.files.remove(file.id)
    for channel in workspace.channels.values():
        for message in channel.messages:
            message.files = [one for one in message.files if one is not file]
    workspace.touch(*workspace.people)
    return {}


def _uploaded(call: Call) -> list[File]:
    """The files that are named, each with all its bytes there."""
    named = call.content("files")
    if not isinstance(named, list) or not named:
        raise missing("files")
    found = []
    for entry in named:
        file = call.workspace.files.by_id.get(_id(entry))
        if file is None or file.owner_id != BOT_USER_ID or file.stored is None:
            raise Refused("file_not_found")
        if file.size != file.length:
            raise Refused("file_upload_size_mismatch")
        file.title = entry.get("title") or file.name
        found.append(file)
    return found


def _object(call: Call, file: File) -> JSON:
    return file.file_object(call.workspace.address)


def _id(entry: Raw) -> str:
    if not isinstance(entry, dict):
        raise Refused("invalid_arguments", "must be an object [json-pointer:/files/0]")
    return str(entry.get("id"))


def _channels(call: Call) -> list[Channel]:
    """Where the files go: one channel_id, or several by comma."""
    if call.args.get("channel_id"):
        return [call.channel("channel_id")]
    named = [one for one in call.text("channels", "").split(",") if one]
    return [Call(call.workspace, call.events, {"channel": one}, []).channel() for one in named]


def _visible(call: Call) -> File:
    file = call.workspace.files.by_id.get(call.text("file"))
    if file is None or not may_app_read(call.workspace, file):
        raise Refused("file_not_found")
    return file


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
    "files.info": Method(info, "files:read"),
    "files.delete": Method(delete, "files:write"),
}
