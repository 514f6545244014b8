"""Days in cells: read in every usual way; whether the day or the month is first, the file tells."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import import_days
from store.errors import Rejected

TWELFTH = date(2024, 3, 12)
days = st.dates(date(1900, 1, 1), date(2999, 12, 31))


def read(cell, field="starts", day_first=None):
    return import_days.read(cell, field=field, day_first=day_first)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-12", " 2024-3-12 ", "2024/03/12", "2024.03.12", "20240312",
        "2024-03-12 10:22:33 UTC",
        "2024-03-12T23:59:59.000Z", "2024-03-12T10:22:33+02:00", "12.03.2024", "12.3.24",
        "12. 3. 2024", "12.03.2024, 10:00", "12 Mar 2024", "12 March 2024", "March 12, 2024",
        "Mar 12, 2024 10:22 AM", "12-Mar-24", "12-Mar-2024", "12th March 2024", "Tue, 12 Mar 2024",
    ],
)  # fmt: skip
def test_what_can_mean_one_day_only_is_that_day(cell):
    assert read(cell) == TWELFTH
    assert read(cell, day_first=True) == read(cell, day_first=False) == TWELFTH


@pytest.mark.parametrize("cell", ["14/3/2024", "3/14/2024", "14-03-2024", "03/14/24 9:00 PM"])
def test_a_number_above_twelve_is_the_day(cell):
    assert read(cell) == read(cell, day_first=True) == read(cell, day_first=False)
    assert read(cell) == date(2024, 3, 14)


def test_which_of_two_numbers_is_the_day_is_not_guessed():
    assert read("3/4/2024", day_first=True) == date(2024, 4, 3)
    assert read("3/4/2024", day_first=False) == date(2024, 3, 4)
    assert read("4/4/2024") == date(2024, 4, 4)
    with pytest.raises(Rejected, match="“3/4/2024” may be two days. Say which one is first"):
        read("3/4/2024")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([], (None, False)),
        (["2024-03-12", "", "soon"], (None, False)),
        (["3/4/2024"], (None, True)),
        (["4/4/2024"], (None, False)),
        (["3/4/2024", "3/14/2024 10:00"], (False, False)),
        (["3/4/2024", "14/3/24"], (True, False)),
        (["3/4/2024", "14/3/2024", "3/14/2024"], (None, True)),
    ],
)
def test_all_days_together_tell_what_is_first(cells, told):
    assert import_days.order(cells) == told


@pytest.mark.parametrize("cell", ["", "  ", "-", "–", "n/a", "never", "0000-00-00"])
def test_no_day_is_none(cell):
    assert read(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["soon", "2024-13-01", "30.02.2024", "31/31/2024", "March 2024", "12 March", "45363", "Monday",
     "1/2", "2024", "12 Mar 2024 or so", "x" * 10_000, "Mar " * 9, "1.2.3.4", "1850-01-01",
     "٣/٤/٢٠٢٤"],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Rejected) as refused:
        read(cell)
    assert refused.value.field == "starts"


def test_a_last_day_that_never_comes_is_none():
    assert read("9999-12-31", field="ends") is None
    with pytest.raises(Rejected):
        read("9999-12-31", field="starts")


@given(days, st.booleans())
def test_days_come_back_however_they_are_written(day, day_first):
    first, second = (day.day, day.month) if day_first else (day.month, day.day)
    assert read(day.isoformat()) == day
    assert read(f"{day:%d.%m.}{day.year}") == day
    assert read(f"{first}/{second}/{day.year}", day_first=day_first) == day
    assert read(f"{day.day} {day:%B} {day.year}") == day


@given(st.text(max_size=30) | st.from_regex(r"[0-9./: T-]{1,20}|[A-Z][a-z]{2} [0-9 ,]{1,9}"))
def test_any_cell_is_a_day_or_none_or_refused(cell):
    with suppress(Rejected):
        assert read(cell) is None or isinstance(read(cell), date)
