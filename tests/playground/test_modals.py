"""Modals: opening, stacking, updating, submitting, closing, by Slack's rules."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.person import NotOnScreen
from bot.playground.wire import Forbidden
from tests.playground.blocks import actions, asks, button, modal, option, plain, section, written

FORM = modal(
    asks(written(), block_id="name", label=plain("Name")),
    asks({"type": "email_text_input", "action_id": "mail"}, block_id="mail", optional=True),
    callback_id="form",
    private_metadata="anything at all",
)


@pytest.fixture
def opens(bot, client):
    """Lets a command open a view."""

    def let(view):
        bot.answers["command"] = lambda body: (
            client.views_open(trigger_id=body["trigger_id"], view=view) and None
        )

    return let


def refusal(call, **arguments):
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def test_a_command_opens_a_modal_that_is_filled_and_submitted(bot, opens, carla):
    opens(FORM)
    carla.command("/do this")
    assert carla.screen.kind == "modal"
    carla.type("Name", "Ann")
    carla.submit()
    payload = bot.last("view_submission")
    assert payload["view"]["state"]["values"] == {
        "name": {"write": {"type": "plain_text_input", "value": "Ann"}},
        "mail": {"mail": {"type": "email_text_input", "value": None}},
    }
    assert payload["view"]["private_metadata"] == "anything at all"
    assert payload["view"]["callback_id"] == "form"
    assert payload["user"]["id"] == carla.id
    assert carla.state["modals"] == []


def test_slacks_own_client_complains_before_the_app_hears(bot, opens, carla):
    opens(FORM)
    carla.command("/do")
    carla.submit()
    assert carla.errors == {"Name": "Please complete this required field."}
    carla.type("Name", "Ann")
    carla.type("Label", "not an address")
    carla.submit()
    assert carla.errors == {"Label": "Please enter a valid email address."}
    assert "view_submission" not in bot.kinds()


def test_the_apps_errors_stand_at_their_inputs(bot, opens, carla):
    opens(FORM)
    said = {"response_action": "errors", "errors": {"name": "There is an Ann already."}}
    bot.answers["view_submission"] = lambda _: said
    carla.command("/do")
    carla.type("Name", "Ann")
    carla.submit()
    assert carla.errors == {"Name": "There is an Ann already."}
    assert "There is an Ann already." in carla.screen


@pytest.mark.parametrize(
    "answer",
    [
        (500, ""),
        (404, "unhandled request"),
        {"response_action": "errors", "errors": {"no such block": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "jump"},
        "saved",
    ],
)
def test_a_wrong_answer_leaves_the_modal_and_says_trouble(bot, opens, carla, answer):
    opens(FORM)
    bot.answers["view_submission"] = lambda _: answer
    carla.command("/do")
    carla.type("Name", "Ann")
    with pytest.raises(Forbidden, match="We had some trouble connecting"):
        carla.submit()
    assert len(carla.state["modals"]) == 1


def test_an_answer_updates_pushes_and_clears(bot, opens, carla):
    opens(modal(callback_id="one"))
    told = iter(["push", "update", "clear"])
    bot.answers["view_submission"] = lambda _: {
        "response_action": next(told),
        "view": modal(section(text=plain("Next"))),
    }
    carla.command("/do")
    carla.submit()
    first, second = carla.state["modals"]
    carla.submit()
    assert [one["id"] for one in carla.state["modals"]] == [first["id"], second["id"]]
    assert carla.state["modals"][-1]["hash"] != second["hash"]
    carla.submit()
    assert carla.state["modals"] == []


def test_a_modal_knows_its_root_and_the_one_before(bot, opens, client, carla):
    opens(modal(actions(button(action_id="deeper"))))
    bot.answers["block_actions"] = lambda body: (
        client.views_push(
            trigger_id=body["trigger_id"], view=modal(actions(button(action_id="deeper")))
        )
        and None
    )
    carla.command("/do")
    carla.click("Go")
    carla.click("Go")
    root, middle, top = carla.state["modals"]
    carla.submit()
    view = bot.last("view_submission")["view"]
    assert (view["id"], view["previous_view_id"], view["root_view_id"]) == (
        top["id"],
        middle["id"],
        root["id"],
    )


def test_no_more_than_three_modals_are_stacked(bot, opens, client, carla):
    opens(modal(actions(button())))
    errors = []

    def push(body):
        try:
            client.views_push(trigger_id=body["trigger_id"], view=modal(actions(button())))
        except SlackApiError as error:
            errors.append(error.response["error"])

    bot.answers["block_actions"] = push
    carla.command("/do")
    for _ in range(3):
        carla.click("Go")
    assert errors == ["push_limit_reached"]
    assert len(carla.state["modals"]) == 3


def test_a_trigger_lives_three_seconds_and_serves_once(bot, client, carla, clock):
    carla.command("/do")
    used = bot.last("command")["trigger_id"]
    client.views_open(trigger_id=used, view=modal())
    assert refusal(client.views_open, trigger_id=used, view=modal()) == "exchanged_trigger_id"
    carla.command("/do")
    late = bot.last("command")["trigger_id"]
    clock.seconds += 3.1
    assert refusal(client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.x", view=modal()) == "invalid_trigger_id"


def test_a_push_needs_a_trigger_from_a_modal(bot, client, carla):
    carla.command("/do")
    trigger = bot.last("command")["trigger_id"]
    assert refusal(client.views_push, trigger_id=trigger, view=modal()) == "invalid_trigger_id"


def test_an_update_keeps_what_was_typed_and_ignores_new_initial_values(bot, opens, client, carla):
    opens(
        modal(
            asks(written(), block_id="kept", label=plain("Kept")),
            asks(written(initial_value="old"), block_id="first", label=plain("First")),
            actions(button()),
        )
    )

    def update(body):
        fresh = modal(
            asks(written(initial_value="new"), block_id="kept", label=plain("Kept")),
            asks(written(initial_value="new"), block_id="first", label=plain("First")),
            asks(written(initial_value="new"), block_id="other", label=plain("Other")),
        )
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=fresh)

    bot.answers["block_actions"] = update
    carla.command("/do")
    carla.type("Kept", "typed")
    carla.click("Go")
    carla.submit()
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert [values[name]["write"]["value"] for name in ("kept", "first", "other")] == [
        "typed",
        "old",
        "new",
    ]


def test_an_old_hash_conflicts(opens, client, carla):
    opens(modal(external_id="mine"))
    carla.command("/do")
    view = carla.view
    client.views_update(external_id="mine", hash=view["hash"], view=modal(external_id="mine"))
    stale = {"external_id": "mine", "hash": view["hash"], "view": modal()}
    assert refusal(client.views_update, **stale) == "hash_conflict"


def test_an_external_id_is_there_once(bot, opens, carla, amir):
    opens(modal(external_id="mine"))
    carla.command("/do")
    amir.command("/do")
    assert amir.state["modals"] == []
    assert bot.kinds() == ["command", "command"]


def test_a_closed_modal_is_not_found(bot, opens, client, carla):
    opens(modal(notify_on_close=True, callback_id="form"))
    carla.command("/do")
    view_id = carla.view["id"]
    carla.close()
    assert refusal(client.views_update, view_id=view_id, view=modal()) == "not_found"
    closed = bot.last("view_closed")
    assert (closed["view"]["id"], closed["is_cleared"]) == (view_id, False)
    assert "trigger_id" not in closed


def test_closing_all_tells_each_modal_that_asked(bot, opens, carla):
    opens(modal(notify_on_close=True))
    bot.answers["view_submission"] = lambda _: {"response_action": "push", "view": modal()}
    carla.command("/do")
    carla.submit()
    carla.close(everything=True)
    assert carla.state["modals"] == []
    assert [one.payload["is_cleared"] for one in bot.heard if one.kind == "view_closed"] == [True]


def test_only_the_top_modal_can_be_used(bot, opens, carla):
    opens(modal(actions(button())))
    bot.answers["view_submission"] = lambda _: {"response_action": "push", "view": modal()}
    carla.command("/do")
    below = carla.view
    carla.submit()
    carla_patience = carla._patience
    carla._patience = 0
    with pytest.raises(NotOnScreen, match="'Go' is not on the screen"):
        carla.click("Go")
    carla._patience = carla_patience
    with pytest.raises(Forbidden, match="not on the screen any more"):
        carla._wire.act(carla.id, "close", view_id=below["id"])


def test_every_sort_of_value_arrives_as_slack_writes_it(bot, opens, carla):
    opens(
        modal(
            asks(
                {"type": "static_select", "action_id": "a", "options": [option(1), option(2)]},
                block_id="one",
                label=plain("One"),
            ),
            asks(
                {"type": "checkboxes", "action_id": "a", "options": [option(3), option(4)]},
                block_id="ticks",
                label=plain("Ticks"),
            ),
            asks({"type": "datepicker", "action_id": "a"}, block_id="day", label=plain("Day")),
            asks(
                {"type": "multi_users_select", "action_id": "a"},
                block_id="people",
                label=plain("People"),
            ),
            asks(
                {"type": "number_input", "action_id": "a", "is_decimal_allowed": False},
                block_id="count",
                label=plain("Count"),
            ),
            asks(
                {"type": "file_input", "action_id": "a", "filetypes": ["csv"]},
                block_id="file",
                label=plain("File"),
            ),
        )
    )
    carla.command("/do")
    carla.choose("One", "Option 2")
    carla.tick("Option 3", "Option 4", of="Ticks")
    carla.tick("Option 3", of="Ticks", on=False)
    carla.type("Day", "2026-02-28")
    carla.choose("People", "Amir Assistant")
    carla.type("Count", "12")
    carla.attach("File", "people.csv", b"email\n")
    carla.submit()
    assert carla.errors == {}
    values = bot.last("view_submission")["view"]["state"]["values"]
    full = {"text": {"type": "plain_text", "text": "Option 2", "emoji": True}, "value": "value-2"}
    assert values["one"]["a"]["selected_option"] == full
    assert [one["value"] for one in values["ticks"]["a"]["selected_options"]] == ["value-4"]
    assert values["day"]["a"]["selected_date"] == "2026-02-28"
    assert values["people"]["a"]["selected_users"] == ["U0AMIR0001"]
    assert values["count"]["a"] == {"type": "number_input", "value": "12"}
    (file,) = values["file"]["a"]["files"]
    assert (file["name"], file["size"], file["mimetype"]) == ("people.csv", 6, "text/csv")
