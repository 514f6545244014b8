"""CSV files: cut as they were written, the header found, and what is no CSV refused by name."""

import gzip
import io
import zipfile

import pytest

from store.csv_files import COLUMN_LIMIT, understand
from store.csv_rows import FILE_LIMIT
from store.errors import Unreadable

HEADER = "Email,Name"


def rows(text, encoding="utf-8"):
    sheet = understand(text if isinstance(text, bytes) else text.encode(encoding))
    return [(line, cells) for line, _, cells in sheet.cut.rows(below=sheet.above)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_line_ends_are_found(delimiter, end, encoding):
    cells = [["Email", "Name", "Notes"], ["a@b.de", "Jörg, jr.", "x"], ["c@d.de", "Zoë", ""]]
    text = end.join(delimiter.join(f'"{cell}"' for cell in row) for row in cells)
    assert rows(text, encoding) == [(2, cells[1]), (3, cells[2])]


def test_a_line_that_names_the_delimiter_is_followed():
    assert rows("sep=^\r\nEmail^Name\r\na@b.de^Ann, jr.\r\n") == [(3, ["a@b.de", "Ann, jr."])]


def test_what_stands_above_the_header_is_passed_over():
    text = (
        'Notes:\n"When exporting, email addresses\nmay be ""missing"", so, sorry"\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ann,Lee,https://x,ann@example.com,Lee,Coach,12 Mar 2024\n"
    )
    sheet = understand(text.encode())
    assert (sheet.above, sheet.columns.label) == (5, "LinkedIn connections")
    assert [line for line, _, _ in sheet.cut.rows(below=sheet.above)] == [6]


def test_a_row_stands_on_the_line_on_which_it_begins():
    text = f'{HEADER}\na@b.de,"Ann\nLee"\n\n\nc@d.de,Cy\n'
    assert rows(text) == [(2, ["a@b.de", "Ann\nLee"]), (6, ["c@d.de", "Cy"])]


def test_a_forgotten_quotation_mark_costs_its_own_row_only():
    text = f'{HEADER}\na@b.de,"Ann\nc@d.de,Cy\ne@f.de,"Ed"\ng@h.de,Gus\n'
    assert rows(text) == [
        (2, None),
        (3, ["c@d.de", "Cy"]),
        (4, ["e@f.de", "Ed"]),
        (5, ["g@h.de", "Gus"]),
    ]


def test_a_quotation_mark_that_runs_to_the_end_costs_its_own_row_only():
    text = f'{HEADER}\na@b.de,"Ann\n' + "c@d.de,Cy\n" * 3
    assert rows(text) == [(2, None), *((line, ["c@d.de", "Cy"]) for line in (3, 4, 5))]


def test_quotation_marks_within_a_cell_are_read_as_spreadsheets_read_them():
    text = f'{HEADER}\na@b.de,"Ann "Speedy" Lee"\nc@d.de,Cy "the" Roe\n'
    assert [cells[1] for _, cells in rows(text)] == ['Ann Speedy" Lee"', 'Cy "the" Roe']


def test_quotation_marks_behind_a_backslash_are_read():
    text = 'Email Address,LEID,EUID,TAGS\na@b.de,1,2,"\\"VIP\\",\\"Blog\\""\nc@d.de,1,2,\n'
    assert [cells[3] for _, cells in rows(text)] == ['"VIP","Blog"', ""]


def test_backslashes_are_kept_where_they_are_only_backslashes():
    text = 'Email,Name\na@b.de,C:\\dir\nc@d.de,"ends in \\"\n'
    assert [cells[1] for _, cells in rows(text)] == ["C:\\dir", "ends in \\"]


def test_cells_of_a_megabyte_and_zero_bytes_are_read():
    text = f"{HEADER},Notes\na@b.de,Ann\0,{'x' * 1_000_000}\n"
    [(_, cells)] = rows(text)
    assert (cells[1], len(cells[2])) == ("Ann\0", 1_000_000)


def test_two_thousand_columns_are_read():
    names = ",".join(f"Custom {n}" for n in range(2000))
    sheet = understand(f"{names},Email\n{',' * 2000}a@b.de\n".encode())
    assert sheet.columns.places == {"email": (2000,)}


def test_a_list_of_addresses_without_a_header_is_read_from_its_first_line():
    assert rows("a@b.de\nc@d.de\n") == [(1, ["a@b.de"]), (2, ["c@d.de"])]
    assert rows("a@b.de;Ann;Lee\nc@d.de;Cy;\n")[0] == (1, ["a@b.de", "Ann", "Lee"])


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook (.xlsx)"),
        (zipped("contacts.csv"), "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel workbook (.xls)"),
        (gzip.compress(b"Email\na@b.de\n", mtime=0), "compressed file (gzip)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image (JPEG)"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "image (HEIC)"),
        (b"\0\0\0\x20ftypisom" + bytes(50), "a video"),
        (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(50), "image (WebP)"),
        (b"contacts.csv".ljust(257, b"\0") + b"ustar" + bytes(250), "archive (tar)"),
        (b"MZ\x90\0" + bytes(range(256)) * 9, "no text file"),
        (b"ID3\x04" + bytes(40) + b"a@b.de\n" * 9, "no text file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"<!DOCTYPE html>\n<html><title>Sign in</title>", "web page (HTML)"),
        (b"\n <html lang=en>", "web page (HTML)"),
        (b'[{"email": "a@b.de"}]', "JSON file"),
        (b'{\n "email": "a@b.de"}', "JSON file"),
        ('{"email": "a@b.de"}'.encode("utf-16"), "JSON file"),
        (b"<?xml version='1.0'?><contacts/>", "XML file"),
        (b"Name,Phone\nAnn,12\n", "columns are: “Name”, “Phone”"),
        (b",,,,\n" * 500, "neither names of columns nor email addresses"),
        (b"Hello, this is a letter.\nBest wishes\n", "no column with email addresses"),
    ],
)
def test_what_is_no_list_of_contacts_is_refused_by_name(content, told):
    with pytest.raises(Unreadable) as refused:
        understand(content)
    assert told in str(refused.value)


def test_limits_are_told():
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        understand(b"x" * (FILE_LIMIT + 1))
    for header in ("Email," + "x," * COLUMN_LIMIT, "x," * COLUMN_LIMIT + "Email"):
        with pytest.raises(Unreadable, match="more than 5,000 columns"):
            understand(header.encode() + b"\na@b.de\n")


def test_long_names_of_columns_do_not_fill_the_refusal():
    content = ",".join(f"{'x' * 100}{n}" for n in range(100)).encode()
    with pytest.raises(Unreadable, match="and 80 more") as refused:
        understand(content)
    assert len(str(refused.value)) < 1200
