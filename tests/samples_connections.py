"""Every view and message about connected accounts, drawn with kind and with hostile data."""

from datetime import UTC, datetime
from typing import Any

from handlers.state import HOME, Memory, PageState
from handlers.views import (
    connecting,
    connections,
    contact_card,
    contacts,
    deciding,
    disconnecting,
    errors,
    labels,
    syncing,
)
from handlers.views.kit import section
from handlers.views.ticks import Ticked
from store.books import Seat
from store.contacts import Page, Row
from store.groups import GroupPage, GroupRow
from store.models import Contact, Group
from store.sync import pages
from store.sync.departing import Departing
from store.sync.overviews import Overview
from store.sync.vanishing import Vanished
from store.sync_models import Connection, GroupLink, Link, SyncRun
from store.words import ConnectionState, Provider, Role, Source
from tests.sampling import HOSTILE, book, group, hostile, screen

Drawn = dict[str, dict[str, Any]]
BIG = 2**53
AT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
ADDRESS = "https://roster.example.com/connect/" + "w" * 43
MANY = 250


def connection(number: int = 0, **changes: Any) -> Connection:
    """An account, hostile as far as somebody elsewhere can make it so."""
    text = HOSTILE[number % len(HOSTILE)]
    values = {
        "book_id": 7,
        "id": BIG + number,
        "provider": [*Provider][number % 2],
        "account": "1234",
        "email": f"{text}@example.com"[:300],
        "person": "U1",
        "state": [*ConnectionState][number % 4],
        "secret": b"sealed",
        "decision": "remove" if number % 8 == 1 else "",
        "chosen": [f"contactGroups/{n}" for n in range(MANY)] if number % 3 else None,
        "trouble": text * 20 if number % 2 else "",
        "synced_at": AT if number % 5 else None,
        "next_at": AT,
        "failures": number % 3,
        "without_email": number % 3,
    }
    return Connection(**(values | changes))


def gone(number: int = 0) -> Vanished:
    """Whoever is gone from an account; from some of them with all labels that were chosen."""
    departing = Departing(1_234_567, 1_000, 2_000, 1_231_567)
    names = [HOSTILE[n % len(HOSTILE)] * 20 for n in range(number, number + MANY)]
    return Vanished(departing, 0 if number % 2 else 12, names if number % 2 else None)


def run(number: int) -> SyncRun:
    return SyncRun(
        book_id=7,
        id=number,
        connection_id=BIG,
        started_at=AT,
        finished_at=AT if number % 4 else None,
        added=1_234_567,
        changed=2,
        removed=number,
        kept=number % 2,
        trouble=HOSTILE[number % len(HOSTILE)] * 20 if number % 3 == 0 else "",
    )


def overview(number: int = 0, **changes: Any) -> Overview:
    last = run(number) if number % 4 else None
    return Overview(connection(number, **changes), 1_234_567, number, last)


def links(count: int = 5) -> list[tuple[Link, Connection]]:
    return [
        (Link(book_id=7, remote_id=f"people/{HOSTILE[n % len(HOSTILE)]}"), connection(n))
        for n in range(count)
    ]


def synced(number: int, source: Source) -> Contact:
    one = hostile(number)
    one.source = source
    return one


def synced_group(number: int, source: Source) -> Group:
    one = group(number, HOSTILE[number % len(HOSTILE)][:75])
    one.source = source
    return one


def label(number: int) -> GroupLink:
    return GroupLink(
        book_id=7,
        connection_id=BIG,
        remote_id=f"contactGroups/{number}",
        group_id=BIG + number,
        name=HOSTILE[number % len(HOSTILE)],
    )


def _memory() -> Memory:
    return Memory(at=HOME, page=screen().state, book=7, connection=BIG)


def _lists() -> Drawn:
    memory, many = _memory(), [overview(number) for number in range(45)]
    both = tuple(Provider)
    vanished = {one.connection.id: gone(n) for n, one in enumerate(many) if n % 3}
    about = {"memory": memory, "vanished": vanished}
    drawn = {
        "accounts": syncing.listed(
            many, both, **about, notice=syncing.asked(many[0].connection, begun=True)
        ),
        "accounts, in the middle": syncing.listed(many, both, **about, first=20),
        "accounts, the last": syncing.listed(many, both, **about, first=40),
        "accounts, none": syncing.listed([], both[:1], **about),
        "accounts, nothing set up": syncing.listed(many[:1], (), **about),
    }
    for number in range(len(HOSTILE)):
        one = connection(number)
        runs = [run(n) for n in range(20)]
        drawn[f"account history {number}"] = syncing.history(one, runs, memory)
        drawn[f"account {number}, synced a moment ago"] = syncing.listed(
            [overview(number)], both, **about, notice=syncing.asked(one, begun=False)
        )
        drawn[f"consent {number}"] = connecting.consent(one.provider, ADDRESS, memory)
        drawn[f"consent again {number}"] = connecting.consent(
            one.provider, ADDRESS, memory, again=one
        )
    drawn["account without history"] = syncing.history(connection(), [], memory)
    return drawn


def _forms() -> Drawn:
    memory, names = _memory(), [label(number) for number in range(MANY)]
    departing = {
        "many": Departing(1_234_567, 1_000, 2_000, 1_231_567),
        "few": Departing(1, 0, 0, 1),
        "own": Departing(3, 3, 0, 0),
        "none": Departing(0, 0, 0, 0),
    }
    drawn = {}
    for number in range(len(HOSTILE)):
        about = connection(number)
        drawn[f"labels {number}"] = labels.form(about, names, memory)
        for what, told in departing.items():
            drawn[f"disconnect {number}, {what}"] = disconnecting.question(
                about, told, pages.of_consents(about), memory
            )
    drawn["labels, none"] = labels.form(connection(), [], memory)
    return drawn


def _synced() -> Drawn:
    drawn = {}
    for source in (Source.google, Source.microsoft):
        people = [Row(synced(n, source), starred=n % 3 == 0) for n in range(25)]
        page = Page(people, total=25, capped=False, has_previous=False, has_next=False)
        rows = [GroupRow(synced_group(n, source), 12, capped=False) for n in range(25)]
        listed = GroupPage(rows, total=25, capped=False, has_previous=False, has_next=False)
        troubled = [connection(n) for n in range(6)]
        opened = PageState(book=7, showing="groups", group=1)
        one = synced_group(1, source)
        nobody = Page([], total=0, capped=False, has_previous=False, has_next=False)
        drawn |= {
            f"home, {source}": contacts.home(screen(page=page, can_sync=True, troubled=troubled)),
            f"groups, {source}": contacts.home(
                screen(page=listed, state=PageState(showing="groups"))
            ),
            f"group, {source}": contacts.home(screen(page=page, group=one, state=opened)),
            f"group, empty, {source}": contacts.home(screen(page=nobody, group=one, state=opened)),
            f"boxes in a group, {source}": contacts.home(
                screen(page=page, group=one, state=opened, ticked=Ticked(1, here={1}))
            ),
        }
        for role in Role:
            for number in range(len(HOSTILE)):
                drawn[f"card {number}, {source}, {role}"] = contact_card.card(
                    Seat(book(), role),
                    synced(number, source),
                    starred=False,
                    groups=[one],
                    entries=[],
                    links=links(number),
                    memory=_memory(),
                )
    drawn["sorry, read-only"] = errors.sorry(HOSTILE[0], connections.sources(links()))
    return drawn


def views() -> Drawn:
    """Every modal by a name that says what it is."""
    return {**_lists(), **_forms(), **_synced()}


def messages() -> Drawn:
    """The blocks of every message by a name that says what it is."""
    drawn = {}
    for number in range(len(HOSTILE)):
        about, whole = connection(number), overview(number)
        for keep in (True, False):
            departed = {"removed": 1_234, "kept": 3, "email": about.email}
            told = connections.left(departed | {"provider": about.provider, "revoked": keep})
            drawn[f"left {number}, {keep}"] = [section(told)]
            drawn[f"decided {number}, {keep}"] = [section(deciding.decided(about, keep=keep))]
        drawn |= {
            f"reading {number}": connections.reading(about, 0),
            f"reading {number}, far": connections.reading(about, 1_234),
            f"arrived {number}": connections.arrived(whole),
            f"ended {number}": connections.ended(about),
            f"held {number}": deciding.held(about, gone(number)),
            f"stuck {number}": connections.stuck(whole),
            f"synced {number}": [section(connections.synced(whole))],
            f"over {number}": [section(deciding.over(about))],
            f"settled {number}": [section(deciding.settled(whole))],
            f"leaving {number}": [section(connections.leaving(about.email))],
            f"notice {number}": connections.notice([about]),
        }
    texts = {
        "arrived text": connections.arrived_text(overview()),
        "ended text": connections.ended_text(connection()),
        "held text": deciding.held_text(connection(), gone()),
        "reading text": connections.reading_text(connection()),
    }
    made = {f"account {what}": {"text": what, "blocks": blocks} for what, blocks in drawn.items()}
    return made | {what: {"text": text, "blocks": [section(text)]} for what, text in texts.items()}
