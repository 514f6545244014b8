"""What the app's answers do: to a command, a click, a submission, or through a response url."""

from collections.abc import Callable

from bot.playground import limits, posting
from bot.playground.conversations import Channel
from bot.playground.delivery import Answer
from bot.playground.errors import Refused
from bot.playground.json_types import JSON, Raw
from bot.playground.people import BOT_USER_ID, Member
from bot.playground.triggers import Hook
from bot.playground.views import Shown
from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def to_command(
    workspace: Workspace, person: Member, channel: Channel, name: str, answer: Answer
) -> None:
    """Show what a command was answered: nothing, or a message that only this person sees."""
    if not answer.ok:
        error = "operation_timeout" if answer.failure == "timeout" else "dispatch_failed"
        workspace.notify(person.id, f'{name} failed with the error "{error}"')
        return
    said = answer.read()
    content = {"text": said} if isinstance(said, str) else said
    if isinstance(content, dict) and (content.get("text") or content.get("blocks")):
        try:
            _say(workspace, channel, person.id, content)
        except Refused as error:
            workspace.notify(person.id, f'{name} failed with the error "{error.code}"')


def to_click(workspace: Workspace, person: Member, answer: Answer) -> None:
    """Tell the person when a click came to nothing."""
    name = workspace.manifest.name
    if answer.failure == "timeout":
        workspace.notify(person.id, f"{name} didn't respond in time. Try again.")
    elif not answer.ok:
        workspace.notify(person.id, f"{name} couldn't handle that. Try again.")


def to_submission(workspace: Workspace, shown: Shown, answer: Answer) -> dict[str, str]:
    """Do with the modal what the app answered; the errors at its inputs, if it answered those."""
    if not answer.ok:
        raise Refused("trouble", answer.failure or f"answered {answer.status} instead of 200")
    said = answer.read()
    if not said:
        with workspace.lock:
            workspace.views.close(shown)
            workspace.touch(shown.person_id)
        return {}
    act = _ACTIONS.get(said.get("response_action", "") if isinstance(said, dict) else "")
    if act is None:
        raise Refused("trouble", "the answer has no response_action that Slack knows")
    with workspace.lock:
        errors = act(workspace, shown, said)
        workspace.touch(shown.person_id)
    return errors


def to_hook(workspace: Workspace, hook: Hook, content: JSON) -> None:
    """Do what the app asked for through a response url."""
    with workspace.lock:
        channel = workspace.channels[hook.channel_id]
        message = channel.find(hook.message_ts) if hook.message_ts else None
        if content.get("delete_original"):
            if message:
                posting.take_back(workspace, channel, message)
            return
        if content.get("replace_original") and message:
            posting.check(content)
            blocks = content.get("blocks") or []
            posting.change(workspace, channel, message, {**content, "blocks": blocks})
            return
        _say(workspace, channel, hook.person_id, content)


def _say(workspace: Workspace, channel: Channel, person_id: str, content: JSON) -> None:
    posting.check(content)
    in_channel = content.get("response_type") == "in_channel"
    only_for = "" if in_channel else person_id
    posting.post(workspace, channel, content, by=BOT_USER_ID, only_for=only_for)


def _update(workspace: Workspace, shown: Shown, said: JSON) -> dict[str, str]:
    workspace.views.update(shown, _checked(said.get("view")))
    return {}


def _push(workspace: Workspace, shown: Shown, said: JSON) -> dict[str, str]:
    workspace.views.push(shown.person_id, _checked(said.get("view")))
    return {}


def _clear(workspace: Workspace, shown: Shown, _said: JSON) -> dict[str, str]:
    workspace.views.clear(shown.person_id)
    return {}


def _errors(_workspace: Workspace, shown: Shown, said: JSON) -> dict[str, str]:
    """Errors stand at input blocks only; any other block_id spoils the whole answer."""
    errors = said.get("errors")
    inputs = {block["block_id"] for block in shown.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise Refused("trouble", "response_action errors without errors")
    for block_id, text in errors.items():
        if block_id not in inputs:
            raise Refused("trouble", f"errors at {block_id!r}, which is no input block")
        if not isinstance(text, str) or not text:
            raise Refused("trouble", f"the error at {block_id!r} has no text")
    return errors


def _checked(view: Raw) -> JSON:
    problems = limits.problems_of_view(view)
    if not problems and view["type"] != "modal":
        problems = ["must be a modal [json-pointer:/view/type]"]
    if problems:
        raise Refused("trouble", *problems)
    checked: JSON = view
    return checked


_ACTIONS: dict[str, Callable[[Workspace, Shown, JSON], dict[str, str]]] = {
    "update": _update,
    "push": _push,
    "clear": _clear,
    "errors": _errors,
}
