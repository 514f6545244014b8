"""The playground's People API: as strict as the real one, and as surprising."""

import time

import pytest
import requests

from bot.playground.accounts.faults import Fault
from bot.playground.accounts.google_tokens import CONTACTS
from tests.playground.google_browser import Browser

WEEK = 7 * 24 * 3600


@pytest.fixture
def google(playground):
    return Browser(playground)


def test_contacts_need_their_permission(google):
    google.let_in()
    google.fake.tokens.shrink(google.account, CONTACTS)
    said = google.people()
    assert said.status_code == 403
    (detail,) = said.json()["error"]["details"]
    assert detail["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize(
    "params",
    [
        {"personFields": ""},
        {"personFields": "names,shoes"},
        {"pageSize": "1001"},
        {"pageSize": "-1"},
        {"sources": "READ_SOURCE_TYPE_OTHER"},
        {"requestSyncToken": "yes"},
        {"pageToken": "made up"},
        {"syncToken": "e30="},
        {"fields": "connections"},
    ],
)
def test_wrong_parameters_are_refused(google, params):
    google.let_in()
    said = google.people(**params)
    assert (said.status_code, said.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("changed", [{"personFields": "names"}, {"pageSize": "1"}, {"sources": []}])
def test_a_page_belongs_to_the_parameters_of_the_first(google, changed):
    google.let_in()
    for at in range(3):
        google.account.add(emails=[f"p{at}@example.com"])
    source = {"sources": "READ_SOURCE_TYPE_CONTACT"}
    first = google.people(**source).json()
    page = google.people(**{**source, "pageToken": first["nextPageToken"], **changed})
    assert page.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_only_the_last_page_brings_a_sync_token(google):
    google.let_in()
    for at in range(3):
        google.account.add(emails=[f"p{at}@example.com"])
    first = google.people().json()
    assert (len(first["connections"]), first["totalItems"]) == (2, 3)
    assert "nextSyncToken" not in first
    last = google.people(pageToken=first["nextPageToken"]).json()
    assert len(last["connections"]) == 1
    assert "nextPageToken" not in last
    unasked = google.people(requestSyncToken="false", pageSize="9").json()
    assert "nextSyncToken" not in unasked
    nothing = google.people(syncToken=last["nextSyncToken"]).json()
    assert nothing.keys() == {"nextSyncToken"}


def test_only_what_is_asked_for_is_told_and_the_main_address_is_not_first(google):
    google.let_in()
    google.account.add(first_name="Ana", emails=["main@example.com", "other@example.com"])
    (told,) = google.people(personFields="emailAddresses").json()["connections"]
    assert told.keys() == {"resourceName", "etag", "emailAddresses"}
    assert [one["value"] for one in told["emailAddresses"]] == [
        "other@example.com",
        "main@example.com",
    ]
    assert told["emailAddresses"][1]["metadata"]["primary"]


def test_changes_deletions_and_new_names_are_told_since_a_sync_token(google):
    google.let_in()
    ids = [google.account.add(first_name=name).id for name in ("Ana", "Bea", "Cleo", "Dora")]
    token = google.people(pageSize="9").json()["nextSyncToken"]
    google.account.edit(ids[0], first_name="Anna")
    google.account.delete(ids[1])
    renamed = google.account.rename(ids[2])
    told = google.people(pageSize="9", syncToken=token).json()["connections"]
    by_name = {one["resourceName"]: one for one in told}
    assert by_name.keys() == {f"people/c{id}" for id in (ids[0], ids[1], renamed.id)}
    gone = by_name[f"people/c{ids[1]}"]
    assert gone["metadata"]["deleted"]
    assert "names" not in gone
    former = by_name[f"people/c{renamed.id}"]["metadata"]["previousResourceNames"]
    assert former == [f"people/c{ids[2]}"]


def test_a_sync_token_lives_for_a_week_after_the_whole_was_read(google, clock):
    google.let_in()
    token = google.people().json()["nextSyncToken"]
    for _ in range(6):
        clock.seconds += WEEK / 6 - 1
        google.let_in()
        token = google.people(syncToken=token).json()["nextSyncToken"]
    clock.seconds += 100
    google.let_in()
    said = google.people(syncToken=token)
    assert said.status_code == 400
    assert "Sync token is expired" in said.json()["error"]["message"]
    google.fake.faults.habits.expired_status = 410
    assert google.people(syncToken=token).status_code == 410


def test_labels_come_with_those_of_google_itself(google):
    google.let_in()
    wed = google.account.add_group("Wed cohort")
    google.account.add(first_name="Ana", groups=[wed.id])
    groups = google.get("contactGroups", pageSize="1000").json()["contactGroups"]
    own = [one for one in groups if one["groupType"] == "USER_CONTACT_GROUP"]
    assert [(one["name"], one["memberCount"]) for one in own] == [("Wed cohort", 1)]
    assert "contactGroups/myContacts" in {one["resourceName"] for one in groups}
    (ana,) = google.people(personFields="memberships").json()["connections"]
    named = [one["contactGroupMembership"] for one in ana["memberships"]]
    assert {one["contactGroupResourceName"] for one in named} == {
        f"contactGroups/{wed.id}",
        "contactGroups/myContacts",
    }


def test_labels_come_in_pages_of_thirty_unless_more_are_asked_for(google):
    google.let_in()
    for at in range(40):
        google.account.add_group(f"Label {at}")
    first = google.get("contactGroups").json()
    assert len(first["contactGroups"]) == 30
    rest = google.get("contactGroups", pageToken=first["nextPageToken"]).json()
    assert len(rest["contactGroups"]) == 18
    assert google.get("contactGroups", pageSize="2000").status_code == 400


def test_habits_make_pages_small_empty_doubled_or_endless(google):
    google.let_in()
    for at in range(3):
        google.account.add(first_name=f"P{at}")
    habits = google.fake.faults.habits
    habits.page_size, habits.empty_pages, habits.duplicates, habits.total = 1, True, True, 99
    pages, token = [], {}
    while token is not None:
        page = google.people(**token).json()
        pages.append([one["names"][0]["givenName"] for one in page.get("connections", [])])
        assert page["totalItems"] == 99
        token = {"pageToken": page["nextPageToken"]} if "nextPageToken" in page else None
    assert pages == [[], ["P0"], [], ["P0", "P1"], [], ["P1", "P2"]]
    habits.endless = True
    seen = set()
    token = {}
    for _ in range(5):
        token = {"pageToken": google.people(**token).json()["nextPageToken"]}
        seen.add(token["pageToken"])
    assert len(seen) == 5


def test_a_request_meets_the_trouble_that_waits_for_it_and_is_noted(google):
    google.let_in()
    google.account.add(first_name="Ana")
    google.fake.faults.add("people", Fault(503, retry_after="7"))
    google.fake.faults.add("people", Fault(cut=True))
    busy, cut = google.people(), google.people()
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "7")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        cut.json()
    assert google.people().json()["connections"]
    assert google.fake.faults.count("people") == 3
    with pytest.raises(requests.ConnectionError):
        google.fake.faults.add("people", Fault(reset=True))
        google.people()


def test_a_slow_answer_ends_with_the_playground(google, playground):
    google.let_in()
    google.fake.faults.add("people", Fault(delay=600))
    began = time.monotonic()
    playground.accounts.end()
    google.people()
    assert time.monotonic() - began < 5
