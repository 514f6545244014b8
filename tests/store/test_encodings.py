"""Encodings: each file is read as it was written, or refused; names never come out garbled."""

from contextlib import suppress

import pytest

from store.encodings import detect
from store.errors import Unreadable
from tests.store_languages import samples
from tests.store_names import PEOPLE, WESTERN

UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def table(names):
    rows = [f"{name},person{n}@example.com" for n, name in enumerate(names.split(","))]
    return "Name,Email\r\n" + "\r\n".join(rows) + "\r\n"


@pytest.mark.parametrize("codec", UNICODE)
@pytest.mark.parametrize("names", sorted(set(PEOPLE.values())))
def test_unicode_is_read_with_and_without_its_mark(codec, names):
    text = table(names)
    content = text.encode(codec)
    assert content.decode(detect(content)) == text


def test_utf16_from_a_machine_of_the_other_kind_is_read():
    content = b"\xfe\xff" + table(WESTERN).encode("utf-16-be")
    assert content.decode(detect(content)) == table(WESTERN)


@pytest.mark.parametrize("codec", PEOPLE)
def test_old_encodings_are_told_apart(codec):
    text = table(PEOPLE[codec])
    content = text.encode(codec)
    assert content.decode(detect(content)) == text


@pytest.mark.parametrize("name", ["Jörg", "José", "Zoë", "Søren", "Nuñez", "Hélène", "Müller"])
def test_one_western_name_is_enough(name):
    content = table(name).encode("cp1252")
    assert content.decode(detect(content)) == table(name)


@pytest.mark.parametrize(("rows", "share"), [(1, 0.3), (3, 0.6), (10, 0.8), (30, 0.9)])
def test_names_of_whatever_language_come_out_as_they_are_or_not_at_all(rows, share):
    """A single name in an encoding of DOS may look like one of Windows; more of them do not."""
    read, garbled = 0, []
    for sample in samples(1_000, seed=rows, rows=rows):
        content = sample.text.encode(sample.codec)
        with suppress(Unreadable):
            is_right = content.decode(detect(content)) == sample.text
            read += is_right
            garbled += [] if is_right else [sample]
    assert read >= share * 1_000
    assert all(sample.text.count("\n") == 2 for sample in garbled), garbled
    assert len(garbled) <= 1


@pytest.mark.parametrize(("codec", "name"), [("cp1250", "Ondřej"), ("cp1252", "Løve")])
def test_the_address_of_a_person_tells_how_the_name_is_spelled(codec, name):
    content = f"{name},{'ondrej' if name[0] == 'O' else 'love'}@example.com\n".encode(codec)
    assert content.decode(detect(content)).startswith(name)


@pytest.mark.parametrize(
    "content",
    [
        "Name,Email\nJosé,a@b.de\nRenée,c@d.de\n".encode()[:-3] + b"\xe9,x@y.de\n",
        b"\xef\xbb\xbfName,Email\nJos\xe9,a@b.de\n",
        "Name,Email\nJosé,a@b.de\n".encode("utf-16")[:-1],
        table("山田,佐藤").encode("cp932"),
        table("Pавелић").encode("utf-8") + b"\xff\xfe\x81",
        bytes(range(1, 256)) * 20,
    ],
    ids=["mixed", "marked", "cut off", "too little", "broken", "no text"],
)
def test_what_is_not_sure_is_refused_with_what_to_do(content):
    with pytest.raises(Unreadable, match="CSV UTF-8"):
        detect(content)


def test_ascii_with_a_zero_byte_is_no_utf16():
    assert detect(b"Name,Email\nAnn\0 Lee,ann@example.com\n") == "utf-8"
