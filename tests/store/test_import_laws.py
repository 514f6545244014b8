"""Laws of importing, tried with whatever Hypothesis thinks of."""

import csv
import io
from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.csv_files import understand
from store.encodings import detect
from store.errors import Unreadable
from store.import_rows import Person, Reader
from store.import_tally import Tally
from store.text import clean, clean_lines, fold, keys, keys_of_all, search_text, sort_key
from tests.store_names import PEOPLE

HEADER = ["Email", "First name", "Last name", "Company", "Job title", "Phone", "Notes"]
# What an import means by these is tested elsewhere: an address in a name, several values in one
# cell, an apostrophe before a formula.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="@':"), max_size=40)
tables = st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=8)
codecs = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
scraps = st.sampled_from(
    ["Email", "name", "a@b.de", "ann@example.com", ",", ";", "\t", "|", '"', "'", "\\", "\n", "\r"]
    + ["\0", "sep=;", "é", "\xa0", "名", "=1+1", " ::: ", "<", "{", "\ufeff", "x" * 300, "@"]
)


def counted(content):
    """Reads it all, as a plan does; nothing but Unreadable may come of it."""
    try:
        reader = Reader(understand(content))
        tally = Tally(reader)
        for person in tally.people():
            reader.values(person)
    except Unreadable:
        return
    assert tally.rows == tally.different + tally.repeated + tally.unusable
    assert len(tally.problems) == min(tally.unusable, 100)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(content):
    counted(content)


@given(st.lists(scraps, max_size=60), st.sampled_from(["utf-8", "cp1252", "utf-16", "gb18030"]))
@settings(max_examples=300, deadline=None)
def test_anything_like_a_csv_is_read_or_refused(parts, codec):
    counted("".join(parts).encode(codec, errors="ignore"))
    counted(("Email,Name\n" + "".join(parts)).encode(codec, errors="ignore"))


@given(tables, st.sampled_from(",;\t|"), codecs, st.sampled_from(["\n", "\r\n", "\r"]))
@example([["", "", "", "", "", "\x1f" * 40]], ",", "utf-8", "\n")
@settings(max_examples=200, deadline=None)
def test_what_was_written_in_any_form_is_read_again(table, delimiter, codec, end):
    rows = [[f"person{n}@example.com", *row] for n, row in enumerate(table)]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [HEADER, *rows]
    )
    try:
        reader = Reader(understand(file.getvalue().encode(codec)))
    except Unreadable:
        # Without a mark, UTF-16 with few signs of ASCII in it cannot be told from other bytes.
        assert codec in ("utf-16-le", "utf-16-be")
        return
    read = list(reader.rows())
    assert all(isinstance(person, Person) for person in read)
    assert [[person.email, *reader.values(person)] for person in read] == [
        [email, *map(clean, short), clean_lines(notes)] for email, *short, notes in rows
    ]


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_names_in_an_old_encoding_are_read_rightly_or_refused(data):
    codec = data.draw(st.sampled_from(sorted(PEOPLE)))
    names = data.draw(st.lists(st.sampled_from(PEOPLE[codec].split(",")), min_size=2, unique=True))
    text = "".join(f"{name},person{n}@example.com\n" for n, name in enumerate(names))
    content = f"Name,Email\n{text}".encode(codec)
    with suppress(Unreadable):
        assert content.decode(detect(content)) == f"Name,Email\n{text}"


@given(first=cells, last=cells, company=cells)
def test_the_keys_together_are_the_keys_one_by_one(first, last, company):
    email = "ann@example.com"
    names = {"first_name": first, "last_name": last, "email": email}
    assert keys(**names, company=company) == (
        fold(company),
        sort_key(**names),
        search_text(**names, company=company),
    )


@given(st.lists(st.tuples(cells, cells, cells), max_size=5))
def test_the_keys_of_many_are_the_keys_of_each(people):
    firsts, lasts, companies = ([one[at] for one in people] for at in range(3))
    emails = ["Ann@Example.com", "é@example.com", "X.Y@bücher.de", "Ł@x.org", "a@b.de"][
        : len(people)
    ]
    found = keys_of_all(first_names=firsts, last_names=lasts, emails=emails, companies=companies)
    assert [*zip(*found, strict=True)] == [
        keys(first_name=first, last_name=last, email=email, company=company)
        for (first, last, company), email in zip(people, emails, strict=True)
    ]
