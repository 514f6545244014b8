"""Imports: the list of what was brought in, and taking one of them back."""

from datetime import datetime, timedelta

from handlers.state import Memory, address
from handlers.views.groups import people
from handlers.views.kit import (
    Block,
    View,
    actions,
    bold,
    button,
    confirmed,
    divider,
    escape,
    modal,
    note,
    section,
    strong,
)
from store.books import Seat
from store.days import say, today
from store.import_undo import Undone
from store.imports import UNDOABLE, ImportPage, can_undo
from store.text import clean
from store.words import ImportState, Role
from store.work_models import Import

TITLE = "Earlier imports"
UNDO = (
    "The contacts that it added are deleted, what it overwrote comes back, and groups, stars and "
    "memberships that it gave are taken back. What somebody has changed since stays."
)


def listed(seat: Seat, page: ImportPage, memory: Memory, at: datetime) -> View:
    """The imports into a book, the latest first, as they stand at this moment."""
    blocks: list[Block] = []
    for one in page.rows:
        blocks += [*_row(seat, one, at), divider()]
    if not page.rows:
        blocks = [section("Nothing was imported into this book yet.")]
    if page.has_next:
        last = address(seat.book.id, page.rows[-1].id)
        blocks.append(actions([button("Older imports", "imports.show_older", value=last)]))
    return modal(TITLE, blocks, memory=memory.dump())


def people_button(added: int, value: str) -> Block:
    """Shows just those who came with an import."""
    whom = "Show this contact" if added == 1 else f"Show these {people(added)}"
    return button(whom, "imports.show_people", value=value)


def undo_button(value: str) -> Block:
    """Takes an import back, once that is confirmed."""
    made = button("Undo import", "imports.undo", value=value, style="danger")
    return confirmed(made, title="Undo this import?", text=UNDO, yes="Undo import")


def undoing(name: str) -> str:
    """An import is being taken back."""
    return f":hourglass_flowing_sand: Undoing the import of {bold(name)}…"


def progress(name: str, done: int, total: int) -> str:
    """How far taking it back is."""
    return f"{undoing(name)} {done:,} of {total:,} done."


def undone_blocks(undone: Undone, name: str) -> list[Block]:
    """What came of taking an import back."""
    told = [section(f":leftwards_arrow_with_hook: {strong(undone_text(undone, name))}")]
    if lines := _taken(undone):
        told.append(section("\n".join(lines)))
    if undone.kept_count:
        named = ", ".join(escape(clean(one)) for one in undone.kept)
        more = undone.kept_count - len(undone.kept)
        others = f" and {more:,} more" if more > 0 else ""
        told.append(section(f"*Kept, because somebody has changed them since:* {named}{others}"))
    return [*told, actions([button("Open contacts", "contacts.open_page")])]


def undone_text(undone: Undone, name: str) -> str:
    """What came of taking an import back, in one line."""
    counts = [
        f"{people(undone.deleted)} deleted",
        f"{undone.restored:,} as they were before" if undone.restored else "",
        f"{undone.kept_count:,} kept" if undone.kept_count else "",
    ]
    told = ", ".join(count for count in counts if count)
    return f"The import of “{escape(name)}” was undone: {told}."


def not_undone(name: str) -> list[Block]:
    """Taking it back could not be finished."""
    return [
        section(
            f":warning: Undoing the import of {bold(name)} could not be finished. What was taken "
            "back so far stays so. Try *Undo import* again in a while."
        )
    ]


def _taken(undone: Undone) -> list[str]:
    """What was taken back besides contacts, a line each."""
    counts = [
        (undone.ungrouped, "", "taken out of groups"),
        (undone.unstarred, "star", "taken back"),
        (undone.taken, "membership", "taken back"),
        (undone.memberships_kept, "membership", "kept, because of changes since"),
        (undone.groups_deleted, "group", "deleted that the import had made"),
        (undone.products_deleted, "product", "deleted that the import had made"),
    ]
    return [_line(count, thing, deed) for count, thing, deed in counts if count]


def _line(count: int, thing: str, deed: str) -> str:
    things = thing if count == 1 or not thing else f"{thing}s"
    return " ".join(filter(None, [f"{count:,}", things, f"{deed}."]))


def _row(seat: Seat, one: Import, at: datetime) -> list[Block]:
    day = say(today(seat.book, at=one.started_at))
    text = f"{bold(one.name)}  ·  {escape(one.label)}\n{_counts(one)}"
    told = note(f"{day}, by <@{one.person}>  ·  {_standing(seat, one, at)}")
    value = address(one.book_id, one.id)
    ways = []
    if added := one.counts.get("added"):
        ways.append(people_button(added, value))
    if seat.role.allows(Role.editor) and can_undo(one, at):
        ways.append(undo_button(value))
    return [section(text), told, *([actions(ways, f"import:{one.id}")] if ways else [])]


def _counts(one: Import) -> str:
    counts = [(word, one.counts.get(word, 0)) for word in ("added", "updated", "grouped", "given")]
    words = {"grouped": "put into groups", "given": "memberships given"}
    told = [f"{count:,} {words.get(word, word)}" for word, count in counts if count]
    return ", ".join(told) or "Nothing changed"


def _standing(seat: Seat, one: Import, at: datetime) -> str:
    match one.state:
        case ImportState.undone if one.undone_at:
            return f"undone on {say(today(seat.book, at=one.undone_at))} by <@{one.undone_by}>"
        case ImportState.undoing:
            return "being undone"
        case ImportState.done if can_undo(one, at) and one.finished_at:
            until = today(seat.book, at=one.finished_at + UNDOABLE - timedelta(days=1))
            return f"can be undone until {say(until)}"
        case ImportState.done:
            return "cannot be undone any more"
        case _:
            return "under way"
