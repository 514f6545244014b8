"""Days in the filter form: each choice stands in the form again as it was chosen."""

import pytest

from handlers.views import filter_days as views
from store import filter_days
from store.filters import Day, Days, Row

CHOICES = [
    (name, value)
    for name, offered in views.OFFERED.items()
    for value in offered
    if value not in (views.ANY_DAY, views.BETWEEN)
]


@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_a_choice_that_was_made_is_shown_as_made(name, value):
    row = Row(**{name: filter_days.read(value)})
    chosen = {one["action_id"]: one["initial_option"] for one in views.choices(row, frozenset())}
    assert chosen[f"filters.recount:{name}"]["value"] == value
    assert not views.open_in(row)


def test_days_that_were_written_by_hand_are_a_choice_of_their_own():
    row = Row(added=Days(Day(months=-5), Day(days=-3)))
    (added, *_) = views.choices(row, frozenset())
    assert added["initial_option"]["text"]["text"] == "Added: today-5m..today-3d"
    assert added["initial_option"] in added["options"]
