"""Segments: their list, and the forms to name and delete one."""

from handlers.state import Memory, address
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    View,
    bold,
    escape,
    field,
    menu,
    modal,
    option,
    section,
    short,
    text_input,
    typed,
)
from handlers.views.screen import SegmentLine, SegmentList
from store.books import Seat
from store.limits import SEGMENT_NAME_LIMIT
from store.models import Segment
from store.words import Role

SENTENCE_LIMIT = 1_000
LOST = ":warning: It asks for something that was deleted. Change its filter."


def rows(seat: Seat, page: SegmentList) -> list[Block]:
    """A line for each segment: its name, whom it means, and how many they are."""
    return [_row(seat, line) for line in page.rows]


def name_form(memory: Memory, *, sentence: str = "", segment: Segment | None = None) -> View:
    """Asks for the name of a new segment, or for another name of this one."""
    box = text_input("name", initial=segment.name if segment else "", limit=SEGMENT_NAME_LIMIT)
    whom = [section(f"People who {escape(short(sentence, SENTENCE_LIMIT))}")] if sentence else []
    hint = "Everybody who has this book can use it." if not segment else ""
    return modal(
        "Rename segment" if segment else "Save as segment",
        [*whom, field("Name", "name", box, hint=hint)],
        callback_id="segments.rename" if segment else "segments.create",
        submit="Rename" if segment else "Save",
        close="Cancel",
        memory=memory.dump(),
    )


def read_name(view: View) -> str:
    """The name that was typed."""
    return typed(view, "name")


def delete_question(segment: Segment, memory: Memory) -> View:
    """Asks once more before a segment goes."""
    told = f":warning: Delete the segment {bold(segment.name)}?\nThe contacts stay in the book."
    return modal(
        "Delete segment",
        [section(told)],
        callback_id="segments.confirm_delete",
        submit="Delete segment",
        close="Cancel",
        memory=memory.but(segment=segment.id, book=segment.book_id).dump(),
    )


def _row(seat: Seat, line: SegmentLine) -> Block:
    whom = LOST if line.lost else people(line.size, capped=line.capped)
    sentence = escape(short(line.sentence, SENTENCE_LIMIT))
    text = f"{bold(line.segment.name)}  ·  {whom}\nPeople who {sentence}"
    return section(text, _more(seat, line), f"segment:{line.segment.id}")


def _more(seat: Seat, line: SegmentLine) -> Block:
    segment = line.segment
    value = address(segment.book_id, segment.id)
    choices = [option("Open", f"open {value}")]
    if seat.role.allows(Role.editor):
        invite = [] if line.lost else [option("Invite to an event", f"invite {value}")]
        choices += [
            option("Rename segment", f"rename {value}"),
            option("Edit filter", f"edit {value}"),
            *invite,
            option("Delete segment", f"delete {value}"),
        ]
    return menu(choices, "segments.more")
