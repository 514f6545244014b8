"""Exporting: what is asked before it, what stands beside the files, and why there are none."""

from collections.abc import Sequence
from datetime import datetime

from handlers.state import Memory, PageState
from handlers.views import memberships
from handlers.views.groups import people
from handlers.views.kit import View, box, boxes, escape, field, modal, section, short
from handlers.views.screen import Narrowing
from store.filters import EVERYBODY

TITLE = "Export contacts"
SENTENCE_LIMIT = 1_000


def form(memory: Memory, about: str, size: int, capped: bool) -> View:
    """Says who will be in the file, and asks whether their memberships shall come too."""
    choice = boxes([box("Also a file with one row for each membership", "memberships")], "also")
    return modal(
        TITLE,
        [
            section(f"*{people(size, capped=capped)}*{about} as a CSV file into your messages."),
            field("Memberships", "also", choice, optional=True),
        ],
        callback_id="exporting.begin",
        submit="Export",
        close="Cancel",
        memory=memory.dump(),
    )


def wants_memberships(view: View) -> bool:
    """Whether the memberships shall come in a file of their own."""
    also = view.get("state", {}).get("values", {}).get("also", {}).get("also", {})
    return bool(also.get("selected_options"))


def about(page: PageState, asked: Narrowing) -> str:
    """Who is exported, in words that follow their number; escaped, and empty for everybody."""
    where = {"favorites": " among your favorites", "groups": " in one group"}
    sentence = "" if asked.whole == EVERYBODY else asked.sentence
    who = f" (people who {escape(short(sentence, SENTENCE_LIMIT))})" if sentence else ""
    named = f" of the segment “{escape(asked.segment.name)}”" if asked.segment else ""
    return f"{where.get(page.showing, '')}{named}{who}"


def file_name(what: str, at: datetime) -> str:
    """The name of a CSV file made at this moment."""
    return f"{what} {at:%Y-%m-%d}.csv"


def file_names(at: datetime) -> list[str]:
    """The names of the files of an export, in their order."""
    return [file_name("contacts", at), file_name("memberships", at)]


def exported_text(counts: Sequence[int], about: str) -> str:
    """Stands above the files that were asked for: contacts, and perhaps their memberships."""
    contacts, *more = counts
    too = f" Their *{memberships.count(more[0])}* are in a file of their own." if more else ""
    return f":outbox_tray: *{people(contacts)}*{about} as a CSV file.{too}"


def backup_text(count: int) -> str:
    """Stands above the file that is made before contacts are deleted."""
    them = "it" if count == 1 else "them"
    return (
        f":floppy_disk: *{people(count)}* that you are deleting. "
        f"Drop this file here to have {them} again; groups and memberships are only named in it."
    )


def begun() -> str:
    """The file is being made."""
    return ":hourglass_flowing_sand: Your CSV file is on its way into your messages with Roster."


def sent() -> str:
    """The files are there."""
    return ":white_check_mark: Your CSV file is in your messages with Roster."


def failed() -> str:
    """The file could not be made or sent."""
    return ":warning: The CSV file could not be made. Please try again in a while."
