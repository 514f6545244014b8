"""Reading an account at Google: pages, tokens that are too old, refusals, nonsense."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.accounts.faults import HTML, Fault
from bot.playground.accounts.google_people import refusal
from store.sync import google_source
from store.sync.source import Broken, Ended, Expired, Later, Misconfigured, RemoteGroup
from tests.googling import outside

WEEK = 7 * 24 * 3600


@pytest.fixture
def there():
    with outside() as found:
        yield found


@pytest.fixture
def faults(there):
    return there.fake.faults


@pytest.fixture
def habits(faults):
    return faults.habits


@pytest.fixture
def source(there):
    return there.google.open(there.admitted().secret)


def page(source, **place):
    return source.page(source.streams()[0], **place)


def pages(source, token=""):
    """All pages of a round."""
    found = [page(source, token=token)]
    while found[-1].next:
        assert len(found) < 50, "there is no end of pages"
        found.append(page(source, token=token, cursor=found[-1].next))
    return found


def fill(there, number):
    return [there.account.add(emails=[f"p{at}@example.com"]).id for at in range(number)]


def emails(found):
    return [person.email for one in found for person in one.people]


def test_a_thousand_people_are_one_request_and_the_account_says_how_many(there, source, faults):
    fill(there, 250)
    (only,) = pages(source)
    assert (len(only.people), only.total) == (250, 250)
    assert faults.asked[-1].params["pageSize"] == "1000"


def test_a_run_without_changes_is_one_request_that_says_nothing(there, source, faults):
    fill(there, 3)
    (whole,) = pages(source)
    before = faults.count("people")
    (again,) = pages(source, whole.token)
    assert (again.people, again.gone, again.total) == ([], [], None)
    assert faults.count("people") == before + 1


def test_an_empty_page_in_the_middle_is_just_a_page(there, source, habits):
    fill(there, 5)
    habits.page_size, habits.empty_pages = 2, True
    found = pages(source)
    assert [len(one.people) for one in found] == [0, 2, 0, 2, 0, 1]
    assert emails(found) == [f"p{at}@example.com" for at in range(5)]


def test_somebody_who_is_told_twice_counts_as_last_told(source, faults):
    told = [
        {"resourceName": "people/c1", "names": [{"givenName": "Old"}]},
        {"resourceName": "people/c2", "metadata": {"deleted": True}},
        {"resourceName": "people/c1", "names": [{"givenName": "New"}]},
        {"resourceName": "people/c2"},
        {"resourceName": "people/c3"},
        {"resourceName": "people/c3", "metadata": {"deleted": True}},
        gone("people/c5", "people/c4", "people/c1"),
    ]
    body = {"connections": told, "nextSyncToken": "t"}
    faults.add("people", Fault(body=json.dumps(body).encode()))
    found = page(source)
    assert [(one.remote_id, one.first_name) for one in found.people] == [
        ("people/c1", "New"),
        ("people/c2", ""),
    ]
    assert found.gone == ["people/c3", "people/c5", "people/c4"]


def gone(id, *formerly):
    return {
        "resourceName": id,
        "metadata": {"deleted": True, "previousResourceNames": [*formerly]},
    }


def test_a_change_in_the_middle_of_a_round_is_told_in_this_one_or_the_next(there, source, habits):
    ids = fill(there, 6)
    habits.page_size = 2
    first = page(source)
    there.account.edit(ids[0], first_name="Early")
    there.account.edit(ids[5], first_name="Late")
    there.account.delete(ids[3])
    found = [first]
    while found[-1].next:
        found.append(page(source, cursor=found[-1].next))
    later = pages(source, found[-1].token)
    assert {one.first_name for later_page in later for one in later_page.people} >= {"Early"}
    assert [f"people/c{ids[3]}"] == [id for one in later for id in one.gone]


@pytest.mark.parametrize("status", [400, 410])
def test_a_token_that_is_too_old_is_expired_whatever_its_status(there, source, habits, status):
    habits.expired_status = status
    (whole,) = pages(source)
    there.ahead = WEEK + 60
    there.fake.tokens.expire(there.account)
    with pytest.raises(Expired):
        page(source, token=whole.token)
    assert pages(source)[-1].token


def test_a_dead_page_token_is_expired(there, source, habits):
    fill(there, 3)
    habits.page_size = 1
    first = page(source)
    there.fake.forget_pages()
    with pytest.raises(Expired):
        page(source, cursor=first.next)


def test_a_token_that_was_got_with_other_parameters_is_expired_unasked(
    there, source, faults, monkeypatch
):
    fill(there, 3)
    faults.habits.page_size = 1
    first = page(source)
    last = pages(source)[-1]
    before = faults.count("people")
    monkeypatch.setattr(google_source, "DIGEST", "other")
    for place in ({"cursor": first.next}, {"token": last.token}, {"token": "old"}):
        with pytest.raises(Expired):
            page(source, **place)
    assert faults.count("people") == before


def test_the_same_refusal_without_a_token_is_our_own_mistake(source, faults):
    said = refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
    faults.add("people", Fault(400, body=json.dumps(said).encode()))
    with pytest.raises(Broken):
        page(source)


FORBIDDEN = [
    ("RATE_LIMIT_EXCEEDED", Later),
    ("rateLimitExceeded", Later),
    ("userRateLimitExceeded", Later),
    ("quotaExceeded", Later),
    ("SERVICE_DISABLED", Misconfigured),
    ("accessNotConfigured", Misconfigured),
    ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Ended),
    ("insufficientPermissions", Ended),
    ("domainPolicy", Broken),
    ("", Broken),
]


@pytest.mark.parametrize(("reason", "trouble"), FORBIDDEN)
@pytest.mark.parametrize("style", ["newer", "older"])
def test_what_is_forbidden_says_who_has_to_do_what(source, faults, reason, trouble, style):
    said = refusal(403, "PERMISSION_DENIED", "no", reason if style == "newer" else "")
    if style == "older":
        said["error"]["errors"] = [{"reason": reason}]
    faults.add("people", Fault(403, body=json.dumps(said).encode(), retry_after="60"))
    with pytest.raises(trouble) as caught:
        page(source)
    assert faults.count("people") == 1
    if trouble is Later:
        assert caught.value.until > datetime.now(UTC) + timedelta(seconds=50)


@pytest.mark.parametrize("what", ["people", "groups"])
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault(429, retry_after="30"), Later),
        (Fault(500), Later),
        (Fault(503), Later),
        (Fault(reset=True), Later),
        (Fault(drip=0.5), Later),
        (Fault(delay=5), Later),
        (Fault(body=HTML), Broken),
        (Fault(body=b""), Broken),
        (Fault(body=b"[]"), Broken),
        (Fault(cut=True), Broken),
        (Fault(404), Broken),
        (Fault(302, body=b"{}"), Broken),
        (Fault(403), Broken),
    ],
)
def test_an_answer_with_troubles_is_understood_and_asked_for_once(
    source, faults, what, fault, trouble
):
    faults.add(what, fault)
    with pytest.raises(trouble):
        page(source) if what == "people" else source.groups()
    assert faults.count(what) == 1
    assert page(source).token


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"connections": []},
        {"connections": {}, "nextSyncToken": "t"},
        {"connections": [1], "nextSyncToken": "t"},
        {"connections": [{}], "nextSyncToken": "t"},
        {"connections": [{"resourceName": ""}], "nextSyncToken": "t"},
        {"connections": [{"resourceName": 7}], "nextSyncToken": "t"},
        {"connections": [{"resourceName": "people/\x00"}], "nextSyncToken": "t"},
        {"nextSyncToken": 7},
        {"nextPageToken": ["t"]},
    ],
)
def test_an_answer_without_sense_is_broken(source, faults, said):
    faults.add("people", Fault(body=json.dumps(said).encode()))
    with pytest.raises(Broken):
        page(source)


def test_a_wrong_number_of_people_is_handed_on_as_it_is_and_a_strange_one_not(source, faults):
    faults.habits.total = 99
    assert page(source).total == 99
    said = {"nextSyncToken": "t", "totalItems": "many"}
    faults.add("people", Fault(body=json.dumps(said).encode()))
    assert page(source).total is None


def test_only_the_whole_says_how_many_there_are(source, faults):
    token = page(source).token
    said = {"nextSyncToken": "t", "totalItems": 3}
    faults.add("people", Fault(body=json.dumps(said).encode()))
    assert page(source, token=token).total is None


def test_only_the_owners_labels_are_listed_all_of_them(there, source, habits):
    for at in range(45):
        there.account.add_group(f"Label {at}")
    habits.page_size = 10
    groups = source.groups()
    assert len(groups) == 45
    assert {one.name for one in groups} == {f"Label {at}" for at in range(45)}


def test_a_list_of_labels_without_end_is_broken(source, faults):
    said = {"contactGroups": [], "nextPageToken": "t"}
    faults.add("groups", Fault(body=json.dumps(said).encode()), times=99)
    with pytest.raises(Broken):
        source.groups()
    assert faults.count("groups") == google_source.MOST_PAGES


def test_somebody_in_a_label_that_the_list_lacks_keeps_its_id(there, source):
    there.account.add(emails=["a@example.com"], groups=["77"])
    assert source.groups() == []
    assert page(source).people[0].groups == (RemoteGroup("contactGroups/77", ""),)


def test_hostile_names_do_not_stop_a_round(there, source):
    for name in ("<!channel>", "\u202eevil", "a" * 20_000, "=1+1", "\ud800", "\x00", "', --"):
        there.account.add(first_name=name, emails=["a@example.com"], company=name)
    (only,) = pages(source)
    assert len(only.people) == 7
