"""What elements hold: at first, when typed in, when the view changes under the person's hands."""

import pytest

from bot.playground.elements import filled, find
from bot.playground.errors import NotPossible
from bot.playground.forms import errors_of
from bot.playground.values import Values
from tests.playground.blocks import (
    FILES,
    MOMENT,
    NUMBER,
    SEVERAL,
    actions,
    asks,
    option,
    options,
    plain,
    select,
    written,
)

SEARCH = {"type": "external_select", "action_id": "find"}


def holding(*blocks):
    values, shown = Values(), filled(list(blocks))
    values.settle(shown)
    return values, shown


def state(values, blocks):
    return values.state(blocks, lambda file: {"id": file})["values"]


def complaint(element, typed, **block):
    values, blocks = holding(asks(element, block_id="b", **block))
    values.take(blocks, {"b": {blocks[0]["element"]["action_id"]: typed}})
    return errors_of(blocks, values).get("b")


def test_elements_start_with_what_they_say():
    values, blocks = holding(
        asks(written(initial_value="Ann"), block_id="a"),
        actions(select(initial_option=option(1)), block_id="b"),
        actions(
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-01-31"}, block_id="c"
        ),
    )
    held = state(values, blocks)
    assert held["a"]["write"]["value"] == "Ann"
    assert held["b"]["choose"]["selected_option"]["value"] == "value-1"
    assert held["c"]["d"]["selected_date"] == "2026-01-31"


def test_a_moment_is_a_number_of_seconds():
    values, blocks = holding(asks({**MOMENT, "initial_date_time": 1_800_000_000}, block_id="a"))
    assert state(values, blocks)["a"]["when"]["selected_date_time"] == 1_800_000_000
    values.take(blocks, {"a": {"when": "1900000000"}})
    assert state(values, blocks)["a"]["when"]["selected_date_time"] == 1_900_000_000
    values.take(blocks, {"a": {"when": ""}})
    assert state(values, blocks)["a"]["when"]["selected_date_time"] is None


def test_an_emptied_field_is_null():
    values, blocks = holding(asks(written(initial_value="Ann"), block_id="a"))
    values.take(blocks, {"a": {"write": ""}})
    assert state(values, blocks)["a"]["write"]["value"] is None


def test_a_field_that_went_and_came_back_starts_afresh():
    values, blocks = holding(asks(written(), block_id="a"))
    values.take(blocks, {"a": {"write": "typed"}})
    values.settle(filled([actions(select())]))
    values.settle(blocks)
    assert state(values, blocks)["a"]["write"]["value"] is None


def test_a_choice_that_is_not_offered_any_more_is_lost():
    values, blocks = holding(actions(select(options=options(3)), block_id="b"))
    values.type(find(blocks, "b", "choose"), "value-2")
    fewer = filled([actions(select(options=options(2)), block_id="b")])
    values.settle(fewer)
    assert state(values, fewer)["b"]["choose"]["selected_option"] is None


def test_what_a_search_found_can_be_chosen_and_nothing_else():
    values, blocks = holding(actions(SEARCH, block_id="b"))
    placed = find(blocks, "b", "find")
    with pytest.raises(NotPossible, match="not on the screen"):
        values.type(placed, "value-1")
    values.remember(placed, [option(1)])
    values.type(placed, "value-1")
    assert state(values, blocks)["b"]["find"]["selected_option"] == option(1)


def test_values_that_are_none_of_the_screen_are_dropped():
    values, blocks = holding(actions(select(), block_id="b"))
    values.take(blocks, {"gone": {"x": "1"}, "b": {"choose": "value-9", "gone": "1"}})
    assert state(values, blocks)["b"]["choose"]["selected_option"] is None


def test_a_line_holds_no_line_ends_and_a_text_does():
    values, blocks = holding(
        asks(written(), block_id="a"), asks(written(multiline=True), block_id="b")
    )
    values.take(blocks, {"a": {"write": "x\r\ny\nz"}, "b": {"write": "x\ny"}})
    held = state(values, blocks)
    assert (held["a"]["write"]["value"], held["b"]["write"]["value"]) == ("x y z", "x\ny")


@pytest.mark.parametrize(
    ("element", "raw"),
    [
        (written(), 7),
        (SEVERAL, "value-1"),
        ({**SEVERAL, "max_selected_items": 1}, ["value-0", "value-1"]),
        ({"type": "datepicker", "action_id": "x"}, "31.1.2026"),
        ({"type": "timepicker", "action_id": "x"}, "noon"),
        (MOMENT, "2026-01-31 12:00"),
        (MOMENT, 17),
        ({**FILES, "action_id": "x", "max_files": 1}, ["F1", "F2"]),
    ],
)
def test_an_element_holds_only_its_own_sort(element, raw):
    values, blocks = holding(asks(element, block_id="b"))
    with pytest.raises(NotPossible):
        values.take(blocks, {"b": {element["action_id"]: raw}})


@pytest.mark.parametrize(
    ("element", "typed", "says"),
    [
        (written(), "", "Please complete this required field."),
        (written(min_length=3), "ab", "Please use at least 3 characters."),
        (written(max_length=3), "abcd", "Please use no more than 3 characters."),
        ({"type": "email_text_input"}, "ann", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ann@example.com", None),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        (NUMBER, "ten", "Please enter a valid number."),
        (NUMBER, "1.5", None),
        ({**NUMBER, "is_decimal_allowed": False}, "1.5", "Please enter a valid number."),
        ({**NUMBER, "min_value": "2"}, "1", "Please enter a number of 2 or more."),
        ({**NUMBER, "max_value": "2"}, "3", "Please enter a number of 2 or less."),
        (SEVERAL, [], "Please complete this required field."),
    ],
)
def test_slacks_client_complains(element, typed, says):
    assert complaint(element, typed) == says


def test_an_optional_field_may_be_empty():
    assert complaint(written(), "", optional=True, label=plain("Notes")) is None
