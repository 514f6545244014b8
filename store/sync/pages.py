"""Pages of the providers on which a person finds what Roster speaks of."""

from urllib.parse import quote

from store.sync_models import Connection, Link
from store.words import Provider

# The tenant of everybody whose account at Microsoft is a personal one.
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
GOOGLE_CONTACTS = "https://contacts.google.com/"
GOOGLE_CONSENTS = "https://myaccount.google.com/connections"
OUTLOOK_PEOPLE = "https://outlook.office.com/people/"
OUTLOOK_PEOPLE_OF_PERSONS = "https://outlook.live.com/people/"
MICROSOFT_CONSENTS = "https://myapps.microsoft.com/"
MICROSOFT_CONSENTS_OF_PERSONS = "https://account.live.com/consent/Manage"


def of_person(link: Link, connection: Connection) -> str:
    """Where this person is changed; at Microsoft all people have one page."""
    if connection.provider is Provider.microsoft:
        return OUTLOOK_PEOPLE_OF_PERSONS if _is_personal(connection) else OUTLOOK_PEOPLE
    kind, _, name = link.remote_id.partition("/")
    return (
        f"{GOOGLE_CONTACTS}person/{quote(name, safe='')}" if kind == "people" else GOOGLE_CONTACTS
    )


def of_consents(connection: Connection) -> str:
    """Where the owner of the account sees whom they let in, and can put them out."""
    if connection.provider is Provider.google:
        return GOOGLE_CONSENTS
    return MICROSOFT_CONSENTS_OF_PERSONS if _is_personal(connection) else MICROSOFT_CONSENTS


def _is_personal(connection: Connection) -> bool:
    return connection.account.rpartition(".")[2] == PERSONAL
