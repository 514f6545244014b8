"""People at Google: which of several, what stands in for what; and no answer is too strange."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sync.google_people import group, is_deleted, read
from store.sync.source import RemoteGroup, RemotePerson

PRIMARY = {"metadata": {"primary": True}}


def person(**fields):
    return read({"resourceName": "people/c1", **fields})


def several(*values):
    """The last one is the main one."""
    return [{"value": value} for value in values[:-1]] + [{"value": values[-1], **PRIMARY}]


def test_the_main_one_of_several_counts_wherever_it_stands():
    found = person(
        emailAddresses=several("other@example.com", "main@example.com"),
        phoneNumbers=several("1", "2"),
        organizations=[
            {"name": "Old", "title": "Clerk"},
            {"name": "Acme", "title": "CFO", **PRIMARY},
        ],
        names=[{"givenName": "Bob"}, {"givenName": "Bea", "familyName": "Ruiz", **PRIMARY}],
    )
    assert found == RemotePerson(
        "people/c1",
        email="main@example.com",
        first_name="Bea",
        last_name="Ruiz",
        company="Acme",
        job_title="CFO",
        phone="2",
    )


def test_without_a_main_one_the_first_counts():
    found = person(emailAddresses=[{"value": "a@example.com"}, {"value": "b@example.com"}])
    assert found.email == "a@example.com"


@pytest.mark.parametrize(
    ("addresses", "email"),
    [
        (["b@example.com", "kim (ask Bea)"], "b@example.com"),
        (["no", "b@example.com", "/o=ExchangeLabs/cn=1"], "b@example.com"),
        (["no", "none"], "none"),
        (["Bea <bea@example.com>"], "Bea <bea@example.com>"),
        (["b@example.com", ""], "b@example.com"),
    ],
)
def test_where_the_main_address_is_none_another_one_counts(addresses, email):
    assert person(emailAddresses=several(*addresses)).email == email


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"givenName": "Bea", "familyName": "Ruiz", "displayName": "Dr Bea Ruiz"}, ("Bea", "Ruiz")),
        ({"familyName": "Ruiz"}, ("", "Ruiz")),
        ({"displayName": "Bea Ruiz"}, ("Bea", "Ruiz")),
        ({"unstructuredName": "Ludwig van Beethoven"}, ("Ludwig", "van Beethoven")),
        ({"displayName": "Prince"}, ("Prince", "")),
        ({"givenName": " Bea\x00\n", "familyName": "Ru\ud800iz"}, ("Bea", "Ru iz")),
        ({}, ("", "")),
    ],
)
def test_a_name_is_taken_from_wherever_it_stands(name, expected):
    found = person(names=[name])
    assert (found.first_name, found.last_name) == expected


def test_somebody_may_have_nothing_at_all():
    assert person() == RemotePerson("people/c1")


def test_labels_of_google_itself_and_domains_are_no_groups():
    ids = ["contactGroups/myContacts", "contactGroups/starred", "contactGroups/1f2e"]
    given = [{"contactGroupMembership": {"contactGroupResourceName": id}} for id in ids]
    given += [{"domainMembership": {"inViewerDomain": True}}, *given[-1:]]
    assert person(memberships=given).groups == (RemoteGroup("contactGroups/1f2e", ""),)


def test_former_ids_come_along():
    former = ["people/c2", "people/c3", "people/c2"]
    found = person(metadata={"previousResourceNames": former})
    assert found.formerly == ("people/c2", "people/c3")


def test_somebody_deleted_is_known_by_the_word_only():
    assert is_deleted({"metadata": {"deleted": True}})
    assert not is_deleted({"metadata": {"deleted": "no"}})
    assert not is_deleted({"metadata": []})


@pytest.mark.parametrize(
    ("card", "found"),
    [
        ({"groupType": "USER_CONTACT_GROUP", "name": "Wed"}, "Wed"),
        ({"groupType": "USER_CONTACT_GROUP", "formattedName": "Wed"}, "Wed"),
        ({"groupType": "SYSTEM_CONTACT_GROUP", "name": "myContacts"}, None),
        ({"groupType": "USER_CONTACT_GROUP", "name": ""}, None),
        ({"groupType": "USER_CONTACT_GROUP", "name": "W", "metadata": {"deleted": True}}, None),
        ({"name": "Wed"}, None),
    ],
)
def test_only_the_owners_labels_are_groups(card, found):
    read_group = group({"resourceName": "contactGroups/1", **card})
    assert read_group == (RemoteGroup("contactGroups/1", found) if found else None)


FIELDS = ("names", "emailAddresses", "organizations", "phoneNumbers", "memberships", "metadata")
INNER = (
    *("value", "givenName", "familyName", "displayName", "name", "title", "metadata", "primary"),
    *("contactGroupMembership", "contactGroupResourceName", "previousResourceNames", "deleted"),
)
TEXTS = st.text(st.characters(codec=None), max_size=30)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_no_answer_is_too_strange_to_be_read(fields):
    found = person(**fields)
    texts = [found.email, found.first_name, found.last_name, found.company, found.phone]
    for text in texts:
        assert text == text.strip()
        text.encode()
        assert "\x00" not in text
    assert is_deleted(fields) in (True, False)
