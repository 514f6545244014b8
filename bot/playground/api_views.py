"""The `views.*` methods."""

from bot.playground import limits
from bot.playground.api_call import Call, Method, missing
from bot.playground.errors import Refused
from bot.playground.json_types import JSON
from bot.playground.limits.views import size
from bot.playground.views import Shown


def publish(call: Call) -> JSON:
    """Show somebody their Home tab."""
    body = _view(call, "home")
    if not call.workspace.manifest.home:
        raise Refused("not_enabled")
    person = call.person("user_id")
    return _shown(call, call.workspace.views.publish(person.id, body, _hash(call)))


def open_(call: Call) -> JSON:
    """Show a modal."""
    body, views = _view(call, "modal"), call.workspace.views
    trigger = call.workspace.triggers.pull(_trigger(call))
    if trigger.view_id and views.find(trigger.view_id):
        call.notes.append("views.open from within a modal: Slack promises only views.push there")
        return _shown(call, views.push(trigger.person_id, body))
    return _shown(call, views.open(trigger.person_id, body))


def push(call: Call) -> JSON:
    """Show a modal on top of the one in which something was clicked."""
    body, views = _view(call, "modal"), call.workspace.views
    trigger = call.workspace.triggers.pull(_trigger(call))
    if not trigger.view_id:
        raise Refused("invalid_trigger_id")
    if not views.find(trigger.view_id):
        raise Refused("not_found")
    return _shown(call, views.push(trigger.person_id, body))


def update(call: Call) -> JSON:
    """Show another body in a modal that is open."""
    body, views = _view(call, "modal"), call.workspace.views
    view_id, external_id = call.text("view_id", ""), call.text("external_id", "")
    if not view_id and not external_id:
        raise missing("view_id")
    for shown in views.open_now():
        if shown.id == view_id or (external_id and shown.external_id == external_id):
            return _shown(call, views.update(shown, body, _hash(call)))
    raise Refused("not_found")


def validate(call: Call) -> JSON:
    """Say what is wrong with blocks, a view or a message, without showing them."""
    view, blocks, message = (call.content(name) for name in ("view", "blocks", "message"))
    if view is not None:
        problems = limits.problems_of_view(view)
    else:
        problems = limits.problems_of_message({"blocks": blocks} if blocks is not None else message)
    if problems:
        raise Refused("invalid_blocks", *problems, errors=problems)
    return {}


def _trigger(call: Call) -> str:
    return call.text("trigger_id", call.args.get("interactivity_pointer"))


def _hash(call: Call) -> str:
    return call.text("hash", "")


def _view(call: Call, kind: str) -> JSON:
    view = call.content("view")
    if view is None:
        raise missing("view")
    problems = limits.problems_of_view(view)
    if isinstance(view, dict) and size(view) > limits.VIEW_BYTES:
        raise Refused("view_too_large", *problems)
    if not problems and view["type"] != kind:
        problems = [f"must be a {kind} [json-pointer:/view/type]"]
    if problems:
        raise Refused("invalid_arguments", *problems)
    checked: JSON = view
    return checked


def _shown(call: Call, shown: Shown) -> JSON:
    call.workspace.touch(shown.person_id)
    return {"view": shown.view_object(call.workspace.find_file)}


METHODS = {
    "views.publish": Method(publish),
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "blocks.validate": Method(validate, needs_token=False),
}
