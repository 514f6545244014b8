"""Files that are no CSV, told by their first bytes or characters, and what to do with each."""

import re

from store.errors import Unreadable

HEAD = 4096
SAVE = "Open it in your spreadsheet and save it as “CSV UTF-8”, then drop that file."

SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", f"This is an old Excel workbook (.xls). {SAVE}"),
    (b"\x1f\x8b", "This is a compressed file (gzip). Unpack it and drop the CSV that is inside."),
    (b"BZh", "This is a compressed file (bzip2). Unpack it and drop the CSV that is inside."),
    (b"\xfd7zXZ", "This is a compressed file (xz). Unpack it and drop the CSV that is inside."),
    (b"(\xb5/\xfd", "This is a compressed file (zstd). Unpack it and drop the CSV that is inside."),
    (b"7z\xbc\xaf", "This is a compressed file (7z). Unpack it and drop the CSV that is inside."),
    (b"Rar!", "This is a compressed file (RAR). Unpack it and drop the CSV that is inside."),
    (b"%PDF-", "This is a PDF. Roster reads contacts from CSV and vCard files."),
    (b"\x89PNG", "This is an image (PNG). Roster reads contacts from CSV and vCard files."),
    (b"\xff\xd8\xff", "This is an image (JPEG). Roster reads contacts from CSV and vCard files."),
    (b"GIF8", "This is an image (GIF). Roster reads contacts from CSV and vCard files."),
    (
        b"SQLite format 3",
        "This is a database (SQLite). Roster reads contacts from CSV and vCard files.",
    ),
    (b"bplist", "This is a property list of a Mac. Export the contacts as a CSV or vCard file."),
)
# What is told by something further in: where it stands, and what it is.
WITHIN = (
    (4, b"ftyphei", "This is an image (HEIC). Roster reads contacts from CSV and vCard files."),
    (4, b"ftyp", "This is a video. Roster reads contacts from CSV and vCard files."),
    (8, b"WEBP", "This is an image (WebP). Roster reads contacts from CSV and vCard files."),
    (257, b"ustar", "This is an archive (tar). Unpack it and drop the CSV that is inside."),
)
# Signs that stand in no text, but in programs, sounds and the like from the very beginning: of the
# first line of a text so many are none. Further down, a cell may hold whatever somebody pasted.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
CONTROL_SHARE = 0.05
LINE_END = re.compile(r"[\r\n]")
NO_TEXT = "This is no text file. Roster reads contacts from CSV and vCard files."
WORKBOOKS = (
    (b"xl/", f"This is an Excel workbook (.xlsx). {SAVE}"),
    (b"opendocument.spreadsheet", f"This is an OpenDocument spreadsheet (.ods). {SAVE}"),
    (
        b"Index/Document.iwa",
        "This is a Numbers spreadsheet. Export it to CSV, then drop that file.",
    ),
    (b"word/", "This is a Word document. Roster reads contacts from CSV and vCard files."),
)
SOMETHING = re.compile(rb"[^\x00 \t\r\n\xef\xbb\xbf\xfe\xff]")
ARCHIVE = "This is a ZIP archive. Unpack it and drop the CSV that is inside."
TEXTS = (
    (
        re.compile(r"\s*<(?:!doctype html|html|head|body|script|meta|!--)\b", re.IGNORECASE),
        "This is a web page (HTML), perhaps a sign-in page that was saved under the name of the "
        "export. Download the CSV again and drop that file.",
    ),
    (re.compile(r"\s*<\?xml|\s*<[A-Za-z][\w:.-]*[\s>/]"), f"This is an XML file. {SAVE}"),
    (
        re.compile(r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:[{\[\"\]]|$))"),
        "This is a JSON file. Export the contacts as a CSV file and drop that one.",
    ),
    (re.compile(r"\s*\{\\rtf"), f"This is a rich text document (RTF). {SAVE}"),
    (
        re.compile(r"%!PS"),
        "This is a PostScript file. Roster reads contacts from CSV and vCard files.",
    ),
)


def refuse_bytes(content: bytes) -> None:
    """Raise Unreadable for what is known by its bytes to be no text."""
    if not SOMETHING.search(content):
        raise Unreadable("This file is empty.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        told = (reason for sign, reason in WORKBOOKS if sign in content)
        raise Unreadable(next(told, ARCHIVE))
    for signature, reason in SIGNATURES:
        if content.startswith(signature):
            raise Unreadable(reason)
    for place, signature, reason in WITHIN:
        if content.startswith(signature, place):
            raise Unreadable(reason)


def refuse_text(head: str) -> None:
    """Raise Unreadable for what is no text after all, and for text that is known to be no table."""
    first = LINE_END.split(head, maxsplit=1)[0]
    if len(CONTROL.findall(first)) > CONTROL_SHARE * len(first):
        raise Unreadable(NO_TEXT)
    for pattern, reason in TEXTS:
        if pattern.match(head.removeprefix("\ufeff")):
            raise Unreadable(reason)
