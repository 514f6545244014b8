"""How an item of an address book at Office 365 is read, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sync import microsoft_people as people
from store.sync.source import RemoteGroup, RemotePerson
from store.text import clean

BEA = {
    "id": "AAkA1",
    "displayName": "Bea Ruiz",
    "givenName": "Bea",
    "surname": "Ruiz",
    "companyName": "Acme",
    "jobTitle": "CFO",
    "emailAddresses": [{"name": "Bea Ruiz", "address": "bea@example.com"}],
    "mobilePhone": None,
    "businessPhones": ["+34 600 000 000"],
    "homePhones": [],
    "categories": ["Wed cohort"],
}


def address(*texts):
    return {**BEA, "emailAddresses": [{"name": "", "address": text} for text in texts]}


def test_a_whole_item_is_a_person():
    assert people.is_whole(BEA)
    assert people.read(BEA, folder="Clients") == RemotePerson(
        "AAkA1",
        email="bea@example.com",
        first_name="Bea",
        last_name="Ruiz",
        company="Acme",
        job_title="CFO",
        phone="+34 600 000 000",
        groups=(
            RemoteGroup("name:wed cohort", "Wed cohort"),
            RemoteGroup("name:clients", "Clients"),
        ),
    )


@pytest.mark.parametrize("field", people.FIELDS)
def test_an_item_that_leaves_something_away_is_not_whole(field):
    assert not people.is_whole({name: BEA[name] for name in BEA if name != field})


@pytest.mark.parametrize(
    ("given_addresses", "wanted"),
    [
        ((), ""),
        ((None,), ""),
        (("bea@example.com", "b@example.org"), "bea@example.com"),
        (("ask Bea", "b@example.org"), "b@example.org"),
        (("/o=Acme/ou=Exchange/cn=Recipients/cn=bea", "b@example.org"), "b@example.org"),
        (("/o=Acme/ou=Exchange/cn=Recipients/cn=bea",), "/o=Acme/ou=Exchange/cn=Recipients/cn=bea"),
        (("", "  ", "b@example.org"), "b@example.org"),
        (("one", "two", "three", "fourth@example.org"), "one"),
    ],
)
def test_of_three_addresses_the_first_that_is_one_counts(given_addresses, wanted):
    assert people.read(address(*given_addresses)).email == wanted


@pytest.mark.parametrize(
    ("shown", "company", "name"),
    [
        ("Bea Ruiz", "Acme", ("Bea", "Ruiz")),
        ("Ruiz, Bea", "", ("Bea", "Ruiz")),
        ("ACME", "Acme", ("", "")),
        ("bea@example.com", "", ("", "")),
        ("", "", ("", "")),
        (None, None, ("", "")),
    ],
)
def test_the_name_that_is_shown_helps_out_where_there_is_no_other(shown, company, name):
    item = {**BEA, "givenName": None, "surname": "", "displayName": shown, "companyName": company}
    found = people.read(item)
    assert (found.first_name, found.last_name) == name


@pytest.mark.parametrize(
    ("phones", "wanted"),
    [
        (("+1", ["+2"], ["+3"]), "+1"),
        ((None, ["", "+2"], ["+3"]), "+2"),
        ((None, [], ["+3"]), "+3"),
        ((None, None, None), ""),
    ],
)
def test_the_mobile_phone_comes_before_those_at_work_and_at_home(phones, wanted):
    names = ("mobilePhone", "businessPhones", "homePhones")
    assert people.read({**BEA, **dict(zip(names, phones, strict=True))}).phone == wanted


def test_a_category_and_a_folder_of_one_name_are_one_group():
    item = {**BEA, "categories": ["CLIENTS ", "Wed\u200b cohort", "", " ", None, 5, "wed  Cohort"]}
    assert people.read(item, folder="Clients").groups == (
        RemoteGroup("name:clients", "CLIENTS"),
        RemoteGroup("name:wed cohort", "Wed\u200b cohort"),
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["address", "name", "id"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(people.FIELDS), ANYTHING))
def test_nothing_that_stands_there_stops_the_reading(item):
    found = people.read({**item, "id": "AAkA1"}, folder="\ud83d\x00")
    texts = [getattr(found, name) for name in ("email", "first_name", "last_name", "company")]
    texts += [found.job_title, found.phone, *(group.name for group in found.groups)]
    assert texts == [clean(text) for text in texts]
    assert len({group.remote_id for group in found.groups}) == len(found.groups)
