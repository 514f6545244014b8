"""The contacts that the people of a page are, or become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import and_, col, func, or_, select, update

from store import import_writing, search
from store.among import among, among_texts
from store.models import Contact
from store.sync.tidy import FIELDS
from store.sync.turn import Turn
from store.sync_models import Link
from store.text import keys_of_all
from store.words import READ_ONLY, Source


@dataclass(eq=False, slots=True)
class Holder:
    """A contact, as far as a page needs to know it. `links` are those that are not gone; one
    without an `id` is not in the book yet."""

    id: int
    key: str
    read_only: bool
    links: int = 0


class Holders:
    """The contacts with these emails or ids; nobody deletes them before the turn is over."""

    def __init__(self, turn: Turn, *, keys: Sequence[str], ids: Sequence[int]) -> None:
        self._turn = turn
        self._renamed: list[dict[str, Any]] = []
        self._added: list[tuple[Holder, dict[str, str]]] = []
        self.by_id = {holder.id: holder for holder in self._load(keys, ids)}
        self.by_key = {holder.key: holder for holder in self.by_id.values()}
        self._count_links(ids)

    def rename(self, holder: Holder, *, key: str, email: str) -> Holder:
        """Give a contact an email that nobody has."""
        self.by_key.pop(holder.key, None)
        self._renamed.append({"b_id": holder.id, "email": email, "email_key": key})
        holder.key = key
        self.by_key[key] = holder
        return holder

    def add(self, *, key: str, fields: dict[str, str]) -> Holder:
        """A new contact, for an email that nobody has."""
        holder = Holder(0, key, read_only=True)
        self._added.append((holder, fields))
        self.by_key[key] = holder
        return holder

    def move(self, old: Holder | None, new: Holder | None) -> None:
        """A link leads to another contact."""
        if old:
            old.links -= 1
        if new:
            new.links += 1

    def save(self) -> set[int]:
        """Write who is called otherwise, then who is new, counting them; the ids of those."""
        self._write_renamed()
        if not self._added:
            return set()
        with search.indexing(self._turn.session):
            return self._write_added()

    def _load(self, keys: Sequence[str], ids: Sequence[int]) -> list[Holder]:
        session, in_book = self._turn.session, Contact.book_id == self._turn.book.id
        # The book in both halves, or SQLite finds neither by its index and reads the whole book.
        called = and_(in_book, among_texts(session, col(Contact.email_key), keys))
        led_to = and_(in_book, among(session, col(Contact.id), ids))
        query = (
            select(Contact.id, Contact.email_key, Contact.source)
            .where(or_(called, led_to))
            .order_by(col(Contact.id))
            .with_for_update(read=True, key_share=True)
        )
        found = session.connection().execute(query)
        return [Holder(id, key, source in READ_ONLY) for id, key, source in found]

    def _count_links(self, ids: Sequence[int]) -> None:
        if not ids:
            return
        session = self._turn.session
        counted = select(Link.contact_id, func.count()).where(
            Link.book_id == self._turn.book.id,
            among(session, col(Link.contact_id), ids),
            ~col(Link.gone),
        )
        for id, size in session.exec(counted.group_by(col(Link.contact_id))):
            if id in self.by_id:
                self.by_id[id].links = size

    def _write_renamed(self) -> None:
        if not self._renamed:
            return
        statement = (
            update(Contact)
            .where(col(Contact.book_id) == self._turn.book.id, col(Contact.id) == bindparam("b_id"))
            .values(email=bindparam("email"), email_key=bindparam("email_key"))
        )
        self._turn.session.connection().execute(statement, self._renamed)

    def _write_added(self) -> set[int]:
        """Insert them; who came by another way just now is found instead."""
        session, book, connection = self._turn.session, self._turn.book, self._turn.connection
        ids = import_writing.add_all(
            *(session, book),
            person=connection.person,
            source=Source(connection.provider),
            at=self._turn.now,
            contacts=_rows(self._added),
        )
        self._turn.count(added=len(ids))
        others = [one.key for one, _ in self._added if one.key not in ids]
        found = {one.key: one.id for one in self._load(others, [])} if others else {}
        for one, _ in self._added:
            one.id = ids.get(one.key) or found[one.key]
        return {*ids.values()}


def _rows(added: Sequence[tuple[Holder, dict[str, str]]]) -> list[tuple[str, ...]]:
    """Contacts on their way into the book, as import_writing.GIVEN says."""
    given = {name: [fields[name] for _, fields in added] for name in FIELDS}
    known = keys_of_all(
        first_names=given["first_name"],
        last_names=given["last_name"],
        emails=given["email"],
        companies=given["company"],
    )
    keys, notes = [holder.key for holder, _ in added], [""] * len(added)
    return [*zip(keys, *given.values(), notes, *known, strict=True)]
