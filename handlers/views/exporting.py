"""Exporting: what stands beside the file, and why there is none."""

from datetime import datetime

from handlers.views.groups import people


def file_name(what: str, at: datetime) -> str:
    """The name of a CSV file made at this moment."""
    return f"{what} {at:%Y-%m-%d}.csv"


def exported_text(count: int) -> str:
    """Stands above the file that was asked for."""
    return f":outbox_tray: *{people(count)}* as a CSV file."


def backup_text(count: int) -> str:
    """Stands above the file that is made before contacts are deleted."""
    them = "it" if count == 1 else "them"
    return (
        f":floppy_disk: *{people(count)}* that you are deleting. "
        f"Drop this file here to have {them} again; groups are only named in it."
    )


def begun() -> str:
    """The file is being made."""
    return ":hourglass_flowing_sand: Your CSV file is on its way into your messages with Roster."


def failed() -> str:
    """The file could not be made or sent."""
    return ":warning: The CSV file could not be made. Please try again in a while."
