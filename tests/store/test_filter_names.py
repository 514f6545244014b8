"""Names that a filter mentions: found as far as they are clear, otherwise those that are alike."""

import time

import pytest

from store.filter_names import LOOKED_AT, Missing, Names

NAMES = Names(
    {1: "Yoga", 2: "Yoga 101", 3: "Hot Yoga", 4: "École", 5: "Ecole", 6: "Barre"}, {6: "VIP"}
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("yoga", [1]),
        ("YOGA 1", [2]),
        ("yoga101", []),
        ("hot", [3]),
        ("101", [2]),
        ("o", [1, 2, 3, 4, 5]),
        ("y", [1, 2]),
        ("école", [4]),
        ("ecole", [5]),
        ("ÉCOLE", [4]),
        ("éc", [4, 5]),
        ("", []),
        ("\u200b", []),
        ("VIP", []),
        (" barre\t", [6]),
    ],
)
def test_a_name_means_the_one_called_so_or_those_that_begin_so_or_have_it_within(text, found):
    assert NAMES.find("product", text) == found


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("yogo", ["Hot Yoga", "Yoga", "Yoga 101"]),
        ("bare", ["Barre"]),
        ("ecoll", ["Ecole", "École"]),
        ("zzz", []),
        ("", []),
        ("x" * 100_000, []),
    ],
)
def test_names_that_somebody_may_have_meant(text, close):
    assert NAMES.close("product", text) == close


def test_many_names_are_looked_at_in_no_time():
    many = Names({number: f"Course {number} for beginners" for number in range(20_000)})
    began = time.thread_time()
    assert many.find("product", "course 19999 for beginners") == [19_999]
    assert len(many.close("product", "coarse 7")) == 3
    assert many.close("product", f"Corse {LOOKED_AT + 5} for beginers")
    assert time.thread_time() - began < 5


def test_nothing_missing_is_nothing():
    assert not Missing()
    assert Missing(groups=1)
    assert Missing(products=1)
    assert Missing(imports=1)
