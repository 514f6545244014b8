"""Bulk work: what is asked before it, how far it is, and what came of it."""

from collections.abc import Sequence

from handlers.state import Memory
from handlers.views import memberships
from handlers.views.groups import people
from handlers.views.kit import Block, View, escape, modal, section, short, verbatim
from store.bulk import Deed, Kind, Loss, Outcome

# Above so many contacts, deleting is asked about once more.
MANY = 50
NAME_LIMIT = 100
TITLES = {
    Kind.group: "Add to group",
    Kind.ungroup: "Remove from group",
    Kind.star: "Add to favorites",
    Kind.delete: "Delete contacts",
}
_DOING = {
    Kind.group: "Adding {people} to “{group}”",
    Kind.ungroup: "Removing {people} from “{group}”",
    Kind.star: "Adding {people} to your favorites",
    Kind.delete: "Deleting {people}",
}
_DONE = {
    Kind.group: ("{people} added to “{group}”", "were in it already"),
    Kind.ungroup: ("{people} removed from “{group}”", "were not in it"),
    Kind.star: ("{people} added to your favorites", "were there already"),
    Kind.delete: ("{people} deleted", ""),
}
_SIGNS = {Kind.delete: ":wastebasket:"}


def delete_question(loss: Loss, names: Sequence[str], memory: Memory) -> View:
    """Says what deleting those who are ticked would take, and asks; `names` are of the first."""
    return modal(
        "Delete contacts",
        [
            *(_asked(loss, names) if loss.contacts else []),
            *([section(_kept(loss.kept))] if loss.kept else []),
        ],
        callback_id="ticks.confirm_delete",
        submit="Delete" if loss.contacts else "",
        close="Cancel",
        memory=memory.dump(),
    )


def second_question(loss: Loss, memory: Memory) -> View:
    """Asks once more, because they are many."""
    return modal(
        "Delete contacts",
        [
            section(
                f":warning: *{people(loss.contacts)}* are many. Nobody can bring them back but "
                "you, with the CSV file that you get.\nDelete all of them for good?"
            )
        ],
        callback_id="ticks.confirm_again",
        submit=f"Delete {loss.contacts:,}",
        close="Cancel",
        memory=memory.dump(),
    )


def _asked(loss: Loss, names: Sequence[str]) -> list[Block]:
    more = loss.contacts - len(names)
    others = [f"{more:,} more"] if more > 0 else []
    return [
        section(f":warning: Delete *{people(loss.contacts)}*?"),
        verbatim(", ".join([*(short(name, NAME_LIMIT) for name in names), *others])),
        section(_taken(loss)),
        *_memberships(loss),
        section("First you get a CSV file with them in your messages with Roster."),
    ]


def _taken(loss: Loss) -> str:
    places = {0: "", 1: " and their place in 1 group"}.get(
        loss.groups, f" and their places in {loss.groups:,} groups"
    )
    return (
        f"This is permanent: the contacts go with everything Roster keeps about them{places}, "
        "for everybody who uses this book."
    )


def _memberships(loss: Loss) -> list[Block]:
    if not loss.memberships:
        return []
    counted = memberships.count(loss.memberships, loss.active)
    return [section(f"With them go *{counted}* and their history.\n{memberships.LET_EXPIRE}")]


def _kept(count: int) -> str:
    if count == 1:
        return "1 ticked contact stays: it comes from a connected account, and is deleted there."
    return (
        f"{count:,} ticked contacts stay: they come from connected accounts, and are deleted there."
    )


def doing(deed: Deed, count: int, group: str) -> str:
    """What is going on, in one line."""
    return _DOING[deed.kind].format(people=people(count), group=escape(group))


def begun(deed: Deed, group: str) -> str:
    """The work is noted, and will be told in another place."""
    title = TITLES[deed.kind] + (f" “{escape(group)}”" if group else "")
    return f":hourglass_flowing_sand: *{title}* has begun. Roster tells you in your messages."


def progress(deed: Deed, done: int, count: int, group: str) -> list[Block]:
    """How far the work is."""
    far = f": {done:,} of {count:,}" if done else ""
    return [
        section(
            f":hourglass_flowing_sand: {doing(deed, count, group)}{far}…\n"
            "You can go on with your work; Roster tells you when it is done."
        )
    ]


def told(deed: Deed, outcome: Outcome, group: str) -> str:
    """What came of the work, with every contact that was ticked accounted for."""
    done, already = _DONE[deed.kind]
    sign = _SIGNS.get(deed.kind, ":white_check_mark:")
    parts = [f"{sign} {done.format(people=people(outcome.done), group=escape(group))}."]
    if outcome.already:
        parts.append(f"{outcome.already:,} {_verb(already, outcome.already)}.")
    if outcome.kept:
        parts.append(_kept(outcome.kept))
    if outcome.gone:
        were = "was" if outcome.gone == 1 else "were"
        parts.append(f"{outcome.gone:,} {were} not in the book any more.")
    return " ".join(parts)


def group_gone(outcome: Outcome) -> str:
    """The group was deleted while the work went on."""
    before = f" {people(outcome.done)} had been done by then." if outcome.done else ""
    return f":warning: This group was deleted meanwhile, so the rest was left.{before}"


def failed(deed: Deed, done: int, total: int, *, reason: str = "", are_ticked: bool) -> str:
    """The work ended early, perhaps for a reason that can be said."""
    why = f"{escape(reason)} " if reason else ""
    again = "All of them are ticked as before" if are_ticked else "Tick them once more"
    return (
        f":warning: *{TITLES[deed.kind]}* could not be finished: it was done to {done:,} of "
        f"{people(total)}. {why}{again}: try again in a while."
    )


def _verb(text: str, count: int) -> str:
    return text.replace("were", "was", 1) if count == 1 else text
