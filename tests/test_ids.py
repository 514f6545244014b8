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


def elements(value: Any, waiting: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every element, and whether it waits for the submit: what is chosen in it sends no click."""
    if isinstance(value, dict):
        if "action_id" in value:
            yield value, waiting
        waits = value.get("type") == "input" and not value.get("dispatch_action")
        for part in value.values():
            yield from elements(part, waits)
    elif isinstance(value, list):
        for part in value:
            yield from elements(part, waiting)


def drawn_elements() -> Iterator[tuple[dict[str, Any], bool]]:
    for drawn in DRAWN.values():
        yield from elements(drawn.get("blocks"))


def clicks() -> dict[str, dict[str, Any]]:
    """A request for each id that any view shows, by the id."""
    found = {}
    for element, waits in drawn_elements():
        if not waits:
            action = {"type": element["type"], "action_id": element["action_id"], "block_id": "b"}
            found[element["action_id"]] = {"type": "block_actions", "actions": [action]}
    return found


def questions() -> dict[str, dict[str, Any]]:
    """A request for the options of each select that asks for them while somebody types."""
    found = {}
    for element, _ in drawn_elements():
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


def address_of(id: str) -> str:
    """Where the id leads; what stands behind a colon only tells fields of one form apart."""
    return f"handlers.{id.partition(':')[0]}"


def suggesting(id: str, answered_by: str) -> bool:
    """Whether this is where the options of a select with the id come from.

    The id of a select that waits for the submit names the function itself. That of another names
    what is done with the choice; `suggest` stands beside it, with the field where there are more.
    """
    module, _, function = answered_by.rpartition(".")
    own, _, field = id.partition(":")
    if own.rpartition(".")[2].startswith("suggest"):
        return answered_by == address_of(id)
    if field:
        return answered_by == f"handlers.{own.rpartition('.')[0]}.suggest_{field}"
    beside = module == address_of(id).rpartition(".")[0]
    return beside and function.partition("_")[0] == "suggest"


@pytest.mark.parametrize("body", clicks().items(), ids=lambda item: item[0])
def test_every_button_has_one_listener_at_its_address(app, body):
    assert listeners_of(app, body[1]) == [address_of(body[0])]


@pytest.mark.parametrize("body", questions().items(), ids=lambda item: item[0])
def test_every_select_that_asks_for_its_options_has_one_listener_that_suggests_them(app, body):
    [answered_by] = listeners_of(app, body[1])
    assert suggesting(body[0], answered_by)


@pytest.mark.parametrize(
    ("id", "answered_by"),
    [
        ("memberships.suggest_contact", "handlers.memberships.suggest_product"),
        ("memberships.suggest_contact", "handlers.books.suggest_contact"),
        ("filters.recount:products", "handlers.filters.suggest_groups"),
        ("filters.recount:products", "handlers.filters.recount"),
        ("segments.choose", "handlers.groups.suggest"),
        ("segments.choose", "handlers.segments.suggestive"),
        ("segments.choose", "handlers.segments.choose"),
    ],
)
def test_options_from_elsewhere_are_noticed(id, answered_by):
    assert not suggesting(id, answered_by)


def test_a_select_that_waits_for_the_submit_has_no_listener_for_clicks(app):
    waiting = {element["action_id"] for element, waits in drawn_elements() if waits}
    for id in waiting - clicks().keys():
        action = {"type": "external_select", "action_id": id, "block_id": "b"}
        assert listeners_of(app, {"type": "block_actions", "actions": [action]}) == []


def test_every_listener_is_reached_from_some_view():
    heard: list[tuple[str, Any]] = []

    class Noting:
        def __getattr__(self, kind: str) -> Any:
            def note(named: Any, *_: Any, **__: Any) -> Any:
                heard.append((kind, named))
                return lambda *_, **__: None

            return note

    handlers.register(Noting())  # type: ignore[arg-type]  # it only notes what it is given
    drawn = {"action": clicks(), "options": questions(), "view": submissions()}
    for kind, ids in drawn.items():
        named = {one for of, one in heard if of == kind and isinstance(one, str)}
        assert named - ids.keys() == set()


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
