"""Search on SQLite: an FTS5 index of trigrams, whose hits come nearly in the order of names."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Integer, Select, String, column, func, literal, table, text
from sqlmodel import Session, col, select

from store.matching import glance, holds, keys
from store.matching import walk as walk_names
from store.models import Book, Contact
from store.paging import Condition, Key, Stretch
from store.spots import BOOK_BITS, ID_BITS, LAST, NAME_BITS, contact_id, names_on, shelf, span

# The hits that are put in order at a time, where there are many.
HANDFUL = 200
# Words of one or two letters are looked for in so many contacts before the index is asked.
SMALL_BOOK = 20_000
# A short word that so many trigrams begin with is too frequent for the index to help.
MANY_TRIGRAMS = 64
# So much of a word finds those among whom all are that hold it.
FIRST_LETTERS = 9

INDEX = table(
    "contact_search", column("rowid", Integer), column("contact_search", String), column("text")
)
INDEXED = table("contact_text", column("id", Integer), column("spot", Integer), column("text"))
PAUSED = table("contact_search_paused", column("paused", Integer))
TRIGRAM = table("contact_trigram", column("term", String))


def last_id(session: Session) -> int:
    """The highest id among all contacts."""
    return session.scalar(text("SELECT max(id) FROM contact")) or 0


def index(session: Session, *, after: int) -> None:
    """Make the contacts with higher ids findable; to be done once for each.

    As contact_text would have it, which computes their spots far slower.
    """
    book, start = f"book_id % {1 << BOOK_BITS}", f"start_of_name(sort_key) << {ID_BITS}"
    spot = f"({book} << {NAME_BITS + ID_BITS}) | ({start}) | id"
    statement = (
        "INSERT INTO contact_search (rowid, text)"
        f" SELECT {spot} AS spot, search || '  ' FROM contact WHERE id > :after ORDER BY spot"
    )
    session.execute(text(statement), {"after": after})


@contextmanager
def forgetting(session: Session, contacts: Select[int]) -> Iterator[None]:
    """Take these out of the index in its own order; the block deletes just them.

    Out of order, as their triggers would do it, the index is written anew for each of them.
    """
    _forget(session, contacts)
    with _paused(session):
        yield


@contextmanager
def renaming(session: Session, *, ids: Sequence[int]) -> Iterator[None]:
    """Take these out of the index as they are, and put them in as the block leaves them, both in
    its own order."""
    listed = func.json_each(json.dumps([*ids])).table_valued("value")
    contacts = select(listed.c.value)
    _forget(session, contacts)
    with _paused(session):
        yield
    learned = select(INDEXED.c.spot, INDEXED.c.text).where(INDEXED.c.id.in_(contacts))
    learned = learned.order_by(INDEXED.c.spot)
    session.execute(INDEX.insert().from_select(["rowid", "text"], learned))


def _forget(session: Session, contacts: Select[int]) -> None:
    spots = select(literal("delete"), INDEXED.c.spot, INDEXED.c.text)
    gone = spots.where(INDEXED.c.id.in_(contacts)).order_by(INDEXED.c.spot)
    session.execute(INDEX.insert().from_select(["contact_search", "rowid", "text"], gone))


@contextmanager
def _paused(session: Session) -> Iterator[None]:
    """Within this block the index does not follow by itself."""
    session.execute(PAUSED.insert().values(paused=1))
    yield
    session.execute(PAUSED.delete())


def few(session: Session, book: Book, words: list[str], *, limit: int) -> list[Key] | None:
    """Every contact whose text holds every word; None where there are more than the limit."""
    where = holds(book, words)
    if _all_short(words):
        end = _end_of_small_book(session, book)
        first = where if end is None else [*where, col(Contact.id) < end]
        found = keys(session, *first, limit=limit + 1)
        if end is None or len(found) > limit:
            return _unless_more(limit, found)
    query = _query(session, words)
    if query is None:
        return _unless_more(limit, keys(session, *where, limit=limit + 1))
    hits = _hits(query, span(book, Stretch(size=0)))
    spots = session.scalars(hits.limit(limit + 1)).all()
    if len(spots) <= limit:
        return keys(session, *where, _at(spots))
    if all(len(word) > 2 for word in words) and _all_in(session, book, spots):
        return None
    # The index knows nothing of a short word beside long ones, nor of books on the same shelves.
    return _unless_more(limit, keys(session, *where, _one_of(hits), limit=limit + 1))


def ids(session: Session, book: Book, words: list[str]) -> Select[int] | None:
    """The ids among which are all contacts whose text holds every word; None without an index."""
    # Their first letters are enough, and quicker: a trigram that is in every email finds nobody.
    query = _query(session, [word[:FIRST_LETTERS] for word in words])
    if query is None:
        return None
    hits = _hits(query, span(book, Stretch(size=0))).order_by(None)
    return hits.with_only_columns(INDEX.c.rowid.op("%")(1 << ID_BITS))


def walk(session: Session, book: Book, words: list[str], stretch: Stretch) -> list[int]:
    """A stretch of many hits."""
    if _all_short(words):
        near = glance(session, book, stretch, *holds(book, words))
        if len(near) > stretch.size:
            return near
    query = _query(session, words)
    if query is None:
        return walk_names(session, stretch, *holds(book, words))
    return _leap(session, stretch, holds(book, words), query, span(book, stretch))


def _leap(
    session: Session, stretch: Stretch, where: list[Condition], query: str, shelves: range
) -> list[int]:
    """Take hits from the index by the handful; walk the names of a shelf that holds more."""
    ids: list[int] = []
    while len(ids) <= stretch.size:
        hits = _hits(query, shelves, backwards=stretch.backwards).limit(HANDFUL + 1)
        spots = session.scalars(hits).all()
        crowded = shelf(spots[-1]) if len(spots) > HANDFUL else None
        clear = [spot for spot in spots if shelf(spot) != crowded]
        ids += [id for _, id in stretch.cut(keys(session, *where, _at(clear)))]
        if crowded is None:
            break
        if len(ids) <= stretch.size:
            ids += walk_names(session, stretch, *where, *_on(crowded))
        before, beyond = range(shelves.start, crowded), range(crowded + 1, shelves.stop)
        shelves = before if stretch.backwards else beyond
    return ids[: stretch.size + 1]


def _hits(query: str, shelves: range, *, backwards: bool = False) -> Select[int]:
    """The spots of the contacts on these shelves that meet a query of the index."""
    spot = INDEX.c.rowid
    return (
        select(spot)
        .where(INDEX.c.contact_search.op("MATCH")(query))
        .where(spot.between(shelves.start << ID_BITS, (shelves.stop << ID_BITS) - 1))
        .order_by(spot.desc() if backwards else spot)
    )


def _at(spots: Sequence[int]) -> Condition:
    ids = func.json_each(json.dumps([contact_id(spot) for spot in spots])).table_valued("value")
    return col(Contact.id).in_(select(ids.c.value))


def _all_in(session: Session, book: Book, spots: Sequence[int]) -> bool:
    inside = select(func.count()).select_from(Contact).where(Contact.book_id == book.id)
    return session.exec(inside.where(_at(spots))).one() == len(spots)


def _one_of(hits: Select[int]) -> Condition:
    spot = INDEX.c.rowid
    return col(Contact.id).in_(hits.with_only_columns(spot.op("%")(1 << ID_BITS)).order_by(None))


def _on(crowded: int) -> list[Condition]:
    first, end = names_on(crowded)
    return [Contact.sort_key >= first, Contact.sort_key < end]


def _all_short(words: list[str]) -> bool:
    return all(len(word) < 3 for word in words)


def _unless_more(limit: int, found: list[Key]) -> list[Key] | None:
    return found if len(found) <= limit else None


def _end_of_small_book(session: Session, book: Book) -> int | None:
    """The first contact that a search for short words does not read; None if it reads all."""
    ids = select(Contact.id).where(Contact.book_id == book.id).order_by(col(Contact.id))
    return session.exec(ids.offset(SMALL_BOOK).limit(1)).first()


def _query(session: Session, words: list[str]) -> str | None:
    """What the index is to be asked; None where it would be of no help."""
    trigrams = [_quote(trigram) for word in words for trigram in _trigrams(word)]
    if not trigrams:
        begun = [_begun_with(session, word) for word in words]
        trigrams = [f"({' OR '.join(map(_quote, some))})" for some in begun if some]
    return " AND ".join(trigrams) or None


def _trigrams(word: str) -> list[str]:
    """Every second trigram, and the last: each overlaps the one before by a letter at least."""
    last = len(word) - 3
    return [word[at : at + 3] for at in dict.fromkeys([*range(0, last, 2), last]) if at >= 0]


def _begun_with(session: Session, word: str) -> list[str] | None:
    """The trigrams in the index that begin with one or two letters; None where there are many.

    Where there is none, one that cannot be: it finds nothing, as it should.
    """
    found = [word]
    while len(found) <= MANY_TRIGRAMS:
        beyond = select(TRIGRAM.c.term).where(TRIGRAM.c.term > found[-1]).limit(1)
        term = session.scalar(beyond.where(TRIGRAM.c.term < word + LAST))
        if term is None:
            return found[1:] or [LAST * 3]
        found.append(term)
    return None


def _quote(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'
