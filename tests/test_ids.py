"""Every id that a view shows has exactly one listener, at the address that it names."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

import handlers
from tests import samples

DRAWN = samples.views() | samples.messages()


@pytest.fixture(scope="module")
def app():
    app = App(
        signing_secret="secret",
        client=WebClient(token="xoxb-1", base_url="http://127.0.0.1:9/api/"),
        token_verification_enabled=False,
        process_before_response=True,
    )
    handlers.register(app)
    return app


def elements(value: Any, inside_input: bool = False) -> Iterator[dict[str, Any]]:
    """Whatever Slack sends back on a click: not the plain inputs, which wait for the submit."""
    if isinstance(value, dict):
        asks = str(value.get("type")).endswith("external_select")
        silent = inside_input and not value.get("dispatch_action") and not asks
        if "action_id" in value and not silent:
            yield value
        waits = value.get("type") == "input" and not value.get("dispatch_action")
        for part in value.values():
            yield from elements(part, waits)
    elif isinstance(value, list):
        for part in value:
            yield from elements(part, inside_input)


def clicks() -> dict[str, dict[str, Any]]:
    """A request for each id that any view shows, by the id."""
    found = {}
    for drawn in DRAWN.values():
        for element in elements(drawn.get("blocks")):
            action = {"type": element["type"], "action_id": element["action_id"], "block_id": "b"}
            clicked = {"type": "block_actions", "actions": [action]}
            found[element["action_id"]] = clicked
    return found


def questions() -> dict[str, dict[str, Any]]:
    """A request for the options of each select that asks for them while somebody types."""
    found = {}
    for drawn in DRAWN.values():
        for element in elements(drawn.get("blocks")):
            if str(element["type"]).endswith("external_select"):
                asked = {"type": "block_suggestion", "action_id": element["action_id"]}
                found[element["action_id"]] = asked | {"block_id": "b", "value": ""}
    return found


def submissions() -> dict[str, dict[str, Any]]:
    """A request for each form that can be submitted, by its callback id."""
    return {
        view["callback_id"]: {
            "type": "view_submission",
            "view": {"type": "modal", "callback_id": view["callback_id"]},
        }
        for view in samples.views().values()
        if "submit" in view
    }


def listeners_of(app: App, body: dict[str, Any]) -> list[str]:
    """The addresses of the listeners that match; the catch-alls at the end do not count."""
    request = BoltRequest(body=body, mode="socket_mode")
    matching = []
    for listener in app._listeners:
        if listener.matches(req=request, resp=BoltResponse(status=404)):
            function = (listener.lazy_functions or [listener.ack_function])[-1]
            if body["type"] == "view_submission":
                function = listener.ack_function
            matching.append(f"{function.__module__}.{function.__name__}")
    return [address for address in matching if not address.startswith("handlers.errors.")]


@pytest.mark.parametrize("body", clicks().items(), ids=lambda item: item[0])
def test_every_button_has_one_listener_at_its_address(app, body):
    assert listeners_of(app, body[1]) == [f"handlers.{body[0]}"]


@pytest.mark.parametrize("body", submissions().items(), ids=lambda item: item[0])
def test_every_form_has_one_listener_at_its_address(app, body):
    assert listeners_of(app, body[1]) == [f"handlers.{body[0]}"]


def test_an_id_of_an_older_release_reaches_the_catch_all(app):
    body = {"type": "block_actions", "actions": [{"type": "button", "action_id": "contacts.gone"}]}
    request = BoltRequest(body=body, mode="socket_mode")
    matching = [
        one for one in app._listeners if one.matches(req=request, resp=BoltResponse(status=404))
    ]
    assert [one.lazy_functions[0].__name__ for one in matching] == ["outdated"]
