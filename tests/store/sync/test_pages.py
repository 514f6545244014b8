"""Pages of the providers: where a person is changed, and where a consent is withdrawn."""

import pytest

from store.sync import pages
from store.sync_models import Connection, Link
from store.words import Provider

WORK, PERSONAL = "0a1b.4c1d-tenant", f"0a1b.{pages.PERSONAL}"


def connection(provider, account="1083"):
    return Connection(
        book_id=1, provider=provider, account=account, email="a@b.example", person="U1", secret=b""
    )


@pytest.mark.parametrize(
    ("remote_id", "address"),
    [
        ("people/c281", "https://contacts.google.com/person/c281"),
        ("people/c2?x=/../evil", "https://contacts.google.com/person/c2%3Fx%3D%2F..%2Fevil"),
        ("something else", "https://contacts.google.com/"),
    ],
)
def test_a_person_at_google_has_a_page(remote_id, address):
    link = Link(book_id=1, remote_id=remote_id)
    assert pages.of_person(link, connection(Provider.google)) == address


@pytest.mark.parametrize(
    ("account", "people", "consents"),
    [
        (WORK, "https://outlook.office.com/people/", "https://myapps.microsoft.com/"),
        (
            PERSONAL,
            "https://outlook.live.com/people/",
            "https://account.live.com/consent/Manage",
        ),
    ],
)
def test_work_and_personal_accounts_at_microsoft_have_other_pages(account, people, consents):
    theirs = connection(Provider.microsoft, account)
    assert pages.of_person(Link(book_id=1, remote_id="AAkA="), theirs) == people
    assert pages.of_consents(theirs) == consents


def test_consents_at_google_have_one_page():
    address = pages.of_consents(connection(Provider.google))
    assert address == "https://myaccount.google.com/connections"
