"""Lists of addresses in a line, as mail programs write them: everybody in them is read."""

import time

import pytest

from store import importing, jobs
from store.columns import now
from store.csv_files import understand
from store.import_rows import Person, Problem, Reader
from tests import imports


def people(text):
    reader = Reader(understand(text.encode()))
    rows = [row for row in reader.rows() if isinstance(row, Person)]
    return [(row.line, row.email, *reader.values(row)[:2]) for row in rows]


@pytest.mark.parametrize(
    ("text", "lines", "found"),
    [
        ("ann@x.com; bo@x.com;cy@x.com", [1, 1, 1], [("ann", ""), ("bo", ""), ("cy", "")]),
        ("Ann Lee <ann@x.com>, bo@x.com,\r\n", [1, 1], [("ann", "Ann Lee"), ("bo", "")]),
        ('"Lee, Ann" <ann@x.com>, Bo <bo@x.com>', [1, 1], [("ann", "Ann Lee"), ("bo", "Bo ")]),
        (
            "Lee, Ann <ann@x.com>; Orr, Bo <bo@x.com>",
            [1, 1],
            [("ann", "Ann Lee"), ("bo", "Bo Orr")],
        ),
        (
            "Ann Lee <ann@x.com>\n\nBo Orr <bo@x.com>\n",
            [1, 3],
            [("ann", "Ann Lee"), ("bo", "Bo Orr")],
        ),
        ("ann@x.com,bo@x.com\ncy@x.com\n", [1, 1, 2], [("ann", ""), ("bo", ""), ("cy", "")]),
        ("<ann@x.com>, <bo@x.com>", [1, 1], [("ann", ""), ("bo", "")]),
    ],
)
def test_everybody_in_a_line_is_somebody_on_that_line(text, lines, found):
    named = [tuple(name.partition(" ")[::2]) for _, name in found]
    assert people(text) == [
        (line, f"{one[0]}@x.com", *name)
        for line, one, name in zip(lines, found, named, strict=True)
    ]


def test_it_says_what_it_is():
    sheet = understand(b"Ann <ann@x.com>, bo@x.com")
    assert sheet.columns.label == "List of addresses"
    assert sheet.columns.used == ["column 1 → name", "column 2 → email"]


@pytest.mark.parametrize(
    "text",
    [
        "ann@x.com\nbo@x.com\n",
        "ann@x.com,ann@work.com\nbo@x.com,bo@work.com\n",
        "Ann,ann@x.com\nBo,bo@x.com\n",
        "1;ann@x.com;true\n2;bo@x.com;\n",
    ],
)
def test_a_table_stays_a_table(text):
    sheet = understand(text.encode())
    assert sheet.columns.label == "List without a header"
    assert len(people(text)) == 2


def test_a_line_of_something_else_is_told():
    lines = "ann@x.com\nbo@x.com, cy@x.com\n" * 100
    sheet = understand((lines + "and more of them\n").encode())
    [problem] = [row for row in Reader(sheet).rows() if isinstance(row, Problem)]
    assert (problem.line, problem.cells[1]) == (201, "and more of them")


@pytest.mark.parametrize("sign", ["x", "x ", "<", "@", "x@", ",", '"'])
def test_whatever_the_line_holds_it_is_read_in_no_time(sign):
    began = time.monotonic()
    sheet = understand(b"a@x.com\nb@x.com; c@x.com\n" * 150 + sign.encode() * 1_000_000)
    assert sheet.columns.label == "List of addresses"
    assert len([*Reader(sheet).rows()]) >= 450
    assert time.monotonic() - began < 5


def test_an_import_that_is_killed_goes_on_in_the_middle_of_a_line(database, book, monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 2)
    line = ", ".join(f"p{number}@x.com" for number in range(7))
    job = imports.confirm(database, book, f"{line}\n{line}; q@x.com\n")
    with pytest.raises(Killed):
        importing.write(database, job, on_progress=killed)
    again = imports.take(database, now() + 10 * jobs.LEASE)
    assert (again.data["done"]["rows"], len(imports.contacts(database, book))) == (2, 2)
    done = importing.write(database, again, on_progress=lambda *_: None)
    assert (done.added, done.repeated, done.unusable, done.rows) == (8, 7, 0, 15)
    assert len(imports.contacts(database, book)) == 8


class Killed(Exception):
    """The process is gone."""


def killed(*_):
    raise Killed
