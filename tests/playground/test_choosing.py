"""Rows of selects and dates, on the Home tab and in a modal: chosen, emptied, kept, forgotten."""

import pytest

from bot.playground.person import NotOnScreen
from bot.playground.wire import Forbidden
from tests.playground.blocks import (
    RADIO,
    SEARCH,
    SEVERAL,
    TICKS,
    actions,
    asks,
    button,
    home,
    marked,
    modal,
    option,
    options,
    plain,
    section,
    select,
    written,
)

PRODUCTS = {"Yoga 101": "p:1", "Yoga 102": "p:2", "Pilates": "p:3"}
PRODUCT = {**SEARCH, "placeholder": plain("Product"), "min_query_length": 0}
SEVERAL_PRODUCTS = {**PRODUCT, "type": "multi_external_select", "action_id": "products"}
STATUS = select(placeholder=plain("Status"))
GROUPS = {**SEVERAL, "placeholder": plain("Groups")}
STARTS = {"type": "datepicker", "action_id": "starts", "placeholder": plain("Starts")}


def product(name):
    return option(text=plain(name), value=PRODUCTS[name])


def found(body):
    wanted = body["value"].lower()
    return {"options": [product(name) for name in PRODUCTS if wanted in name.lower()]}


def row(*elements, block_id="row", **more):
    return actions(*elements, block_id=block_id, **more)


def field(element, block_id="field", **more):
    return asks(element, block_id=block_id, **more)


def at_home(bot, client, carla):
    def show(*blocks):
        client.views_publish(user_id=carla.id, view=home(*blocks))
        carla.place = "home"

    return show


def in_a_modal(bot, client, carla):
    def show(*blocks):
        view = modal(*blocks)
        if carla.state["modals"]:
            client.views_update(view_id=carla.view["id"], view=view)
        else:
            bot.answers["command"] = lambda body: (
                client.views_open(trigger_id=body["trigger_id"], view=view) and None
            )
            carla.command("/do")

    return show


@pytest.fixture(params=[at_home, in_a_modal], ids=["home", "modal"])
def shows(request, bot, client, carla):
    """Puts blocks before Carla: on her Home tab, or into her modal."""
    bot.answers["block_suggestion"] = found
    carla._patience = 0.5
    return request.param(bot, client, carla)


def clicks(bot):
    return [one.payload for one in bot.heard if one.kind == "block_actions"]


def told(bot, action_id, block_id="row"):
    """What the last click said that this element holds: in the action itself and in the state."""
    payload = bot.last("block_actions")
    held = payload["view"]["state"]["values"][block_id][action_id]
    (action,) = payload["actions"]
    if action["action_id"] == action_id:
        assert {name: action[name] for name in held} == held
    return held


def values(chosen):
    return [one["value"] for one in chosen]


def test_what_was_searched_for_is_chosen_told_and_shown_by_its_name(shows, bot, carla):
    shows(row(PRODUCT, STATUS))
    assert carla.offered("Product") == list(PRODUCTS)
    assert carla.offered("Product", "yoga") == ["Yoga 101", "Yoga 102"]
    carla.choose("Product", "Yoga 102", query="yoga")
    assert told(bot, "search")["selected_option"]["value"] == "p:2"
    assert told(bot, "search")["selected_option"]["text"]["text"] == "Yoga 102"
    assert carla.held("Product") == "Yoga 102"
    carla.see("Yoga 102 (Status)")


def test_a_new_pair_of_eyes_sees_the_name_too(shows, carla):
    shows(row(PRODUCT))
    carla.choose("Product", "Pilates")
    carla._found = {}
    assert carla.held("Product") == "Pilates"


def test_a_select_is_called_by_its_placeholder_or_by_what_it_holds(shows, bot, carla):
    shows(row({**STATUS, "initial_option": option(0)}))
    carla.choose("Option 0", "Option 1")
    carla.choose("Status", "Option 0")
    chosen = [one["actions"][0]["selected_option"]["value"] for one in clicks(bot)]
    assert chosen == ["value-1", "value-0"]


def test_selects_that_are_called_the_same_are_told_apart(shows, bot, carla):
    rows = [section(text=marked(name)) for name in ("One", "Two")]
    shows(rows[0], row(STATUS, block_id="a"), rows[1], row(STATUS, block_id="b"))
    with pytest.raises(NotOnScreen, match="is there 2 times"):
        carla.choose("Status", "Option 0")
    carla.choose("Status", "Option 0", near="Two")
    assert clicks(bot)[-1]["actions"][0]["block_id"] == "b"
    carla.choose("Status", "Option 1", nth=1)
    assert clicks(bot)[-1]["actions"][0]["block_id"] == "a"
    with pytest.raises(NotOnScreen, match="is not on the screen"):
        carla.choose("Status", "Option 1", nth=3)


@pytest.mark.parametrize("element", [STATUS, PRODUCT], ids=["static", "external"])
def test_a_select_is_cleared_and_the_app_told_of_null(shows, bot, carla, element):
    first = option(0) if element is STATUS else product("Pilates")
    shows(row({**element, "initial_option": first}))
    carla.clear(element["placeholder"]["text"])
    assert told(bot, element["action_id"])["selected_option"] is None
    assert carla.held(element["placeholder"]["text"]) == ""


def test_a_field_that_must_be_filled_cannot_be_cleared_and_an_optional_one_can(shows, bot, carla):
    chosen = {**STATUS, "initial_option": option(0)}
    shows(
        field(chosen, label=plain("Must")), field(chosen, "free", label=plain("May"), optional=True)
    )
    with pytest.raises(NotOnScreen, match="not optional"):
        carla.clear("Must")
    carla.clear("May")
    assert (carla.held("Must"), carla.held("May")) == ("Option 0", "")


def test_several_are_chosen_and_taken_out_again(shows, bot, carla):
    shows(row(GROUPS, SEVERAL_PRODUCTS))
    carla.choose("Groups", "Option 0", "Option 2")
    assert values(told(bot, "several")["selected_options"]) == ["value-0", "value-2"]
    carla.choose("Product", "Pilates", "Yoga 101")
    assert carla.held("Product") == "Pilates, Yoga 101"
    carla.unchoose("Product", "Pilates")
    assert values(told(bot, "products")["selected_options"]) == ["p:1"]
    assert values(told(bot, "several")["selected_options"]) == ["value-0", "value-2"]
    with pytest.raises(NotOnScreen, match="'Pilates' is not chosen"):
        carla.unchoose("Product", "Pilates")
    carla.clear("Groups")
    assert told(bot, "several")["selected_options"] == []


def test_no_more_can_be_chosen_than_the_select_takes(shows, carla):
    shows(row({**SEVERAL_PRODUCTS, "max_selected_items": 2}))
    with pytest.raises(Forbidden, match="No more than 2"):
        carla.choose("Product", *PRODUCTS)


def test_a_date_is_picked_changed_and_emptied(shows, bot, carla):
    shows(row(STARTS, {**STARTS, "action_id": "ends", "initial_date": "2026-12-31"}))
    carla.type("Starts", "2026-02-28", nth=1)
    assert told(bot, "starts") == {"type": "datepicker", "selected_date": "2026-02-28"}
    assert told(bot, "ends")["selected_date"] == "2026-12-31"
    carla.clear("2026-12-31")
    assert told(bot, "ends")["selected_date"] is None
    assert bot.last("block_actions")["actions"][0]["initial_date"] == "2026-12-31"
    with pytest.raises(Forbidden, match="cannot hold"):
        carla.type("2026-02-28", "2026-02-30")


def test_every_click_brings_what_all_hold_from_the_start_or_by_hand(shows, bot, carla):
    shows(
        row({**PRODUCT, "initial_option": product("Pilates")}, STATUS, STARTS, button()),
        field({**GROUPS, "initial_options": [option(1)]}, "groups"),
        field({**RADIO, "initial_option": option(0)}, "radio", label=plain("Kind")),
        field({**TICKS, "initial_options": [option(2)]}, "ticks", optional=True),
        field(written(initial_value="Ann"), "name", label=plain("Name")),
        field({**SEVERAL_PRODUCTS}, "products", label=plain("Products"), optional=True),
    )
    carla.choose("Products", "Yoga 101", "Yoga 102", query="yoga")
    carla.tick("Option 1", of="Kind")
    assert clicks(bot) == []
    carla.click("Go")
    held = bot.last("block_actions")["view"]["state"]["values"]
    assert held["row"]["search"]["selected_option"]["value"] == "p:3"
    assert held["row"]["choose"] == {"type": "static_select", "selected_option": None}
    assert held["row"]["starts"] == {"type": "datepicker", "selected_date": None}
    assert values(held["groups"]["several"]["selected_options"]) == ["value-1"]
    assert held["radio"]["tick"]["selected_option"]["value"] == "value-1"
    assert values(held["ticks"]["tick"]["selected_options"]) == ["value-2"]
    assert held["name"]["write"]["value"] == "Ann"
    assert values(held["products"]["products"]["selected_options"]) == ["p:1", "p:2"]


def test_a_search_box_sends_on_enter_only_and_goes_along_otherwise(shows, bot, carla):
    box = field(written(), "box", label=plain("Search"), dispatch_action=True)
    shows(box, row(STATUS))
    carla.type("Search", "ann")
    assert clicks(bot) == []
    carla.choose("Status", "Option 0")
    assert told(bot, "write", "box")["value"] == "ann"
    carla.type("Search", "bob", enter=True)
    assert clicks(bot)[-1]["actions"][0]["value"] == "bob"


@pytest.mark.parametrize("first", [None, "Pilates"], ids=["chosen", "initial"])
def test_what_was_found_stays_while_its_block_is_called_the_same(shows, bot, carla, first):
    begun = {"initial_option": product(first)} if first else {}
    shows(row({**PRODUCT, **begun}, button()))
    if not first:
        carla.choose("Product", "Pilates")
    shows(section(), row({**PRODUCT, "initial_option": product("Yoga 101")}, button()))
    carla.click("Go")
    assert told(bot, "search")["selected_option"]["text"]["text"] == "Pilates"
    assert carla.held("Product") == "Pilates"
    shows(row(PRODUCT, button()))
    assert carla.held("Product") == "Pilates"
    shows(row({**PRODUCT, "initial_option": product("Yoga 101")}, button(), block_id="row:2"))
    carla.click("Go")
    assert told(bot, "search", "row:2")["selected_option"]["value"] == "p:1"
    assert "row" not in bot.last("block_actions")["view"]["state"]["values"]


def test_another_sort_of_element_under_the_same_name_starts_afresh(shows, bot, carla):
    shows(row({**PRODUCT, "initial_option": product("Pilates")}, button()))
    shows(row({**PRODUCT, "type": "multi_external_select"}, button()))
    carla.click("Go")
    assert told(bot, "search")["selected_options"] == []


def test_five_and_twenty_elements_stand_in_one_row(shows, bot, carla):
    many = [
        {
            **STATUS,
            "action_id": f"a{number}",
            "options": options(100),
            "placeholder": plain(f"{number}."),
        }
        for number in range(25)
    ]
    shows(row(*many))
    carla.choose("24.", "Option 99")
    assert len(bot.last("block_actions")["view"]["state"]["values"]["row"]) == 25
