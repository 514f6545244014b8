"""The groups of an account, as groups of the book: their names, and who is in them."""

from collections.abc import Iterable, Iterator, Sequence

from sqlmodel import Session, col, delete, literal, select, true, update

from store import listed, naming
from store.among import among
from store.db import insert
from store.errors import Taken
from store.limits import GROUP_NAME_LIMIT
from store.models import Book, Contact, Group, GroupContact
from store.sync.source import RemoteGroup, RemotePerson
from store.sync.turn import Turn
from store.sync_models import GroupLink, Link
from store.text import clean, fold
from store.words import Source

# Groups whose name says nothing.
UNNAMED = "Unnamed"


def reconcile(turn: Turn, remote: Sequence[RemoteGroup], *, complete: bool) -> None:
    """Follow the account's own list. A group that it lacks is gone where the list is `complete`;
    else it is there as long as somebody is in it. The contacts stay, and the name of a group that
    is chosen, so that it can be said which one is missed."""
    known = {row.remote_id: row for row in _all(turn)}
    for id, called in {group.remote_id: clean(group.name) for group in remote}.items():
        row = known.pop(id, None)
        if row is None:
            _note(turn, id, called, listed=True)
            continue
        row.listed = True
        if row.name != called:
            row.name = called
            _rename(turn, row)
    for row in known.values():
        row.listed = False
        if complete:
            _drop(turn, row)
            if row.remote_id not in (turn.connection.chosen or ()):
                turn.session.delete(row)
    turn.session.flush()
    _choose(turn, [row for row in _all(turn) if row.listed or not complete])


def name(turn: Turn, people: Iterable[RemotePerson]) -> None:
    """Make the groups that these people name, and that nobody has named before."""
    named = {group.remote_id: group.name for one in people for group in one.groups if group.name}
    if not named:
        return
    new = named.keys() - {row.remote_id for row in _all(turn)}
    for id in sorted(new):
        _note(turn, id, clean(named[id]), listed=False)
    if new:
        turn.session.flush()
        _choose(turn, [row for row in _all(turn) if row.remote_id in new])


def settle(turn: Turn, contacts: Iterable[int]) -> set[int]:
    """Let these contacts, all of whom are in the book, be in just those groups of the account in
    which the account has them; who was not."""
    ids = [*contacts]
    groups = _groups(turn) if ids else {}
    if not groups:
        return set()
    # By their contacts: with the bare connection SQLite would read all links of the account.
    ours = col(Link.connection_id) + 0 == turn.connection.id
    wanted = {
        (contact, groups[group])
        for contact, names in turn.session.exec(
            select(Link.contact_id, Link.groups).where(
                Link.book_id == turn.book.id, ours, among(turn.session, col(Link.contact_id), ids)
            )
        )
        for group in names
        if contact and group in groups
    }
    inside = set(
        turn.session.exec(
            select(GroupContact.contact_id, GroupContact.group_id).where(
                GroupContact.book_id == turn.book.id,
                among(turn.session, col(GroupContact.contact_id), ids),
                among(turn.session, col(GroupContact.group_id), set(groups.values())),
            )
        ).all()
    )
    _put(turn, wanted - inside)
    _take_out(turn, inside - wanted)
    return {contact for contact, _ in wanted ^ inside}


def fill(turn: Turn, named: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Put contacts that are new in the book into these groups of the account."""
    named = [*named]
    groups = _groups(turn) if named else {}
    _put(turn, {(id, groups[group]) for id, names in named for group in names if group in groups})


def clear_away(turn: Turn) -> None:
    """Drop the groups that no list names and nobody is in."""
    for row in _all(turn):
        if not row.listed and row.group_id and not _has_members(turn, row.group_id):
            _drop(turn, row)
            turn.session.delete(row)
    turn.session.flush()


def release(session: Session, book: Book, *, connection_id: int, keep: bool) -> None:
    """When the account is left: its groups become Roster's own, or go."""
    mine = (col(GroupLink.book_id) == book.id, col(GroupLink.connection_id) == connection_id)
    ids = [id for id in session.exec(select(GroupLink.group_id).where(*mine)) if id]
    session.exec(delete(GroupLink).where(*mine).execution_options(synchronize_session=False))
    its = (col(Group.book_id) == book.id, among(session, col(Group.id), ids))
    if keep:
        freed = update(Group).where(*its).values(source=Source.hand)
        session.exec(freed.execution_options(synchronize_session=False))
    else:
        session.exec(delete(Group).where(*its).execution_options(synchronize_session=False))


def _all(turn: Turn) -> list[GroupLink]:
    mine = (
        GroupLink.book_id == turn.book.id,
        GroupLink.connection_id == turn.connection.id,
    )
    return [*turn.session.exec(select(GroupLink).where(*mine).order_by(GroupLink.remote_id))]


def _groups(turn: Turn) -> dict[str, int]:
    """The groups of the book, by what the account calls them."""
    return {row.remote_id: row.group_id for row in _all(turn) if row.group_id}


def _note(turn: Turn, remote_id: str, name: str, *, listed: bool) -> None:
    turn.session.add(
        GroupLink(
            book_id=turn.book.id,
            connection_id=turn.connection.id,
            remote_id=remote_id,
            name=name,
            listed=listed,
        )
    )


def _choose(turn: Turn, rows: Iterable[GroupLink]) -> None:
    """Make groups of those among these that are chosen, and let go of the others."""
    chosen = turn.connection.chosen
    made = []
    for row in rows:
        is_wanted = chosen is None or row.remote_id in chosen
        if is_wanted and row.group_id is None:
            row.group_id = _make(turn, row)
            made.append(row)
        elif not is_wanted and row.group_id is not None:
            _drop(turn, row)
    turn.session.flush()
    _fill(turn, {row.remote_id: row.group_id for row in made if row.group_id})


def _make(turn: Turn, row: GroupLink) -> int:
    source, person = Source(turn.connection.provider), turn.connection.person
    for candidate in _candidates(turn, row.name):
        values = naming.columns(Group, candidate)
        new = Group(
            book_id=turn.book.id,
            source=source,
            created_by=person,
            created_at=turn.now,
            **values,
        )
        try:
            return naming.add(turn.session, turn.book, new).id
        except Taken:
            continue
    raise AssertionError("there is always a name that is free")


def _rename(turn: Turn, row: GroupLink) -> None:
    if row.group_id is None:
        return
    for candidate in _candidates(turn, row.name):
        try:
            naming.rename(turn.session, turn.book, Group, id=row.group_id, name=candidate)
        except Taken as taken:
            if taken.taken.id != row.group_id:
                continue
        return


def _candidates(turn: Turn, name: str) -> Iterator[str]:
    """What a group may be called: as in the account, or beside another of that name."""
    plain = name if fold(name) else UNNAMED
    yield plain[:GROUP_NAME_LIMIT].strip()
    number = 1
    while True:
        again = f" {number}" if number > 1 else ""
        beside = f" ({turn.connection.email[:40]}{again})"
        yield plain[: GROUP_NAME_LIMIT - len(beside)].strip() + beside
        number += 1


def _drop(turn: Turn, row: GroupLink) -> None:
    """Delete the group, if there is one."""
    id, row.group_id = row.group_id, None
    turn.session.flush()
    if id is not None:
        its = (col(Group.book_id) == turn.book.id, col(Group.id) == id)
        turn.session.exec(delete(Group).where(*its).execution_options(synchronize_session=False))


def _fill(turn: Turn, groups: dict[str, int]) -> None:
    """Put those into new groups of whom the account has said so before."""
    if not groups:
        return
    said = select(Link.contact_id, Link.groups).where(
        Link.book_id == turn.book.id,
        Link.connection_id == turn.connection.id,
        Contact.book_id == turn.book.id,
        Contact.id == Link.contact_id,
    )
    _put(
        turn,
        {
            (contact, groups[group])
            for contact, names in turn.session.exec(said.with_for_update(read=True, of=Contact))
            for group in names
            if contact and group in groups
        },
    )


def _put(turn: Turn, pairs: set[tuple[int, int]]) -> None:
    if not pairs:
        return
    rows = listed.pairs(turn.session, sorted(pairs))
    added = insert(turn.session, GroupContact).from_select(
        ["book_id", "contact_id", "group_id"],
        select(literal(turn.book.id), rows.c.a, rows.c.b).where(true()),
    )
    turn.session.exec(added.on_conflict_do_nothing())


def _take_out(turn: Turn, pairs: set[tuple[int, int]]) -> None:
    for group in sorted({group for _, group in pairs}):
        out = delete(GroupContact).where(
            col(GroupContact.book_id) == turn.book.id,
            col(GroupContact.group_id) == group,
            among(turn.session, col(GroupContact.contact_id), [c for c, g in pairs if g == group]),
        )
        turn.session.exec(out.execution_options(synchronize_session=False))


def _has_members(turn: Turn, group: int) -> bool:
    wanted = select(GroupContact.contact_id).where(
        GroupContact.book_id == turn.book.id, GroupContact.group_id == group
    )
    return turn.session.exec(wanted.limit(1)).first() is not None
