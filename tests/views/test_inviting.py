"""The form for an invitation and the message that holds it."""

import json
from datetime import UTC, datetime

import pytest

from handlers.state import Memory
from handlers.views import inviting as views
from store import invitations
from store.errors import Rejected
from store.invitations import Guest, Guests
from tests.samples import event

AT = datetime(2100, 12, 1, 18, tzinfo=UTC)


def submitted(**values):
    """The form as Slack sends it, with these values."""
    held = {
        "title": {"title": {"type": "plain_text_input", "value": "Yoga"}},
        "starts_at": {
            "starts_at": {"type": "datetimepicker", "selected_date_time": int(AT.timestamp())}
        },
        "minutes": {
            "minutes": {"type": "static_select", "selected_option": {"text": {}, "value": "90"}}
        },
        "where": {"where": {"type": "plain_text_input", "value": None}},
        "link": {"link": {"type": "url_text_input", "value": "https://example.com"}},
        "note": {"note": {"type": "plain_text_input", "value": "a\nb"}},
    }
    return {"state": {"values": held | values}}


def moment(value):
    return {"starts_at": {"type": "datetimepicker", "selected_date_time": value}}


def people(count):
    return [f"p{number:03}@example.com" for number in range(count)]


def words(blocks):
    return json.dumps(blocks, ensure_ascii=False)


def to_copy(blocks):
    return [
        block["elements"][0]["elements"][0]["text"]
        for block in blocks
        if block["type"] == "rich_text"
    ]


def test_the_form_begins_with_the_given_moment_and_an_hour():
    form = views.form(Memory(book=7, group=1), "For the *34 contacts* in *VIP*.", AT)
    inputs = {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}
    assert list(inputs) == ["title", "starts_at", "minutes", "where", "link", "note"]
    assert inputs["starts_at"]["element"]["initial_date_time"] == AT.timestamp()
    assert inputs["minutes"]["element"]["initial_option"]["value"] == "60"
    assert [name for name, block in inputs.items() if block["optional"]] == [
        *("where", "link", "note")
    ]
    assert Memory.load(form["private_metadata"]) == Memory(book=7, group=1)


def test_every_length_that_is_offered_is_one_that_an_event_can_have():
    form = views.form(Memory(), "For you.", AT)
    (choice,) = [block["element"] for block in form["blocks"] if block.get("block_id") == "minutes"]
    for option in choice["options"]:
        chosen = {"minutes": {"type": "static_select", "selected_option": option}}
        one = views.read_event(submitted(minutes=chosen))
        assert invitations.check(one).minutes == int(option["value"])


def test_what_stands_in_the_form_is_read():
    assert views.read_event(submitted()) == invitations.Event(
        title="Yoga", starts_at=AT, minutes=90, link="https://example.com", note="a\nb"
    )


@pytest.mark.parametrize("value", [None, "", "soon", -1, 10**40, {"a": 1}, 3.5])
def test_a_moment_that_no_person_picked_is_refused(value):
    with pytest.raises(Rejected) as rejected:
        invitations.check(views.read_event(submitted(starts_at=moment(value))))
    assert rejected.value.field == "starts_at"


def test_a_moment_is_no_later_than_any_that_slack_offers():
    assert views.read_event(submitted(starts_at=moment(10**17))).starts_at.year == 2286


@pytest.mark.parametrize("value", ["", "soon", "0", "99999999", "-5"])
def test_a_length_that_no_person_picked_is_refused(value):
    chosen = {"minutes": {"type": "static_select", "selected_option": {"value": value}}}
    with pytest.raises(Rejected) as rejected:
        invitations.check(views.read_event(submitted(minutes=chosen)))
    assert rejected.value.field == "minutes"


def test_a_message_says_when_to_each_reader_by_their_own_clock():
    told = words(views.blocks(event(), Guests(people(2))))
    assert f"<!date^{int(AT.timestamp())}^{{date_long}} {{time}}|2100-12-01 18:00 UTC>" in told
    assert "1 hour 30 minutes" in told
    assert "2 contacts" in told


def test_each_calendar_has_its_button_in_a_block_of_its_own():
    blocks = views.blocks(event(), Guests(people(2)))
    links = [block["accessory"]["url"] for block in blocks if "accessory" in block]
    assert links == [
        invitations.google_link(event()),
        invitations.outlook_link(event()),
        invitations.outlook_live_link(event()),
    ]


def test_a_hundred_addresses_are_in_the_message_twice_for_both_kinds_of_mail():
    both = to_copy(views.blocks(event(), Guests(people(100))))
    assert both == [", ".join(people(100)), "; ".join(people(100))]


def test_one_address_is_there_once_and_needs_no_secrecy():
    blocks = views.blocks(event(), Guests(people(1)))
    assert to_copy(blocks) == people(1)
    assert "BCC" not in words(blocks)


@pytest.mark.parametrize(
    "addresses", [people(101), [f"{'a' * 64}{n}@example.com" for n in range(50)]]
)
def test_more_than_fits_is_in_files(addresses):
    blocks = views.blocks(event(), Guests(addresses))
    assert to_copy(blocks) == []
    for program in ("Gmail", "Outlook"):
        assert f"*addresses for {program}.txt*" in words(blocks)


def test_who_cannot_be_reached_is_named_the_first_ten_and_the_rest_counted():
    lost = [(Guest(f"Ann {n}", f"noreply{n}@example.com"), "nobody reads it") for n in range(12)]
    told = words(views.blocks(event(), Guests(people(3), lost)))
    assert "15 contacts" in told
    assert "12 contacts cannot be reached by email" in told
    assert "• Ann 9, noreply9@example.com: nobody reads it" in told
    assert "Ann 10" not in told
    assert "and 2 more, all in *cannot be reached.txt*" in told


def test_where_nobody_can_be_reached_that_is_said():
    lost = [(Guest("", "noreply@example.com"), "nobody reads it")]
    told = words(views.blocks(event(), Guests([], lost)))
    assert "There is nobody to write to." in told
    assert "• noreply@example.com: nobody reads it" in told
