"""Lists of names in one cell: each comes back as it was, and products' own ways are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import name_lists
from store.text import clean, fold

SIGNS = ["; ", ", ", "* ", " ::: ", ":::", "a", "é"]
HOSTILE = [*";,\"'=+-@*~|\\\n\t ", *SIGNS]
scraps = st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join)
NAMES = (scraps | st.text(max_size=20)).map(clean).filter(fold)


@given(st.lists(NAMES, max_size=5))
def test_names_come_back_as_they_were(names):
    cell = name_lists.join(names)
    assert [name for name, _ in name_lists.split(cell)] == names


@given(scraps)
def test_any_cell_is_cut_without_loss_of_what_is_not_a_sign(cell):
    found = "".join(name for name, _ in name_lists.split(cell))
    assert found.count("a") + found.count("é") == cell.count("a") + cell.count("é")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("VIP", ["VIP"]),
        ("VIP; Blog ;", ["VIP", "Blog"]),
        ("VIP, Blog", ["VIP", "Blog"]),
        ("Berlin, Mitte; Blog", ["Berlin, Mitte", "Blog"]),
        ('"VIP","Blog, old"', ["VIP", "Blog, old"]),
        ('"Berlin; Mitte"', ["Berlin; Mitte"]),
        ('"Say ""hi"""; x', ['Say "hi"', "x"]),
        ('Say "hi", x', ['Say "hi"', "x"]),
        ('"Open; x', ['"Open', "x"]),
        ('"VIP" people; x', ['"VIP" people', "x"]),
        ("A, B ::: C; D", ["A, B", "C; D"]),
    ],
)
def test_the_usual_ways_are_read(cell, names):
    assert [name for name, _ in name_lists.split(cell)] == names


@pytest.mark.parametrize("cell", ['"' * 50_000, '";' * 50_000, "," * 50_000, '"a' * 50_000 + ";"])
def test_a_long_cell_takes_no_longer_than_it_is(cell):
    assert len(name_lists.split(cell)) < len(cell)
