"""Every view and message of Roster, drawn with kind and with hostile data, for the guard tests."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from handlers.state import HOME, Memory, PageState
from handlers.views import (
    books,
    bulk,
    commands,
    contact_card,
    contact_form,
    contacts,
    errors,
    grouping,
    groups,
    inviting,
)
from handlers.views import help as helping
from handlers.views.kit import bold, section
from handlers.views.ticks import Ticked
from store.books import Seat
from store.bulk import Deed, Loss, Outcome
from store.bulk import Kind as Doing
from store.contacts import Fields, Page
from store.groups import GroupPage, GroupRow
from store.invitations import Event, Guest, Guests
from store.models import Access
from store.standings import Held
from store.words import Role, Source
from tests import samples_connections, samples_filters, samples_imports, samples_memberships
from tests.sampling import HOSTILE, book, contact, group, hostile, many_groups, screen


def _screens() -> dict[str, Any]:
    full, viewer = screen(), screen(Role.viewer)
    empty = Page([], total=0, capped=False, has_previous=False, has_next=False)
    nothing = screen(page=empty, state=PageState(book=7), seats=[full.seat])
    starred = PageState(showing="favorites")
    return {
        "home": contacts.home(full),
        "home of a viewer": contacts.home(viewer),
        "home, empty": contacts.home(nothing),
        "home, nobody found": contacts.home(screen(page=empty)),
        "home, no favorites": contacts.home(screen(page=empty, state=starred)),
        "home, all favorites": contacts.home(screen(state=starred)),
        "page": contacts.page_modal(full),
        "page, empty": contacts.page_modal(nothing),
    }


def _group_screens() -> dict[str, Any]:
    rows = [GroupRow(one, 10_000, capped=True) for one in many_groups()]
    listed = GroupPage(rows, total=10_000, capped=True, has_previous=True, has_next=True)
    empty = GroupPage([], total=0, capped=False, has_previous=False, has_next=False)
    nobody = Page([], total=0, capped=False, has_previous=False, has_next=False)
    all_groups, opened = PageState(showing="groups"), PageState(showing="groups", group=1)
    return {
        "groups": contacts.home(screen(page=listed, state=all_groups.but(search="vip"))),
        "groups, none": contacts.home(screen(page=empty, state=all_groups)),
        "groups, none found": contacts.home(
            screen(page=empty, state=all_groups.but(search="<!channel>"))
        ),
        "groups of a viewer": contacts.home(screen(Role.viewer, page=empty, state=all_groups)),
        **{
            f"group {one.id}": contacts.page_modal(screen(group=one, state=opened))
            for one in many_groups(len(HOSTILE))
        },
        "group, empty": contacts.home(screen(page=nobody, group=group(), state=opened)),
        "group, empty, of a viewer": contacts.home(
            screen(Role.viewer, page=nobody, group=group(), state=opened)
        ),
        "group, nobody found": contacts.home(
            screen(page=nobody, group=group(), state=opened.but(search="x"))
        ),
    }


def _selecting() -> dict[str, Any]:
    ticked = Ticked(123_456, here={1, 2, 13})
    full, opened = screen(ticked=ticked), PageState(showing="groups", group=1, selecting=True)
    rows = [GroupRow(group(), 3, capped=False)]
    listed = GroupPage(rows, total=1, capped=False, has_previous=False, has_next=False)
    return {
        "boxes": contacts.home(full),
        "boxes in the modal": contacts.page_modal(full),
        "boxes of a viewer": contacts.home(screen(Role.viewer, ticked=ticked)),
        "boxes in a group": contacts.home(screen(ticked=ticked, group=group(), state=opened)),
        "boxes, groups listed": contacts.home(
            screen(page=listed, ticked=ticked, state=PageState(showing="groups"))
        ),
    }


def _group_forms() -> dict[str, Any]:
    memory = Memory(at=HOME, page=screen().state, book=7, contact=1, group=1, ticked=True)
    loss = Loss(contacts=123_456, kept=12, groups=45, memberships=9_876, active=54)
    drawn = {}
    for one in many_groups(len(HOSTILE)):
        about = bold(one.name)
        drawn |= {
            f"make group {one.id}": groups.name_form(memory, about=f"{about} will be in it."),
            f"rename group {one.id}": groups.name_form(memory, group=one),
            f"delete group {one.id}": groups.delete_question(one, 123_456, memory),
            f"choose group {one.id}": grouping.choose_form(memory, f"Add {about} to a group."),
            f"leave group {one.id}": grouping.leave_form(hostile(one.id), many_groups(150), memory),
        }
    return drawn | {
        "delete empty group": groups.delete_question(group(), 0, memory),
        "delete ticked": bulk.delete_question(loss, HOSTILE, memory),
        "delete ticked, one": bulk.delete_question(Loss(1, 1, 1), ["Ann"], memory),
        "delete ticked, none": bulk.delete_question(Loss(0, 3, 0), ["Ann"], memory),
        "delete many": bulk.second_question(loss, memory),
    }


def _contacts() -> dict[str, Any]:
    memory = Memory(at=HOME, page=screen().state, book=7, contact=1, version=3)
    seat, drawn = Seat(book(), Role.owner), {}
    for number in range(len(HOSTILE) + 1):
        one = hostile(number) if number < len(HOSTILE) else contact()
        drawn |= {
            f"card {number}": contact_card.card(
                seat,
                one,
                starred=True,
                groups=many_groups(200),
                entries=[],
                memory=memory,
                notice="!",
            ),
            f"delete {number}": contact_card.delete_question(one, Held(0, 0), memory),
            f"edit {number}": contact_form.edit_form(one, memory, known=one),
            f"changed {number}": contact_form.changed_form(one, Fields(email="x"), memory),
        }
    viewer = Seat(book(), Role.viewer)
    return drawn | {
        "card of a viewer": contact_card.card(
            viewer, contact(), starred=False, groups=[], entries=[], memory=memory
        ),
        "card of a read-only contact": contact_card.card(
            seat,
            contact(source=Source.google),
            starred=False,
            groups=[group()],
            entries=[],
            memory=memory,
        ),
        "add": contact_form.add_form(memory),
        "add, known": contact_form.add_form(memory, known=hostile(0)),
    }


def event(text: str = "Yoga") -> Event:
    at, link = datetime(2100, 12, 1, 18, tzinfo=UTC), f"https://example.com/{text}"[:500]
    return Event(text[:200], at, 90, where=text[:200], link=link, note=text * 20)


def _inviting() -> dict[str, Any]:
    memory = Memory(at=HOME, page=screen().state, book=7, group=1)
    at, drawn = datetime(2100, 12, 1, 18, tzinfo=UTC), {}
    for number, text in enumerate(HOSTILE):
        about = f"For *34 contacts* in {bold(text[:75])}."
        drawn |= {
            f"invite {number}": inviting.form(memory, about, at),
            f"invitation {number}, waiting": inviting.waiting_modal(event(text)),
            f"invitation {number}, made": inviting.made_modal(event(text)),
        }
    return drawn


def _invitations() -> dict[str, dict[str, Any]]:
    longest = [f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{n:03}" for n in range(100)]
    few = [f"person{number:03}@example.com" for number in range(100)]
    lost = [(Guest(text, "_*a*_@example.com"), "nobody reads it") for text in HOSTILE * 2]
    of = {"few": few, "one": few[:1], "none": [], "long": longest, "many": few * 30}
    drawn = {}
    for number, text in enumerate(HOSTILE):
        for name, addresses in of.items():
            guests = Guests(addresses, lost[: number * 2])
            drawn[f"invitation {number} for {name}"] = {
                "text": inviting.text(event(text), guests),
                "blocks": inviting.blocks(event(text), guests),
            }
        drawn[f"invitation {number}, files"] = {"text": inviting.files_text(event(text))}
        drawn[f"invitation {number}, failed"] = {
            "text": inviting.failed(event(text)),
            "blocks": [section(inviting.failed(event(text), text))],
        }
    return drawn


def _modals() -> dict[str, Any]:
    people = [Access(book_id=7, person=f"U{n}", role=Role.editor) for n in range(60)]
    return {
        "help": helping.help_modal(),
        "sorry": errors.sorry("x" * 4000),
        "people": books.people_form(people, Memory(book=7), "done"),
    }


@cache
def views() -> dict[str, dict[str, Any]]:
    """Every view by a name that says what it is."""
    return {
        **_screens(),
        **_group_screens(),
        **_selecting(),
        **_contacts(),
        **_group_forms(),
        **_inviting(),
        **_modals(),
        **samples_memberships.views(),
        **samples_filters.views(),
        **samples_imports.views(),
        **samples_connections.views(),
    }


@cache
def messages() -> dict[str, dict[str, Any]]:
    """The blocks of every message by a name that says what it is."""
    seat = Seat(book(), Role.owner)
    return {
        "added": commands.added(seat, hostile(0)),
        "already there": commands.already_there(hostile(1)),
        "refused": commands.refused("<!channel> is not an email."),
        "helped": commands.helped("/contacts"),
        "helped with groups": commands.helped_with_groups("/groups"),
        "group added": commands.group_added(group(1, HOSTILE[0])),
        "group there": commands.group_there(group(1, HOSTILE[1])),
        "group refused": commands.refused_group("<!channel> is too long."),
        **_of_bulk_work(),
        **_invitations(),
        **samples_memberships.messages(),
        **samples_imports.messages(),
        **samples_connections.messages(),
    }


def _of_bulk_work() -> dict[str, dict[str, Any]]:
    drawn = {}
    for kind in Doing:
        deed, outcome = Deed(kind, 1), Outcome(done=1234, already=1, kept=2, gone=3)
        for number, name in enumerate(HOSTILE):
            drawn |= {
                f"{kind} {number}, progress": bulk.progress(deed, 10, 1234, name[:75]),
                f"{kind} {number}, told": [section(bulk.told(deed, outcome, name[:75]))],
            }
        drawn[f"{kind}, failed"] = [section(bulk.failed(deed, 3, 1234, are_ticked=True))]
    drawn["group gone"] = [section(bulk.group_gone(outcome))]
    return {f"bulk {what}": {"text": what, "blocks": blocks} for what, blocks in drawn.items()}
