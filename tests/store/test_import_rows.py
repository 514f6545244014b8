"""Rows: which are people, what they say, and why the others cannot be used."""

import pytest

from store import names
from store.csv_files import understand
from store.import_rows import Person, Problem, Reader


def read(text):
    reader = Reader(understand(text.encode()))
    rows = list(reader.rows())
    return reader, rows


def people(text):
    reader, rows = read(text)
    return [(row.email, *reader.values(row)) for row in rows if isinstance(row, Person)]


def problems(text):
    return [row for row in read(text)[1] if isinstance(row, Problem)]


def test_values_are_trimmed_and_cleaned():
    text = "Email,First name,Last name,Company,Job title,Phone,Notes\n"
    text += ' ann@example.com , Ann\t,"Le\0e",Lee   ,\x1bCoach,+1 2,"one\r\ntwo"\n'
    [person] = people(text)
    assert person == ("ann@example.com", "Ann", "Le e", "Lee", "Coach", "+1 2", "one\ntwo")


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Ann.Lee+x@Example.COM", "Ann.Lee+x@Example.COM"),
        ("mailto:ann@example.com", "ann@example.com"),
        ('"Ann Lee <ann@example.com>"', "ann@example.com"),
        ('"ann@example.com, bo@example.com"', "ann@example.com"),
        ("ann@example.com ::: bo@example.com", "ann@example.com"),
        ('"nonsense; bo@example.com"', "bo@example.com"),
        ("ann@example.com bo@example.com", "ann@example.com"),
        ('"Ann Lee <ann@example.com>; Bo <bo@example.com>"', "ann@example.com"),
        ('"Lee; Ann <ann@example.com>"', "ann@example.com"),
        ("'+f5@example.com", "+f5@example.com"),
        ("'-ann@example.com", "-ann@example.com"),
        ("anna@bücher.example.com", "anna@bücher.example.com"),
    ],
)
def test_the_first_valid_email_of_a_cell_counts(cell, email):
    assert [person[0] for person in people(f"Email\n{cell}\n")] == [email]


def test_the_first_valid_email_of_several_columns_counts():
    text = "E-mail 1 - Value,E-mail 2 - Value\n,bo@example.com\nnone,cy@example.com\n"
    assert [person[0] for person in people(text)] == ["bo@example.com", "cy@example.com"]


def test_the_apostrophe_before_a_formula_is_taken_off():
    text = "Email,Name,Company,Phone\na@b.de,'=1+1 Lee,'@home,'+49 1\nc@d.de,'Til,''=x,'-5\n"
    assert [person[1:] for person in people(text)] == [
        ("=1+1", "Lee", "@home", "", "+49 1", ""),
        ("'Til", "", "'=x", "", "-5", ""),
    ]


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("Ann Marie Lee", "Ann Marie", "Lee"),
        ("Lee, Ann", "Ann", "Lee"),
        ("Ludwig van der Rohe", "Ludwig", "van der Rohe"),
        ("Cher", "Cher", ""),
        ("van Gogh", "van", "Gogh"),
        ("", "", ""),
        ("Lee, Ann, Dr.", "Lee, Ann,", "Dr."),
        (" Ann  Lee ", "Ann", "Lee"),
    ],
)
def test_a_full_name_is_split(full, first, last):
    assert names.split(full) == (first, last)


@pytest.mark.parametrize(
    ("header", "row", "first", "last"),
    [
        ("Name", "Ann Lee", "Ann", "Lee"),
        ("First name,Last name,Name", "Ann,Lee,Somebody Else", "Ann", "Lee"),
        ("First name,Last name,Name", ",,Ann Lee", "Ann", "Lee"),
        ("First name,Last name,Name", "Ann,,Ann Marie", "Ann", ""),
        ("Vorname,Name", "Ann,Lee", "Ann", "Lee"),
        ("First name,Name", "Ann,Ann Lee", "Ann", "Lee"),
        ("Nombre,Apellidos", "Ann,Lee", "Ann", "Lee"),
        ("Display name", "ann@example.com", "", ""),
    ],
)
def test_names_come_from_whichever_columns_there_are(header, row, first, last):
    assert [person[1:3] for person in people(f"{header},Email\n{row},ann@example.com\n")] == [
        (first, last)
    ]


def test_a_phone_of_several_and_a_company_of_several_are_the_first():
    text = "Email,Phone 1 - Value,Phone 2 - Value,Organization Name\n"
    text += "a@b.de,+1 ::: +2,+3,Lee ::: Co\nc@d.de,,+3,\n"
    assert [(person[5], person[3]) for person in people(text)] == [("+1", "Lee"), ("+3", "")]


def test_rows_with_nothing_in_them_are_no_rows():
    assert read('Email,Name\n\n , \n,\n"",\na@b.de,Ann\n')[1] == [
        Person(6, "a@b.de", "a@b.de", ["a@b.de", "Ann", ""])
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Ann,", "No email address."),
        ('"\'\n",Ann,', "No email address."),
        ("email,FIRST NAME,", "@-sign"),
        ("ann,Ann,", "@-sign"),
        ("ann@,Ann,", "@"),
        ("ann@example.com,Ann,Lee,oops", "The row has 4 cells, the header 3."),
        (f"ann@example.com,{'x' * 301},", "The first name is longer than 300 characters."),
        (f"ann@example.com,Ann,{'x' * 1_000_000}", "The company is longer than 300 characters."),
        ('ann@example.com,"Ann,', "A quotation mark opens in this row and does not close."),
        ('ann@example.com,"Ann\nbo@example.com,Bo",', "closes in another one"),
        ("email,FIRST NAME,Company", "This row repeats the header."),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(row, reason):
    text = f"Email,First name,Company\n\nbo@example.com,Bo,\n{row}\ncy@example.com,Cy,\n"
    [problem] = problems(text)
    assert problem.line == 4
    assert reason in problem.reason
    assert [person[0] for person in people(text)] == ["bo@example.com", "cy@example.com"]


def test_reasons_repeat_nothing_of_the_row():
    rows = ["secret", "secret@", "secret@secret", "@secret.com", "a@secret..com", "a b@secret.com"]
    text = "Email,Name\n" + "".join(f"{row},Secret\n" for row in rows)
    found = problems(text)
    assert [problem.line for problem in found] == [2, 3, 4, 5, 6, 7]
    assert not [problem for problem in found if "secret" in problem.reason.lower()]


def test_short_rows_and_trailing_commas_are_read():
    text = "Email,Name,Company,\na@b.de\nc@d.de,Cy,Co,,,\n"
    assert [person[:2] for person in people(text)] == [("a@b.de", ""), ("c@d.de", "Cy")]


def test_what_stands_in_columns_that_nobody_named_is_nobodys_name():
    assert people("1,ann@example.com,true,12\n2,bo@example.com,,\n3,cy@example.com\n") == [
        (f"{name}@example.com", *[""] * 6) for name in ("ann", "bo", "cy")
    ]


def test_notes_are_plural():
    [problem] = problems(f"Email,Notes\nann@example.com,{'x' * 3_001}\n")
    assert problem.reason == "The notes are longer than 3,000 characters."


def test_a_cell_may_be_long_while_what_is_used_of_it_is_short():
    text = f"Email,Phone,Notes\na@b.de,+1 ::: {'+2 ' * 100},{' ' * 5000}x\n"
    assert people(text) == [("a@b.de", "", "", "", "", "+1", "x")]


def test_long_cells_that_are_not_read_do_no_harm():
    assert len(people(f"Email,Attributes\na@b.de,{'x' * 500_000}\n")) == 1
