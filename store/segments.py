"""Segments: filters with a name, shared by everybody who has the book."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from store import audit, filter_text, naming
from store.errors import Gone, Rejected, SegmentChanged
from store.filters import EVERYBODY, Filter
from store.models import Book, Segment
from store.paging import Condition, Cursor, Found, Stretch, part

# Segments that a list counts: "10,000+".
CAP = 10_000


@dataclass(frozen=True)
class SegmentPage:
    """A part of the list of segments. `total` counts the whole; `capped`: there are even more."""

    rows: list[Segment]
    total: int
    capped: bool
    has_previous: bool
    has_next: bool


def add(session: Session, book: Book, *, person: str, name: str, filter: Filter) -> Segment:
    """A new segment. Raises Rejected, or Taken where the book has a segment of this name."""
    new = Segment(
        book_id=book.id,
        created_by=person,
        filter=_written(filter),
        **naming.columns(Segment, name),
    )
    added = naming.add(session, book, new)
    audit.record(session, book, person=person, action="segment.added")
    return added


def get(session: Session, book: Book, *, segment_id: int) -> Segment:
    """The segment with this id; raises Gone when it is not in this book."""
    return _found(session, select(Segment).where(*_is(book, segment_id)))


def by_name(session: Session, book: Book, *, name: str) -> Segment | None:
    """The segment that has this name, however it is written."""
    return naming.by_name(session, book, Segment, name=name)


def filter_of(segment: Segment) -> Filter:
    """The filter that the segment keeps."""
    return filter_text.parse(segment.filter)


def rename(session: Session, book: Book, *, person: str, segment_id: int, name: str) -> Segment:
    """Call a segment something else. Raises Gone, Rejected, or Taken where another has the name."""
    naming.rename(session, book, Segment, id=segment_id, name=name)
    segment = get(session, book, segment_id=segment_id)
    audit.record(session, book, person=person, action="segment.renamed")
    return segment


def edit(
    session: Session, book: Book, *, person: str, segment_id: int, version: int, filter: Filter
) -> Segment:
    """Give a segment another filter.

    Raises Gone, Rejected, or SegmentChanged where somebody did so since the version that was read.
    """
    changed = update(Segment).where(*_is(book, segment_id), col(Segment.version) == version)
    changed = changed.values(filter=_written(filter), version=version + 1)
    done = session.exec(changed.execution_options(synchronize_session=False))
    segment = get(session, book, segment_id=segment_id)
    if not done.rowcount:
        session.expunge(segment)
        raise SegmentChanged(segment)
    audit.record(session, book, person=person, action="segment.edited")
    return segment


def delete(session: Session, book: Book, *, person: str, segment_id: int) -> Segment:
    """Delete a segment, and hand out what it was; nothing happens to contacts. Raises Gone."""
    segment = _found(session, select(Segment).where(*_is(book, segment_id)).with_for_update())
    session.delete(segment)
    session.flush()
    audit.record(session, book, person=person, action="segment.deleted")
    return segment


def find(
    session: Session,
    book: Book,
    *,
    search: str = "",
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = 10,
) -> SegmentPage:
    """A page of the segments whose name holds every word, by name.

    Where a cursor leads past the end, because segments went meanwhile, it is the first page.
    """
    look = partial(_look, session, naming.holds(book, Segment, search))
    found = part(look, size=size, after=after, before=before)
    of_page = select(Segment).where(Segment.book_id == book.id, col(Segment.id).in_(found.ids))
    by_id = {segment.id: segment for segment in session.exec(of_page)}
    return SegmentPage(
        # PostgreSQL may have let go of a segment between the two questions.
        rows=[by_id[id] for id in found.ids if id in by_id],
        total=found.total,
        capped=found.capped,
        has_previous=found.has_previous,
        has_next=found.has_next,
    )


def suggest(session: Session, book: Book, *, text: str, limit: int = 100) -> list[Segment]:
    """The first segments by name whose name holds every word of what somebody types."""
    return naming.suggest(session, Segment, *naming.holds(book, Segment, text), limit=limit)


def cursor(segment: Segment) -> Cursor:
    """The segment's place in the list of segments."""
    return Cursor(segment.sort_key, segment.id)


def _written(filter: Filter) -> str:
    """The filter as the table keeps it; raises Rejected for one that is not worth a name."""
    kept = filter_text.check(filter)
    if kept == EVERYBODY:
        raise Rejected("filter", "A segment needs a filter: this one asks for nothing yet.")
    return filter_text.write(kept)


def _is(book: Book, segment_id: int) -> list[ColumnElement[bool]]:
    return [col(Segment.book_id) == book.id, col(Segment.id) == segment_id]


def _found(session: Session, wanted: SelectOfScalar[Segment]) -> Segment:
    found = session.exec(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise Gone("This segment is not in the book any more.")
    return found


def _look(session: Session, where: list[Condition], stretch: Stretch) -> Found:
    by = (col(Segment.sort_key), col(Segment.id))
    ids = [*session.exec(stretch.of(select(Segment.id).where(*where), *by)).all()]
    limited = select(Segment.id).where(*where).limit(CAP + 1).subquery()
    total = session.exec(select(func.count()).select_from(limited)).one()
    return Found(ids, min(total, CAP), capped=total > CAP)
