"""What Office 365 refuses, and what it says that makes no sense: which trouble it is."""

import json
import time

import pytest

from bot.playground.accounts.faults import Fault
from store.sync import microsoft_graph
from store.sync.microsoft_graph import MAIN
from store.sync.source import Broken, Ended, Expired, Later
from tests.office import fails, fill, office
from tests.saying import answer, saying

MISSING = {"error": {"code": "ErrorItemNotFound", "message": "Not found."}}


@pytest.fixture
def there():
    with office(time.time) as made:
        yield made


@pytest.fixture
def source(there):
    opened = there.open()
    there.fake.faults.clear()
    return opened


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (410, {"code": "SyncStateNotFound"}),
        (410, {}),
        (400, {"code": "syncStateNotFound"}),
        (404, {"code": "syncstatenotfound"}),
        (400, {"code": "BadRequest", "innerError": {"code": "resyncRequired"}}),
        (400, {"code": "BadRequest", "innererror": {"code": "SyncStateInvalid"}}),
        (400, {"code": "ErrorInvalidSyncStateData"}),
    ],
)
def test_a_state_that_graph_has_forgotten_is_read_anew(there, source, status, error):
    page = source.page(MAIN)
    fails(there, "delta", {"error": error}, status)
    with pytest.raises(Expired):
        source.page(MAIN, token=page.token)


def test_a_link_that_graph_does_not_take_is_expired_and_anything_else_broken(there, source):
    page = source.page(MAIN)
    with pytest.raises(Expired):
        source.page(MAIN, token=page.token[:-20])
    fails(there, "delta", {"error": {"code": "ErrorInvalidUrlQuery"}}, 400)
    with pytest.raises(Broken):
        source.page(MAIN)


def test_a_folder_that_went_during_a_run_is_a_matter_of_time(there, source):
    folder = there.account.add_group("Clients", is_folder=True)
    _, stream = source.streams()
    page = source.page(stream)
    there.account.delete_group(folder.id)
    for token in ("", page.token):
        with pytest.raises(Later, match="just been removed"):
            source.page(stream, token=token)
    assert source.streams() == [MAIN]


@pytest.mark.parametrize("before", [0, 1])
def test_folders_that_cannot_be_listed_are_not_taken_for_gone(there, source, before):
    there.account.add_group("Clients", is_folder=True)
    for _ in range(before):
        there.fake.faults.add("folders", Fault())
    fails(there, "folders", MISSING, 404)
    with pytest.raises(Later):
        source.streams()
    assert len(source.streams()) == 2


def test_an_account_without_a_mailbox_says_so_and_has_ended(there, source):
    there.fake.without_mailbox.add(there.account.id)
    for call in (source.streams, source.groups, lambda: source.page(MAIN)):
        with pytest.raises(Ended, match="no mailbox"):
            call()


def test_a_permission_that_was_taken_back_has_ended_and_names_the_administrator(there, source):
    there.fake.tokens.shrink(there.account, "Contacts.Read")
    with pytest.raises(Ended, match="administrator"):
        source.page(MAIN)


@pytest.mark.parametrize(
    "said",
    [
        b"<!doctype html><h1>Sorry</h1>",
        b"",
        b'{"value": [{"id": "AAkA1", "givenNa',
        b"[]",
        {},
        {"value": []},
        {"value": None, "@odata.deltaLink": "LINK"},
        {"value": {}, "@odata.deltaLink": "LINK"},
        {"value": [None], "@odata.deltaLink": "LINK"},
        {"value": [{}], "@odata.deltaLink": "LINK"},
        {"value": [{"id": 5}], "@odata.deltaLink": "LINK"},
        {"value": [{"id": ""}], "@odata.deltaLink": "LINK"},
        {"value": [{"id": "A\x00"}], "@odata.deltaLink": "LINK"},
        {"value": [{"id": "A\ud83d"}], "@odata.deltaLink": "LINK"},
        {"value": [], "@odata.deltaLink": 5},
        {"value": [], "@odata.nextLink": ["LINK"]},
    ],
)
def test_an_answer_that_makes_no_sense_is_broken_and_the_next_is_as_ever(there, source, said):
    fill(there.account, 1)
    if isinstance(said, dict):
        said = json.dumps(said).replace("LINK", f"{there.playground.url}/x").encode()
    fails(there, "delta", said, 200)
    with pytest.raises(Broken):
        source.page(MAIN)
    assert len(source.page(MAIN).people) == 1


def test_a_link_to_another_host_is_not_followed_and_no_token_goes_there(there, source):
    fill(there.account, 2)
    with saying() as other:
        other.says = [answer({"value": []})] * 20
        here = there.playground.url.removeprefix("http://")
        for place in (other.url, f"http://{here}@{other.url.removeprefix('http://')}", "//evil"):
            there.fake.elsewhere = place
            with pytest.raises(Broken, match="not its own"):
                source.page(MAIN)
        there.fake.elsewhere = ""
        with pytest.raises(Broken, match="not its own"):
            source.page(MAIN, cursor=f"{other.url}/v1.0/me/contacts/delta?$skiptoken=x")
        assert other.asked == []


def test_a_list_of_folders_without_an_end_is_broken(there, source):
    here = f"{there.playground.url}/microsoft/v1.0/me/contactFolders"
    fails(there, "folders", {"value": [], "@odata.nextLink": here}, 200, times=501)
    with pytest.raises(Broken):
        source.streams()


def test_folders_that_take_too_long_are_a_matter_of_time(there, source, monkeypatch):
    there.account.add_group("Clients", is_folder=True)
    monkeypatch.setattr(microsoft_graph, "SECONDS_FOR_FOLDERS", -1)
    with pytest.raises(Later, match=r"Office 365 took too long to answer\."):
        source.streams()
