"""The rows that an import could not use, as a file: mended and dropped again it asks nothing."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import import_report, importing, jobs
from store.csv_files import understand
from store.formulas import unguard
from store.import_choices import Choices
from store.import_rows import Problem, Reader
from store.text import clean
from tests import imports

FILE = (
    "Email,First name,Company,Shoe size\n"
    "ann@x.com,Ann,,38\n"
    "ann at x.com,Anna,=1+1,39\n"
    ",Nobody,,\n"
    'bo@x.com,Bo,"a, b",40\n'
    "cy@x.com,Cy,Co,41,too,much\n"
    "not an email,Dee\n"
)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 2)


def written(database, book, content, **how):
    """The job of an import that was written, about to be told."""
    job = imports.confirm(database, book, content, **how)
    importing.write(database, job, on_progress=lambda *_: None)
    return imports.take(database)


def over(database, job):
    """The last message was told."""
    with database.writing() as session:
        jobs.finish(session, job)


def report(database, job):
    """The bytes of the file, or None."""
    spooled = import_report.spool(database, job)
    if spooled is None:
        return None
    with spooled as file:
        content = file.file.read()
        assert (len(content), file.count) == (file.size, importing.result(job).unusable)
        return content


def said(cell):
    """What an import makes of a cell."""
    return clean(unguard(cell))


def rows(content):
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def test_rows_come_with_their_line_and_the_reason_and_as_they_were(database, book):
    job = written(database, book, FILE)
    content = report(database, job)
    assert content.startswith(b"\xef\xbb\xbf")
    header, *bad = rows(content)
    assert header == ["Line", "Reason", "Email", "First name", "Company", "Shoe size"]
    assert [row[0] for row in bad] == ["3", "4", "6", "7"]
    assert [row[2:] for row in bad] == [
        ["ann at x.com", "Anna", "'=1+1", "39"],
        ["", "Nobody", "", ""],
        ["cy@x.com", "Cy", "Co", "41", "too", "much"],
        ["not an email", "Dee", "", ""],
    ]
    assert [(int(row[0]), row[1]) for row in bad] == [
        (one.line, one.reason) for one in importing.result(job).problems
    ]


def test_without_bad_rows_there_is_no_file(database, book):
    job = written(database, book, imports.people(range(3)))
    assert report(database, job) is None


def test_what_was_mended_is_imported_without_a_question(database, book):
    job = written(database, book, FILE)
    content = report(database, job).decode("utf-8-sig")
    over(database, job)
    mended = content.replace("ann at x.com", "anna@x.com").replace(",,Nobody", ",no@x.com,Nobody")
    mended = mended.replace(",too,much", "").replace("not an email", "dee@x.com")
    plan, done = imports.run(database, book, mended, key="again")
    assert (done.added, done.unusable) == (4, 0)
    assert plan.ignored == ["Line", "Reason", "Shoe size"]
    found = imports.contacts(database, book)
    assert found["anna@x.com"].company == "=1+1"
    assert {*found} == {f"{name}@x.com" for name in ("ann", "anna", "no", "bo", "cy", "dee")}


def test_columns_that_a_person_chose_are_known_in_it(database, book):
    file = "Kto,Adres,Email\nAnn,ann@x.com,x\nBo,bo at x.com,y\n"
    places = {"email": (1,), "first_name": (0,)}
    job = written(database, book, file, choices=Choices(places=places))
    content = report(database, job).decode("utf-8-sig").replace("bo at x.com", "bo@x.com")
    over(database, job)
    plan, done = imports.run(database, book, content, key="again")
    assert (plan.new, done.added) == (1, 1)
    assert imports.contacts(database, book)["bo@x.com"].first_name == "Bo"


def test_a_file_without_a_header_gets_one(database, book):
    file = "Ann,Lee,ann@x.com\nBo,Lee,bo@x.com\nCy,Lee,cy@x.com\nDee,Lee,dee@x.com\n" * 2
    job = written(database, book, file + "Eve,Loo,eve at x.com\n")
    content = report(database, job)
    assert rows(content)[0] == ["Line", "Reason", "First name", "Last name", "Email"]
    over(database, job)
    mended = content.decode("utf-8-sig").replace("eve at", "eve@")
    imports.run(database, book, mended.replace("@ x.com", "@x.com"), key="again")
    assert imports.contacts(database, book)["eve@x.com"].last_name == "Loo"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_row_that_was_cut_badly_stands_in_one_cell(database, book, ends):
    lines = ["Email,Notes", "ann@x.com,one", 'bo@x.com,"two', "cy@x.com,three", ",four", ""]
    job = written(database, book, ends.join(lines))
    _, bad, nobody = rows(report(database, job))
    assert bad[0] == "3"
    assert bad[2:] == ['bo@x.com,"two']
    assert nobody[2:] == ["", "four"]


def test_a_card_that_is_cut_off_stands_in_one_cell(database, book):
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0}\r\nEMAIL:{0}@x.com\r\n{1}"
    whole = "END:VCARD\r\n"
    job = written(database, book, card.format("ann", whole) + card.format("bo", ""))
    header, bad = rows(report(database, job))
    assert header[:3] == ["Line", "Reason", "Email"]
    assert bad[0] == "6"
    assert bad[2] == card.format("bo", "").strip()


def test_of_an_import_that_was_stopped_come_the_rows_up_to_there(database, book):
    file = "Email,Name\nx,1\na@x.com,\nb@x.com,\nx,2\nc@x.com,\nd@x.com,\nx,3\n"
    job = imports.confirm(database, book, file)

    def stop(*_):
        with database.writing() as session:
            importing.stop(session, book, job_id=job.id)

    result = importing.write(database, job, on_progress=stop)
    assert result.stopped
    told = report(database, imports.take(database))
    assert [row[3] for row in rows(told)[1:]] == ["1", "2"][: result.unusable]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8) | (
    st.sampled_from(["", " ", "=1", "'=1", '"', 'a "b" c', "a,b", "x\ny", "@", "ann@x.com", "-"])
)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_as_it_was(sheet):
    """Row by row the same reasons: a row is not mended by being written again."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["Email", "Name", "Notes"], *sheet])
    first = understand(file.getvalue().encode())
    bad = [row for row in Reader(first).rows() if isinstance(row, Problem)]
    again = io.StringIO(newline="")
    writer = csv.writer(again)
    writer.writerow(["Line", "Reason", "Email", "Name", "Notes"])
    for row in bad:
        writer.writerow(import_report.line(row, 3, ""))
    second = [*Reader(understand(again.getvalue().encode())).rows()]
    assert [row.reason for row in second] == [row.reason for row in bad]
    for was, now in zip(bad, second, strict=True):
        assert [*map(said, now.cells[2:5])] == [*map(said, was.cells[:3])]
