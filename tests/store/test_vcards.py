"""vCards: read as Apple, Android, Outlook and others write them; a broken one costs itself only."""

import pytest

from store.csv_files import first_values, understand
from store.errors import Unreadable
from store.import_cells import Cells
from store.import_choices import Choices
from store.import_rows import Person, Problem, Reader

APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.5//EN
N:Lee;Ann;Marie;Dr.;
FN:Dr. Ann Marie Lee
ORG:Lee\\; Co;Sales;
TITLE:Coach
item1.EMAIL;type=INTERNET;type=HOME:ann@home.example
item2.EMAIL;type=INTERNET;type=WORK;type=pref:Ann@Work.example
item2.X-ABLabel:_$!<Work>!$_
TEL;type=WORK;type=FAX;type=pref:+49 1
TEL;type=CELL;type=VOICE:+49 2
NOTE:Likes tea\\, and\\nlong \r
 walks
CATEGORIES:VIP,Blog\\, old
X-APPLE-STRUCTURED-LOCATION;X-ADDRESS=a \\"b\\" c;X-TITLE=x:geo:1,2
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD/4QCMRXhpZgAATU0AKgAAAAgA
 BQESAAMAAAABAAEAAAEaAAUAAAABAAAASgEbAA
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=97=D0=B0=D0=B3=D0=BE=D1=80=D1=81=D0=BA=
=D0=B8=D0=B9;=D0=98=D0=B3=D0=BE=D1=80=D1=8C;;;
TEL;CELL;PREF:+7 1
EMAIL;INTERNET;PREF:igor@example.com
PHOTO;JPEG;ENCODING=BASE64:/9j/4AAQSkZJRgAB
 AQAASABIAAD/4QCM

END:VCARD
"""
FOUR = """BEGIN:VCARD
VERSION:4.0
FN:Cy Roe
EMAIL;PREF=2:second@example.com
EMAIL;PREF=1;TYPE="work,home":first@example.com
EMAIL:third@example.com
EMAIL:fourth@example.com
TEL;VALUE=uri;TYPE="voice,home":tel:+1-555
ORG:Roe
END:VCARD
"""


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def people(text, encoding="utf-8"):
    """What the cards say: problems, or email and values."""
    reader = Reader(understand(text if isinstance(text, bytes) else text.encode(encoding)))
    return [
        (row.email, reader.values(row)) if isinstance(row, Person) else row for row in reader.rows()
    ]


def only(text, encoding="utf-8"):
    [(email, values)] = people(text, encoding)
    return email, values._asdict()


def test_a_card_of_apple_is_read():
    sheet = understand(APPLE.encode())
    assert sheet.columns.label == "vCard file"
    assert only(APPLE) == (
        "Ann@Work.example",
        {
            "first_name": "Ann",
            "last_name": "Lee",
            "company": "Lee; Co",
            "job_title": "Coach",
            "phone": "+49 2",
            "notes": "Likes tea, and\nlong walks",
        },
    )
    [(_, _, cells)] = sheet.cut.rows()
    assert Cells(sheet.columns, Choices()).of(cells).groups == ("VIP", "Blog, old")


def test_a_card_of_android_in_quoted_printable_is_read():
    email, values = only(ANDROID)
    assert (email, values["first_name"], values["last_name"]) == (
        "igor@example.com", "Игорь", "Загорский",
    )  # fmt: skip
    assert values["phone"] == "+7 1"


def test_a_card_of_the_newest_version_is_read():
    [(line, lines, cells)] = understand(FOUR.encode()).cut.rows()
    assert (line, lines) == (1, 10)
    assert cells[:3] == [
        "first@example.com", "second@example.com", "third@example.com, fourth@example.com",
    ]  # fmt: skip
    email, values = only(FOUR)
    assert (email, values["first_name"], values["last_name"]) == ("first@example.com", "Cy", "Roe")
    assert (values["phone"], values["company"]) == ("+1-555", "Roe")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cards_in_any_unicode_with_any_line_ends_are_read(encoding, end):
    text = card("N:Müller;Jörg", "EMAIL:j@example.com").replace("\r\n", end)
    email, values = only(text, encoding)
    assert (email, values["last_name"]) == ("j@example.com", "Müller")


@pytest.mark.parametrize("written", ["M=FCller;J=F6rg", "Müller;Jörg"])
def test_an_old_encoding_that_the_card_names_is_used(written):
    encoded = ";ENCODING=QUOTED-PRINTABLE" if "=" in written else ""
    line = f"N;CHARSET=ISO-8859-1{encoded}:{written}"
    _, values = only(card(line, "EMAIL:j@example.com", version="2.1"), "latin-1")
    assert (values["first_name"], values["last_name"]) == ("Jörg", "Müller")


def test_a_card_of_a_company_has_no_name():
    text = card("N:;;;;", "FN:Lee & Co", "ORG:Lee & Co;", "EMAIL:a@example.com")
    assert only(text)[1]["company"] == "Lee & Co"
    assert only(text)[1]["first_name"] == ""


def test_a_card_without_a_name_or_an_email_is_read_as_far_as_it_goes():
    text = card("EMAIL:a@example.com") + card("FN:Bo") + card("FN:Cy Roe", "EMAIL:cy@example.com")
    first, second, third = people(text)
    assert first[1].first_name == ""
    assert second == Problem(5, "No email address.", *second[2:])
    assert (third[1].first_name, third[1].last_name) == ("Cy", "Roe")


BAD = "N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=FF=FE"


@pytest.mark.parametrize(
    "broken",
    ["BEGIN:VCARD\r\nFN:Cut off\r\nEMAIL:x@exam\r\n", card(BAD, "EMAIL:x@example.com"),
     card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=X-ODD:=41", "EMAIL:x@example.com")],
    ids=["no end", "no text", "no encoding"],
)  # fmt: skip
def test_a_broken_card_costs_itself_only(broken):
    text = card("EMAIL:a@example.com") + broken + card("EMAIL:b@example.com")
    rows = [(line, cells and cells[0]) for line, _, cells in understand(text.encode()).cut.rows()]
    below = 5 + broken.count("\r\n")
    assert rows == [(1, "a@example.com"), (5, None), (below, "b@example.com")]
    assert people(text)[1].reason == "This card is cut off, or cannot be decoded."


def test_a_card_that_is_cut_off_at_the_end_of_the_file_is_none():
    text = card("EMAIL:a@example.com") + "BEGIN:VCARD\r\nEMAIL:b@example.co"
    assert [cells is None for _, _, cells in understand(text.encode()).cut.rows()] == [False, True]


def test_odd_lines_cost_themselves_only():
    odd = ['EMAIL;TYPE="WORK', "no line at all", ":::", "TEL", "X-", 'N"']
    assert people(card("FN:Ann", *odd, "EMAIL:a@example.com"))[0][0] == "a@example.com"


def test_a_group_of_cards_is_no_row():
    group = card("X-ADDRESSBOOKSERVER-KIND:group", "N:Family", "FN:Family")
    assert [row[0] for row in people(group + card("EMAIL:a@example.com"))] == ["a@example.com"]


def test_the_card_of_an_assistant_within_a_card_is_not_taken():
    inner = card("FN:Di", "EMAIL:di@example.com", version="2.1").strip()
    text = card("FN:Ann", "AGENT:", inner, "EMAIL:a@example.com", version="2.1")
    assert [row[0] for row in people(text)] == ["a@example.com"]


def test_cards_stand_on_the_line_on_which_they_begin():
    text = "\n" + APPLE + "\n\n" + ANDROID
    cut = understand(text.encode()).cut
    assert [(line, lines) for line, lines, _ in cut.rows()] == [(2, 19), (23, 10)]
    assert [line for line, _, _ in cut.rows(below=2)] == [23]
    assert [line for line, _, _ in cut.rows(above=2)] == [2]


def test_the_first_values_of_cards_are_shown_by_the_columns_people_know():
    sheet = understand((APPLE + FOUR).encode())
    shown = dict(zip(sheet.columns.names, first_values(sheet), strict=True))
    assert shown["Email"] == "Ann@Work.example"
    assert shown["Email 3"] == "third@example.com, fourth@example.com"
    assert shown["Groups"] == 'VIP; "Blog, old"'


def test_cards_without_any_email_are_refused():
    with pytest.raises(Unreadable, match="None of these cards has an email address"):
        understand(card("FN:Ann").encode())


def test_a_folded_photo_of_a_megabyte_is_passed_over():
    photo = "PHOTO;ENCODING=b:" + "\r\n ".join(["A" * 74] * 14_000)
    text = card("FN:Ann", photo, "EMAIL:a@example.com")
    assert people(text)[0][0] == "a@example.com"
