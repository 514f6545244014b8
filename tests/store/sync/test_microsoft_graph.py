"""Reading an account at Office 365: its folders, its pages and its changes, as Graph tells them."""

import time

import pytest

from store.sync.microsoft_graph import MAIN
from tests.office import fails, fill, office
from tests.store.sync.contract import Reader

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


def read(source):
    reader = Reader(source)
    reader.read()
    return reader


def test_every_request_asks_for_ids_that_stay_and_none_for_an_option(there, source):
    fill(there.account, 3)
    there.fake.faults.habits.page_size = 2
    reader = read(source)
    [person, *_] = there.account.people
    there.account.edit(person, company="Acme")
    reader.read()
    asked = [one for one in there.fake.faults.asked if one.what in ("delta", "contact", "folders")]
    assert {one.what for one in asked} == {"delta", "contact", "folders"}
    assert all('IdType="ImmutableId"' in one.params["Prefer"] for one in asked)
    rounds = [one.params for one in asked if one.what == "delta"]
    assert all("odata.maxpagesize=" in params["Prefer"] for params in rounds)
    options = {name for params in rounds for name in params} - {"path", "Prefer"}
    assert options == {"$skiptoken", "$deltatoken"}


def test_folders_are_found_wherever_they_are_however_many_there_are(there, source):
    for at in range(120):
        parent = there.account.add_group(f"Folder {at}", is_folder=True)
    inner = there.account.add_group("Inner", is_folder=True, parent=parent.id)
    innermost = there.account.add_group("Innermost", is_folder=True, parent=inner.id)
    fill(there.account, 2, folder=innermost.id)
    streams = source.streams()
    assert len(streams) == 1 + 120 + 2
    assert streams[0] == MAIN
    [innermost_stream] = [one for one in streams if one.name == "Innermost"]
    page = source.page(innermost_stream)
    assert [one.email for one in page.people] == ["p0@example.org", "p1@example.org"]
    assert [group.name for group in page.people[0].groups] == ["Innermost"]


def test_the_groups_of_a_run_cost_no_second_walk_through_the_folders(there, source):
    there.account.add_group("Clients", is_folder=True)
    source.streams()
    asked = there.fake.faults.count("folders")
    assert [group.name for group in source.groups()] == ["Clients"]
    assert there.fake.faults.count("folders") == asked
    there.account.add_group("Choir", is_folder=True)
    assert [group.name for group in source.groups()] == ["Clients", "Choir"]


def test_folders_of_one_name_are_one_group_and_those_without_a_name_none(there, source):
    for name in ("Clients", "clients ", ""):
        there.account.add_group(name, is_folder=True)
    assert len(source.streams()) == 4
    assert [group.name for group in source.groups()] == ["Clients"]


def test_a_folder_keeps_its_id_when_it_is_called_something_else(there, source):
    folder = there.account.add_group("Clients", is_folder=True)
    fill(there.account, 1, folder=folder.id)
    [_, before] = source.streams()
    there.account.rename_group(folder.id, "Customers")
    [_, after] = source.streams()
    assert (before.remote_id, "Customers") == (after.remote_id, after.name)
    [person] = source.page(after).people
    assert [group.name for group in person.groups] == ["Customers"]


def test_a_category_with_another_name_is_told_by_those_who_are_in_it(there, source):
    category = there.account.add_group("VIP")
    fill(there.account, 1, groups=[category.id])
    reader = read(source)
    there.account.rename_group(category.id, "Gold")
    [told] = reader.read()
    assert [group.name for group in told.groups] == ["Gold"]


@pytest.mark.parametrize("habit", ["empty_pages", "duplicates"])
@pytest.mark.parametrize("size", [1, 3])
def test_empty_pages_and_repeated_people_end_like_an_undisturbed_round(there, source, habit, size):
    ids = fill(there.account, 7)
    there.fake.faults.habits.page_size = size
    setattr(there.fake.faults.habits, habit, True)
    reader = read(source)
    assert len(reader.by_email()) == 7
    there.account.delete(ids[0])
    for id in ids[3:]:
        there.account.edit(id, company="Acme")
    reader.read()
    found = reader.by_email()
    assert sorted(one for one in found if found[one].company == "Acme") == [
        f"p{at}@example.org" for at in range(3, 7)
    ]
    assert "p0@example.org" not in found


def test_somebody_who_comes_and_goes_on_one_page_is_gone(there, source):
    here = {"id": "AAkA1", "emailAddresses": [], "displayName": "Bea"}
    here |= dict.fromkeys(("givenName", "surname", "companyName", "jobTitle", "mobilePhone"))
    here |= {"businessPhones": [], "homePhones": [], "categories": []}
    last = {"@odata.deltaLink": f"{there.playground.url}/x"}
    gone = {"id": "AAkA1", "@removed": {"reason": "changed"}}
    fails(there, "delta", {"value": [here, here, gone], **last}, 200)
    page = source.page(MAIN)
    assert (page.people, page.gone) == ([], ["AAkA1"])
    fails(there, "delta", {"value": [gone, here], **last}, 200)
    page = source.page(MAIN)
    assert ([one.first_name for one in page.people], page.gone) == (["Bea"], [])


def test_a_change_that_tells_one_field_blanks_none_of_the_others(there, source):
    [person] = fill(there.account, 1, company="Acme", job_title="CFO", phones=["+34 1"])
    reader = read(source)
    there.account.edit(person, last_name="Ruiz")
    [told] = reader.read()
    assert (told.first_name, told.last_name, told.company) == ("P0", "Ruiz", "Acme")
    assert (told.job_title, told.phone, told.email) == ("CFO", "+34 1", "p0@example.org")
    assert there.fake.faults.count("contact") == 1


def test_the_whole_costs_no_request_for_each_person(there, source):
    fill(there.account, 20)
    read(source)
    assert there.fake.faults.count("contact") == 0


def test_somebody_who_changed_and_went_before_they_were_asked_for_is_gone_a_round_later(
    there, source
):
    [person] = fill(there.account, 1)
    reader = read(source)
    there.account.edit(person, last_name="Ruiz")
    fails(there, "contact", MISSING, 404)
    assert reader.read() == []
    assert set(reader.by_email()) == {"p0@example.org"}
    there.account.delete(person)
    reader.read()
    assert reader.people == {}


def test_nobody_who_was_elsewhere_is_lost_by_a_move_back_and_forth(there, source):
    folder = there.account.add_group("Clients", is_folder=True)
    [person] = fill(there.account, 1)
    reader = read(source)
    for place in (folder.id, "", folder.id):
        there.account.edit(person, folder=place)
        reader.read()
        assert set(reader.by_email()) == {"p0@example.org"}
    [(stream, _)] = reader.people.values()
    assert stream != MAIN.remote_id
