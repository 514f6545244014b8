"""What people read when something did not work."""

from collections.abc import Sequence

from handlers.views.kit import Block, View, escape, modal, section


def sorry(text: str, ways: Sequence[Block] = ()) -> View:
    """A modal that says what went wrong, and where it can be done instead."""
    return modal("That did not work", [section(f":warning: {escape(text)}"), *ways])


def unexpected(reference: str) -> str:
    """A fault of ours: what to do, and what to tell who runs Roster."""
    return (
        "Something went wrong on Roster’s side. Please try again; "
        f"if it happens again, tell whoever runs Roster this reference: {reference}."
    )
