"""The playground's Graph is as strict as the real one, in what it refuses and what it tells."""

import threading
import time

import pytest
import requests

from bot.playground.accounts.faults import Fault
from bot.playground.accounts.microsoft import AT_ONCE
from tests.office import fill, office

STAY = 'IdType="ImmutableId"'


class Graph:
    """Somebody who asks Graph with a token of the account."""

    def __init__(self, there):
        self.there, self.account = there, there.account
        self.url = f"{there.playground.url}/microsoft/v1.0"
        self.token = there.provider.open(there.let_in().secret)._key.token()

    def ask(self, path, *, prefer="", token=None):
        address = path if path.startswith("http") else self.url + path
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return requests.get(address, headers={**headers, "Prefer": prefer}, timeout=10)

    def refused(self, path, **given):
        """Status and code of a refusal."""
        answer = self.ask(path, **given)
        return answer.status_code, answer.json()["error"]["code"]

    def round(self, path="/me/contacts/delta", *, prefer=f"{STAY}, odata.maxpagesize=100"):
        """All items of a round, and the link to the next one."""
        items = []
        while True:
            answer = self.ask(path, prefer=prefer).json()
            items += answer["value"]
            if "@odata.deltaLink" in answer:
                return items, answer["@odata.deltaLink"]
            path = answer["@odata.nextLink"]


@pytest.fixture
def graph():
    with office(time.time) as there:
        yield Graph(there)


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_nobody_gets_in_without_a_token(graph, token):
    assert graph.refused("/me", token=token) == (401, "InvalidAuthenticationToken")
    assert graph.refused("/me/contacts/delta", token=token)[0] == 401


def test_a_token_is_good_for_an_hour(graph):
    graph.there.clock.late = 3590
    assert graph.ask("/me").status_code == 200
    graph.there.clock.late = 3601
    assert graph.refused("/me") == (401, "InvalidAuthenticationToken")


def test_contacts_need_their_permission(graph):
    graph.there.fake.tokens.shrink(graph.account, "Contacts.Read")
    assert graph.ask("/me").json()["mail"] == "ana@studio.example"
    assert graph.refused("/me/contacts/delta") == (403, "ErrorAccessDenied")
    assert graph.refused("/me/contactFolders") == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(
    "option", ["$top=50", "$select=id", "$filter=x", "$orderby=x", "$expand=x", "$search=x"]
)
def test_a_delta_takes_no_options(graph, option):
    _, link = graph.round()
    for path in ("/me/contacts/delta?", f"{link}&"):
        assert graph.refused(path + option) == (400, "ErrorInvalidUrlQuery")


def test_a_page_is_small_unless_a_larger_one_is_preferred(graph):
    fill(graph.account, 23)
    assert len(graph.ask("/me/contacts/delta").json()["value"]) == 10
    answer = graph.ask("/me/contacts/delta", prefer="odata.maxpagesize=20").json()
    assert len(answer["value"]) == 20
    assert "@odata.deltaLink" not in answer
    assert len(graph.round(prefer="odata.maxpagesize=7")[0]) == 23


def test_an_id_stays_in_a_move_only_for_those_who_ask_for_that(graph):
    [person] = fill(graph.account, 1)
    folder = graph.account.add_group("Clients", is_folder=True)
    [listed] = graph.ask("/me/contactFolders").json()["value"]
    before = [graph.round(prefer=prefer)[0][0]["id"] for prefer in (STAY, "")]
    graph.account.edit(person, folder=folder.id)
    path = f"/me/contactFolders/{listed['id']}/contacts/delta"
    after = [graph.round(path, prefer=prefer)[0][0]["id"] for prefer in (STAY, "")]
    assert before[0] == after[0]
    assert before[1] != after[1]
    assert graph.ask(f"/me/contacts/{before[0]}").status_code == 200
    assert graph.refused(f"/me/contacts/{before[1]}") == (404, "ErrorItemNotFound")


def test_case_matters_in_an_id(graph):
    fill(graph.account, 1)
    [item], _ = graph.round()
    assert graph.ask(f"/me/contacts/{item['id']}").json()["displayName"] == "P0"
    assert graph.refused(f"/me/contacts/{item['id'].swapcase()}")[0] == 400
    assert graph.refused("/me/contacts/1001") == (400, "ErrorInvalidIdMalformed")


def test_a_change_tells_what_was_changed_and_little_else(graph):
    [person] = fill(graph.account, 1, company="Acme", phones=["+34 1"])
    _, link = graph.round()
    graph.account.edit(person, job_title="CFO")
    graph.account.edit(person, emails=[])
    [item], link = graph.round(link)
    assert set(item) == {"@odata.type", "id", "jobTitle", "emailAddresses", "displayName"}
    assert (item["jobTitle"], item["emailAddresses"]) == ("CFO", [])
    assert graph.round(link)[0] == []


def test_who_leaves_a_folder_is_removed_there_and_whole_where_they_come_to(graph):
    [person] = fill(graph.account, 1)
    folder = graph.account.add_group("Clients", is_folder=True)
    [listed] = graph.ask("/me/contactFolders").json()["value"]
    _, main = graph.round()
    _, clients = graph.round(f"/me/contactFolders/{listed['id']}/contacts/delta")
    graph.account.edit(person, folder=folder.id)
    [gone], main = graph.round(main)
    [come], clients = graph.round(clients)
    assert gone["@removed"] == {"reason": "deleted"}
    assert gone["id"] == come["id"]
    assert (come["givenName"], come["parentFolderId"]) == ("P0", listed["id"])
    graph.account.delete(person)
    assert graph.round(main)[0] == []
    assert ["@removed" in item for item in graph.round(clients)[0]] == [True]


def test_the_whole_tells_of_those_who_were_there_once_too(graph):
    gone, _ = fill(graph.account, 2)
    graph.account.delete(gone)
    items, _ = graph.round()
    assert ["@removed" in item for item in items] == [False, True]


def test_what_changes_while_the_whole_is_read_is_told_the_next_time(graph):
    ids = fill(graph.account, 3)
    first = graph.ask("/me/contacts/delta", prefer=f"{STAY}, odata.maxpagesize=1").json()
    graph.account.edit(ids[0], company="Acme")
    _, link = graph.round(first["@odata.nextLink"])
    assert [item["companyName"] for item in graph.round(link)[0]] == ["Acme"]


def test_links_are_forgotten_and_say_where_to_begin_anew(graph):
    fill(graph.account, 3)
    further = graph.ask("/me/contacts/delta", prefer="odata.maxpagesize=1").json()
    _, link = graph.round()
    graph.account.forget()
    for old in (link, further["@odata.nextLink"]):
        answer = graph.ask(old)
        assert (answer.status_code, answer.json()["error"]["code"]) == (410, "SyncStateNotFound")
        assert graph.ask(answer.headers["Location"]).status_code == 200


def test_a_link_is_good_for_its_own_folder_and_account_only(graph):
    graph.account.add_group("Clients", is_folder=True)
    [listed] = graph.ask("/me/contactFolders").json()["value"]
    _, link = graph.round()
    token = link.partition("?")[2]
    path = f"/me/contactFolders/{listed['id']}/contacts/delta?{token}"
    assert graph.refused(path) == (410, "SyncStateNotFound")
    assert graph.refused("/me/contacts/delta?$deltatoken=nonsense")[0] == 400


def test_folders_come_ten_at_a_time_without_the_main_one_and_those_inside_of_others(graph):
    outer = graph.account.add_group("Outer", is_folder=True)
    graph.account.add_group("Inner", is_folder=True, parent=outer.id)
    graph.account.add_group("Category")
    for at in range(11):
        graph.account.add_group(f"Folder {at}", is_folder=True)
    first = graph.ask("/me/contactFolders").json()
    second = graph.ask(first["@odata.nextLink"]).json()
    names = [one["displayName"] for one in first["value"] + second["value"]]
    assert names == ["Outer", *(f"Folder {at}" for at in range(11))]
    assert len(first["value"]) == 10
    inside = graph.ask(f"/me/contactFolders/{first['value'][0]['id']}/childFolders").json()
    assert [one["displayName"] for one in inside["value"]] == ["Inner"]
    assert graph.refused("/me/contactFolders/AQMkADc5OTk5OQ==/childFolders")[0] == 404


def test_a_contact_has_three_addresses_at_most_and_outlook_shows_something_of_everybody(graph):
    graph.account.add(emails=[f"{at}@example.org" for at in range(5)])
    graph.account.add(company="Acme")
    [person, firm], _ = graph.round()
    assert [one["address"][0] for one in person["emailAddresses"]] == ["0", "1", "2"]
    assert person["displayName"] == "0@example.org"
    assert (person["givenName"], person["surname"]) == (None, None)
    assert firm["displayName"] == "Acme"


def test_an_account_without_a_mailbox_has_no_contacts(graph):
    graph.there.fake.without_mailbox.add(graph.account.id)
    assert graph.refused("/me/contactFolders") == (404, "MailboxNotEnabledForRESTAPI")
    assert graph.ask("/me").status_code == 200


def test_a_mailbox_takes_a_few_requests_at_a_time(graph):
    slow = [threading.Thread(target=graph.ask, args=("/me/contactFolders",)) for _ in range(4)]
    graph.there.fake.faults.add("folders", Fault(delay=5), times=AT_ONCE)
    asked = graph.there.fake.faults.count("folders")
    for thread in slow:
        thread.start()
    while graph.there.fake._busy[graph.account.id] < AT_ONCE:
        assert graph.there.fake.faults.count("folders") <= asked + AT_ONCE
    assert graph.refused("/me/contacts/delta") == (429, "ApplicationThrottled")
    graph.there.fake.faults.end()
    for thread in slow:
        thread.join()
    assert graph.ask("/me/contacts/delta").status_code == 200


def test_a_folder_goes_with_all_that_is_inside(graph):
    outer = graph.account.add_group("Outer", is_folder=True)
    inner = graph.account.add_group("Inner", is_folder=True, parent=outer.id)
    fill(graph.account, 2, folder=inner.id)
    graph.account.delete_group(outer.id)
    assert graph.account.people == {}
    assert graph.account.groups == {}


def test_the_page_of_an_account_moves_people_between_folders(graph):
    place = f"{graph.there.playground.url}/accounts/microsoft/{graph.account.id}"
    requests.post(place, data={"do": "add_group", "name": "Clients", "folder": "yes"}, timeout=10)
    [folder] = graph.account.groups.values()
    [person] = fill(graph.account, 1)
    _, link = graph.round()
    form = requests.get(f"{place}/people/{person}", timeout=10).text
    assert "Categories and folders" in requests.get(place, timeout=10).text
    assert f'<option value="{folder.id}">Clients</option>' in form
    moved = {"do": "save", "person": person, "folder": folder.id, "first_name": "P0"}
    assert "Saved." in requests.post(place, data=moved, timeout=10).text
    assert "@removed" in graph.round(link)[0][0]
