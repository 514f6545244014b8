"""Exports of what the page asks for: just those, for whom it was meant, and nothing in between."""

import csv
import io
from datetime import date, timedelta

import pytest

from bot.playground.faults import Fault
from store import contacts, favorites, groups, products, segments
from store.filters import Row
from store.scopes import Scope
from tests.e2e.membering import member, product

NAMES = ("Person 000", "Person 001", "Person 002", "Person 003")


@pytest.fixture
def carla(slack):
    """Yoga: one has it, one had it; pilates: one has it, who had yoga. One has nothing."""
    slack.fill(4)
    member(slack, "person000@example.com", "Yoga 101")
    member(slack, "person001@example.com", "Yoga 101", payment="free", ends=date(2026, 2, 1))
    member(slack, "person001@example.com", "Pilates", payment="comped")
    member(slack, "person002@example.com", "Yoga 101", starts=date(2999, 1, 1))
    slack.carla.home()
    slack.carla.see("1–4 of 4")
    return slack.carla


@pytest.fixture
def impatient(monkeypatch):
    """Work that Slack did not take is tried again at the worker's next look."""
    monkeypatch.setattr("bot.worker.AWAY", timedelta(0))


@pytest.fixture
def idle(monkeypatch):
    """The worker takes nothing, until it is let."""
    with monkeypatch.context() as worker:
        worker.setattr("bot.worker.Worker._take", lambda _: None)
        yield worker


def wake(slack, idle):
    idle.undo()
    slack.roster.worker.wake()


def ask(person, shown):
    person.click("Export contacts (.csv)")
    person.see(shown)


def file(person, what):
    """The rows of the latest file of this kind in the messages."""
    person.open_messages()
    content = person.download(f"{what} {date.today():%Y-%m-%d}.csv")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def emails(rows):
    return [row["Email"] for row in rows]


def files(person):
    """The names of all files that Roster has sent."""
    return [file["name"] for message in person.messages for file in message["files"]]


def narrow_to_yoga(person):
    person.choose("All products", "Yoga 101")
    person.see("People who have a membership of Yoga 101")
    person.see("1–3 of 3")


def delete_product(slack, name):
    of, book = product(slack, name), slack.team_book()
    with slack.roster.database.writing() as session:
        products.delete(session, book, person=slack.carla.id, product_id=of.id)


def test_just_those_whom_the_filter_row_finds_are_in_the_file(carla):
    narrow_to_yoga(carla)
    carla.choose("All statuses", "Expired")
    carla.see("1–1 of 1")
    ask(carla, "1 contact (people who have an expired membership of Yoga 101)")
    carla.submit()
    carla.see("Your CSV file is in your messages")
    carla.close()
    assert emails(file(carla, "contacts")) == ["person001@example.com"]
    carla.see("1 contact (people who have an expired membership of Yoga 101) as a CSV file.")


def test_the_memberships_come_in_a_file_of_their_own(carla):
    narrow_to_yoga(carla)
    ask(carla, "3 contacts")
    carla.tick("Also a file with one row for each membership")
    carla.submit()
    held = file(carla, "memberships")
    assert sorted((row["Email"], row["Product"], row["Status"]) for row in held) == [
        ("person000@example.com", "Yoga 101", "Active"),
        ("person001@example.com", "Pilates", "Active"),
        ("person001@example.com", "Yoga 101", "Expired"),
        ("person002@example.com", "Yoga 101", "Upcoming"),
    ]
    assert len(file(carla, "contacts")) == 3
    assert len(files(carla)) == 2


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("product:yoga status:active", [0]),
        ("product:yoga payment:free", [1]),
        ("product:yoga AND product:pilates", [1]),
        ("product:yoga status:active payment:free", []),
        ("status:expired OR NOT product:any", [1, 3]),
        ("NOT status:active", [2, 3]),
        ("NOT (product:yoga AND product:pilates)", [0, 2, 3]),
        ("product:any 002", [2]),
        ("source:membership", []),
        ("domain:example.com starts:>2900-01-01", [2]),
        ("favorite:yes", [2, 3]),
        ("group:vip AND NOT product:any", [3]),
        ("person", [0, 1, 2, 3]),
    ],
)
def test_the_page_its_count_and_its_export_mean_the_same_people(slack, carla, written, found):
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        vip = groups.add(session, book, person=carla.id, name="VIP")
        groups.put(session, book, group_id=vip.id, scope=Scope())
        page = contacts.find(session, book, person=carla.id)
        for row in page.rows[2:]:
            favorites.add(session, book, person=carla.id, contact_id=row.contact.id)
    carla.command(f"/contacts find {written}")
    count = "contact" if len(found) == 1 else "contacts"
    if found:
        carla.see(f"1–{len(found)} of {len(found)}")
    else:
        carla.see("Nobody matches")
    assert [at for at, name in enumerate(NAMES) if name in carla.screen] == found
    carla.close()
    carla.command(f"/contacts export {written}")
    carla.see(f"{len(found):,} {count}")
    carla.submit()
    carla.see("on its way")
    carla.see("Your CSV file is in your messages")
    carla.close()
    assert emails(file(carla, "contacts")) == [f"person00{at}@example.com" for at in found]


def test_names_that_a_spreadsheet_would_run_are_harmless_in_both_files(slack, carla):
    member(slack, "zoe@example.com", "=HYPERLINK(1)")
    ask(carla, "5 contacts")
    carla.tick("Also a file with one row for each membership")
    carla.submit()
    [own] = [row for row in file(carla, "memberships") if row["Email"] == "zoe@example.com"]
    assert own["Product"] == "'=HYPERLINK(1)"
    [whole] = [row for row in file(carla, "contacts") if row["Email"] == "zoe@example.com"]
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for cell in whole.values())


def test_names_stand_in_the_message_to_the_letter(slack, carla):
    book, name = slack.team_book(), "<!channel> *VIP* & <https://evil.example|Anna>"
    asked = Row(products=(product(slack, "Yoga 101").id,))
    with slack.roster.database.writing() as session:
        segments.add(session, book, person=carla.id, name=name, filter=asked)
    carla.choose("All segments", name, query="channel")
    carla.see("1–3 of 3")
    ask(carla, f"3 contacts of the segment “{name}”")
    carla.submit()
    carla.see("Your CSV file is in your messages")
    carla.close()
    assert len(file(carla, "contacts")) == 3
    carla.see(f"of the segment “{name}”")
    said = str([message["text"] for message in carla.messages])
    assert "<!channel>" not in said
    assert "<https://evil" not in said


def test_a_viewer_is_not_offered_to_export_and_may_not(slack, carla):
    slack.admit(slack.amir, "Viewer")
    slack.amir.home()
    slack.amir.see("1–4 of 4")
    assert "Export contacts" not in slack.amir.screen
    slack.amir.command("/contacts export product:yoga")
    slack.amir.see("You can look at this book, but not change it.")
    assert files(slack.amir) == []


def test_who_becomes_a_viewer_while_the_form_is_open_exports_nothing(slack, carla):
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.see("1–4 of 4")
    ask(slack.amir, "4 contacts")
    slack.admit(slack.amir, "Viewer")
    slack.amir.submit()
    assert "You can look at this book" in str(slack.amir.errors) + slack.amir.screen.text
    assert files(slack.amir) == []


@pytest.mark.parametrize("left", ["Viewer", ""])
def test_who_loses_access_before_the_work_begins_is_sent_nothing(slack, carla, idle, left):
    slack.admit(slack.amir, "Editor")
    slack.amir.home()
    slack.amir.see("1–4 of 4")
    ask(slack.amir, "4 contacts")
    slack.amir.tick("Also a file with one row for each membership")
    slack.amir.submit()
    slack.amir.see("on its way")
    if left:
        slack.admit(slack.amir, left)
    else:
        slack.dismiss(slack.amir)
    wake(slack, idle)
    slack.amir.see("You can look at this book" if left else "you have no access to it", timeout=10)
    assert files(slack.amir) == []


def test_a_product_of_the_filter_that_goes_before_the_work_begins_is_told(slack, carla, idle):
    narrow_to_yoga(carla)
    ask(carla, "3 contacts")
    carla.submit()
    carla.see("on its way")
    delete_product(slack, "Yoga 101")
    wake(slack, idle)
    carla.see("This filter asks for something that was deleted since.", timeout=10)
    assert files(carla) == []


def test_a_segment_that_goes_before_the_work_begins_is_told(slack, carla, idle):
    book, asked = slack.team_book(), Row(products=(product(slack, "Yoga 101").id,))
    with slack.roster.database.writing() as session:
        kept = segments.add(session, book, person=carla.id, name="Members", filter=asked)
    carla.choose("All segments", "Members")
    carla.see("1–3 of 3")
    ask(carla, "3 contacts of the segment “Members”")
    carla.submit()
    carla.see("on its way")
    with slack.roster.database.writing() as session:
        segments.delete(session, book, person=carla.id, segment_id=kept.id)
    wake(slack, idle)
    carla.see("This segment is not in the book any more.", timeout=10)
    assert files(carla) == []


def test_a_product_that_goes_while_the_form_is_open_is_told(slack, carla):
    narrow_to_yoga(carla)
    ask(carla, "3 contacts")
    delete_product(slack, "Yoga 101")
    carla.submit()
    assert "deleted since" in str(carla.errors) + carla.screen.text
    assert files(carla) == []


def test_a_group_that_goes_before_the_work_begins_sends_no_file_of_everybody(slack, carla, idle):
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        vip = groups.add(session, book, person=carla.id, name="VIP")
        groups.put(session, book, group_id=vip.id, scope=Scope(search="person 000"))
    carla.click("Groups")
    carla.see("VIP")
    carla.click("Open", near="VIP")
    carla.see("Person 000")
    ask(carla, "1 contact in one group")
    carla.submit()
    carla.see("on its way")
    with slack.roster.database.writing() as session:
        groups.delete(session, book, person=carla.id, group_id=vip.id)
    wake(slack, idle)
    carla.see("not in the book any more", timeout=10)
    assert files(carla) == []


def test_a_form_that_is_sent_again_makes_one_export(slack, carla):
    ask(carla, "4 contacts")
    carla.submit()
    carla.see("Your CSV file is in your messages")
    sent = next(
        one for one in reversed(slack.playground.delivery.sent) if b"view_submission" in one.body
    )
    assert slack.playground.delivery.replay(sent).status == 200
    carla.close()
    carla.command("/contacts export")
    carla.see("4 contacts")
    assert files(carla) == [f"contacts {date.today():%Y-%m-%d}.csv"]


def test_a_slack_that_takes_no_file_for_a_while_is_tried_again(slack, carla, impatient):
    slack.playground.faults.add("files.completeUploadExternal", Fault(500), times=2)
    ask(carla, "4 contacts")
    carla.tick("Also a file with one row for each membership")
    carla.submit()
    carla.see("Your CSV file is in your messages", timeout=20)
    assert len(files(carla)) == 2


def test_a_segment_of_favorites_means_those_of_whoever_exports_it(slack, carla):
    book = slack.team_book()
    slack.admit(slack.amir, "Editor")
    with slack.roster.database.writing() as session:
        segments.add(session, book, person=carla.id, name="Stars", filter=Row(favorite=True))
        page = contacts.find(session, book, person=carla.id)
        first, second = (row.contact.id for row in page.rows[:2])
        favorites.add(session, book, person=carla.id, contact_id=first)
        favorites.add(session, book, person=slack.amir.id, contact_id=second)
    for person, theirs in ((carla, "person000"), (slack.amir, "person001")):
        person.home()
        person.see("1–4 of 4")
        person.choose("All segments", "Stars")
        person.see("1–1 of 1")
        ask(person, "1 contact of the segment “Stars”")
        person.submit()
        person.see("Your CSV file is in your messages")
        person.close()
        assert emails(file(person, "contacts")) == [f"{theirs}@example.com"]
