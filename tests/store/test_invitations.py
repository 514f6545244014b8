"""Invitations: calendar files that nothing can forge, addresses that fit, and who is reached."""

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store import books, contacts, invitations
from store.columns import now
from store.contacts import Fields
from store.errors import Rejected
from store.invitations import Event
from store.scopes import Scope

MADRID = timezone(timedelta(hours=1))
SOON = datetime(2100, 12, 1, 19, tzinfo=MADRID)
LINKS = [
    invitations.google_link,
    invitations.outlook_link,
    invitations.outlook_live_link,
]


def event(**changes):
    values = {
        "title": "Yoga & tea",
        "starts_at": SOON,
        "minutes": 90,
        "where": "Studio 2",
        "link": "https://example.com/meet?a=1&b=2",
        "note": "Bring a mat.\nAnd <tea>.",
    }
    return Event(**(values | changes))


def read(content):
    calendar = icalendar.Calendar.from_ical(content)
    (entry,) = calendar.events
    return calendar, entry


def asked(link):
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def test_a_calendar_file_says_what_when_and_where_in_utc():
    calendar, entry = read(invitations.calendar_file(event(), uid="1@roster"))
    assert calendar["METHOD"] == "PUBLISH"
    assert (entry["UID"], entry["SUMMARY"], entry["LOCATION"]) == (
        "1@roster",
        "Yoga & tea",
        "Studio 2",
    )
    assert entry["DESCRIPTION"] == ("https://example.com/meet?a=1&b=2\n\nBring a mat.\nAnd <tea>.")
    assert entry["URL"] == "https://example.com/meet?a=1&b=2"
    span = (datetime(2100, 12, 1, 18, tzinfo=UTC), datetime(2100, 12, 1, 19, 30, tzinfo=UTC))
    assert span == (entry.DTSTART, entry.DTEND)
    assert abs(entry.DTSTAMP - now()) < timedelta(minutes=1)


def test_a_calendar_file_names_no_guest_and_leaves_out_what_was_not_said():
    content = invitations.calendar_file(event(where="", link="", note=""), uid="1@roster")
    names = {re.match(rb"[A-Z-]+", line)[0] for line in content.split(b"\r\n") if line}
    assert names == {
        *(b"BEGIN", b"END", b"VERSION", b"PRODID", b"METHOD"),
        *(b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SUMMARY"),
    }


NASTY = 'x\r\nATTENDEE:mailto:a@b.c\nEND:VEVENT\rBEGIN:VALARM\x0b\x85\u2028X-EVIL:1;Y="2\\n'


@pytest.mark.parametrize("name", ["title", "where", "link", "note"])
@pytest.mark.parametrize("text", [NASTY, "é" * 200, "🧘" * 100, "a;b,c\\d", "\ud800"])
def test_no_text_forges_a_line_of_the_calendar_file(name, text):
    content = invitations.calendar_file(event(**{name: text}), uid="1@roster")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert not [line for line in unfolded if line.startswith(("ATTENDEE", "BEGIN:VA", "X-"))]
    assert unfolded.count("END:VEVENT") == 1
    calendar, entry = read(content)
    assert [one.name for one in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert "ATTENDEE" not in entry
    assert set(entry) <= {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL")
    }


@given(st.text(max_size=50), st.text(max_size=300))
def test_what_is_written_into_a_calendar_file_is_read_back(title, note):
    title, note = f"a{title}b", f"a{note}b"
    assume("\\N" not in title + note)  # icalendar takes these two letters for an end of line
    one = event(title=title, note=note, link="")
    tidy = invitations.check(one)
    _, entry = read(invitations.calendar_file(one, uid="1@roster"))
    assert (entry["SUMMARY"], entry["DESCRIPTION"]) == (tidy.title, tidy.note)


def test_a_google_link_holds_the_whole_event():
    link = invitations.google_link(event())
    assert link.startswith("https://calendar.google.com/calendar/r/eventedit?")
    assert asked(link) == {
        "action": "TEMPLATE",
        "dates": "21001201T180000Z/21001201T193000Z",
        "text": "Yoga & tea",
        "location": "Studio 2",
        "details": "https://example.com/meet?a=1&b=2\n\nBring a mat.\nAnd <tea>.",
    }


@pytest.mark.parametrize(
    ("made", "host"),
    [
        (invitations.outlook_link, "outlook.office.com"),
        (invitations.outlook_live_link, "outlook.live.com"),
    ],
)
def test_an_outlook_link_holds_the_whole_event_and_no_tags_of_its_note(made, host):
    link = made(event())
    assert urlsplit(link)[:3] == ("https", host, "/calendar/0/deeplink/compose")
    assert "+" not in link
    assert asked(link) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": "2100-12-01T18:00:00Z",
        "enddt": "2100-12-01T19:30:00Z",
        "subject": "Yoga & tea",
        "location": "Studio 2",
        "body": "https://example.com/meet?a=1&amp;b=2<br><br>Bring a mat.<br>And &lt;tea&gt;.",
    }


@pytest.mark.parametrize("make", LINKS)
@pytest.mark.parametrize("letter", ["a", " ", "&", "<", "é", "🧘", "%", "\n"])
def test_a_link_fits_whatever_is_written_and_is_cut_between_letters(make, letter):
    full = event(title="t" + letter * 199, where="w" + letter * 199, note=f"n{letter * 1999}")
    link = make(full)
    assert len(link) <= invitations.ADDRESS_LIMIT
    read_back = asked(link)
    title = read_back.get("text") or read_back["subject"]
    assert title == ("t" + letter * 199).replace("\n", " ").strip()
    assert "\ufffd" not in "".join(read_back.values())
    body = read_back.get("body", "")
    assert re.fullmatch(r"(?:[^&<]|&amp;|&lt;|&gt;|<br>)*", body)


@pytest.mark.parametrize("make", LINKS)
def test_the_link_to_join_is_there_whole_or_not_at_all(make):
    place = "https://example.com/" + "🧘" * 480
    assert "example.com" not in make(event(link=place))
    assert "example.com%2Fmeet" in make(event(note="🧘" * 2000))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " \r\n"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"where": "x" * 201}, "where"),
        ({"link": "https://x.com/" + "x" * 500}, "link"),
        ({"note": "x" * 2001}, "note"),
        ({"starts_at": now() - timedelta(minutes=1)}, "starts_at"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 7 * 24 * 60 + 1}, "minutes"),
        ({"link": "example.com"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://example.com"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://[x"}, "link"),
        ({"link": "https://a.b/c d"}, "link"),
    ],
)
def test_what_a_person_can_mend_is_named_by_its_field(changes, field):
    with pytest.raises(Rejected) as rejected:
        invitations.check(event(**changes))
    assert rejected.value.field == field
    assert rejected.value.reason.endswith(".")


def test_a_good_event_comes_back_clean_and_can_be_kept_with_a_job():
    tidy = invitations.check(event(title=" Yoga\n", note="a\r\nb", link="HTTPS://x.com"))
    assert (tidy.title, tidy.note, tidy.link) == ("Yoga", "a\nb", "HTTPS://x.com")
    assert invitations.load(invitations.dump(tidy)) == tidy


def fill(database, book, emails):
    with database.writing() as session:
        return [
            contacts.add(session, book, person="U1", fields=Fields(email=email, first_name=name))
            for email, name in emails.items()
        ]


def invited(database, book, scope=None):
    with database.reading() as session:
        return invitations.guests(session, book, scope=scope or Scope())


def test_guests_come_by_name_each_address_as_mail_servers_take_it(database, book):
    names = {"Zoe@Example.com": "Zoe", "ann@bücher.example.com": "Ann", "ｍｉａ@example.com": "Mia"}
    fill(database, book, names)
    assert invited(database, book).reachable == [
        *("ann@xn--bcher-kva.example.com", "mia@example.com", "Zoe@Example.com")
    ]


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("noreply@example.com", "nobody reads"),
        ("No-Reply@example.com", "nobody reads"),
        ("no_reply+42@example.com", "nobody reads"),
        ("do-not-reply@example.com", "nobody reads"),
        ("MAILER-DAEMON@example.com", "nobody reads"),
        ("jürgen@example.com", "refuse the letters"),
        ("用户@例え.jp", "refuse the letters"),
        ("noreply.ann@example.com", ""),
        ("ann.noreply@example.com", ""),
        ("ann@noreply.example.com", ""),
        ("bouncer@example.com", ""),
    ],
)
def test_who_cannot_be_reached_is_listed_with_the_reason(database, book, email, reason):
    fill(database, book, {email: "Ann"})
    found = invited(database, book)
    assert len(found.reachable) == (0 if reason else 1)
    assert [(guest.name, guest.email) for guest, _ in found.unreachable] == (
        [("Ann", email)] if reason else []
    )
    assert all(reason in said for _, said in found.unreachable)


def test_only_those_meant_are_invited_and_nobody_of_another_book(database, book):
    ann, _ = fill(database, book, {"ann@example.com": "Ann", "bo@example.com": "Bo"})
    with database.writing() as session:
        other = books.team(session, workspace="T2")
    assert invited(database, book, Scope(contact=ann.id)).reachable == ["ann@example.com"]
    assert invited(database, other, Scope(contact=ann.id)).reachable == []


def test_addresses_are_cut_into_lists_that_can_be_pasted():
    many = [f"p{number}@example.com" for number in range(250)]
    for separator in (", ", "; "):
        lists = invitations.chunks(many, separator=separator)
        assert [len(one.split(separator)) for one in lists] == [100, 100, 50]
        assert separator.join(lists).split(separator) == many
    assert invitations.chunks([], separator=", ") == []


def test_a_file_of_addresses_has_one_list_a_paragraph():
    assert invitations.address_file(["a@b.c, d@e.f", "g@h.i"]) == (
        b"a@b.c, d@e.f\r\n\r\ng@h.i\r\n\r\n"
    )


def test_a_file_of_those_out_of_reach_has_one_a_line_whatever_they_are_called():
    guest = invitations.Guest("Ann\r\nLee\t=1", "noreply@example.com")
    content = invitations.unreachable_file([(guest, "nobody reads it")] * 2)
    assert content.decode("utf-8-sig").splitlines() == [
        *["noreply@example.com\tAnn  Lee =1\tnobody reads it"] * 2
    ]
