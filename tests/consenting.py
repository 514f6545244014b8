"""A provider that lets Roster in as a test wants it, and the books that a consent is for."""

from dataclasses import dataclass, field
from urllib.parse import quote

from store import books
from store.secrets import Secrets, new_key
from store.sync import connections
from store.sync.accounts import Accounts
from store.sync.memory import Account, MemorySource
from store.sync.provider import Admitted, Declined, Way
from store.sync.source import Trouble
from store.sync_models import Connection
from store.words import Provider, Role

BASE = "https://roster.example.com"
PERSON, EDITOR = "U1", "U2"
PLACE = {"view": "V1", "title": "Contacts"}


@dataclass
class FakeProvider:
    """`answers` are what the next consents are worth, one by one; a trouble is raised."""

    provider: Provider = Provider.google
    address: str = "https://provider.example/consent"
    account: Account = field(default_factory=lambda: Account(groups={"g1": "Yoga", "g2": "VIP"}))
    answers: list[Admitted | Exception] = field(default_factory=list)
    begun: list[dict[str, str]] = field(default_factory=list)
    finished: list[dict[str, object]] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    down: Trouble | None = None

    def begin(self, *, state: str, back: str, hint: str = "") -> Way:
        if self.down:
            raise self.down
        self.begun.append({"state": state, "back": back, "hint": hint})
        return Way(f"{self.address}?state={quote(state)}", f"verifier-canary-{len(self.begun)}")

    def finish(self, *, state, back, kept, answer) -> Admitted:
        self.finished.append({"state": state, "back": back, "kept": kept, "answer": dict(answer)})
        if answer.get("error"):
            raise Declined("You did not allow it. Nothing was connected.")
        wanted = self.answers.pop(0) if self.answers else ana()
        if isinstance(wanted, Exception):
            raise wanted
        return wanted

    def open(self, secret: str) -> MemorySource:
        self.account.secret = secret
        return MemorySource(self.account)

    def revoke(self, secret: str) -> None:
        if self.down:
            raise self.down
        self.revoked.append(secret)


def ana(secret: str = "token-canary-1") -> Admitted:
    """The account that most stories are about."""
    return Admitted("a-1", "ana@gmail.com", secret)


def ready(database):
    """The team book of T1, which PERSON owns and EDITOR edits."""
    with database.writing() as session:
        book = books.install(session, workspace="T1", person=PERSON)
        books.admit(session, book, by=PERSON, person=EDITOR, role=Role.editor)
    return book


def connected(database, book, secret: bytes, *, name: str = "a") -> Connection:
    """An account of a book, whose secret is kept like this."""
    with database.writing() as session:
        return connections.connect(
            session,
            book,
            person=PERSON,
            provider=Provider.google,
            account=name,
            email="ana@gmail.com",
            secret=secret,
            chosen=None,
            place={},
        )


def accounts_of(database, *providers, keys: Secrets | None = None) -> Accounts:
    """Accounts of these providers, under a key of their own."""
    return Accounts(database, keys or Secrets([new_key()]), providers, base_url=BASE)
