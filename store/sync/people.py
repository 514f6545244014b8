"""The people of a page, into the book: who is new, who is someone else now, who is as ever.

Who is gone is only marked: see store/sync/removing.py.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.sync import groups, links, seen
from store.sync.contacts import Holder, Holders
from store.sync.following import follow
from store.sync.links import Known, Said
from store.sync.source import RemotePage, RemotePerson
from store.sync.tidy import kept_fields, kept_groups, key_of, said_of, tidy
from store.sync.turn import Turn
from store.sync_models import SyncStream

NO_FIELDS, NO_GROUPS = "{}", "[]"


@dataclass(slots=True)
class Arrival:
    """Somebody on a page: what the account says, the link there is, the contact it leads to from
    now on (nobody, where a person deleted the contact), and the one that it leaves."""

    remote_id: str
    key: str
    fields: dict[str, str]
    groups: list[str]
    link: Known | None
    holder: Holder | None = None
    left: Holder | None = None

    def said(self, stream: SyncStream, contact_id: int | None = None) -> Said:
        """The link as it has to be; without another contact it leads where it led."""
        return Said(
            self.remote_id,
            contact_id or (self.link.contact_id if self.link else None),
            stream.remote_id,
            stream.walk,
            kept_fields(self.fields.values()),
            kept_groups(self.groups),
            without_email=not self.key,
        )


def write(turn: Turn, stream: SyncStream, page: RemotePage) -> None:
    """Bring the book up to what the page says."""
    marked = links.gone(turn, stream=stream.remote_id, remote_ids=page.gone)
    people = {person.remote_id: person for person in page.people}
    if people:
        _write_people(turn, stream, people)
    if people or marked:
        turn.data["touched"] = True


def _write_people(turn: Turn, stream: SyncStream, people: Mapping[str, RemotePerson]) -> None:
    groups.name(turn, people.values())
    known, chosen = links.of(turn, people), turn.connection.chosen
    same: list[Known] = []
    changed: list[Arrival] = []
    mute: list[Arrival] = []
    unwanted: list[Known] = []
    for id, person in people.items():
        link = known.get(id)
        if chosen is not None and not any(one.remote_id in chosen for one in person.groups):
            unwanted += [link] if link else []
        elif link and _is_same(link, person, stream):
            same.append(link)
        else:
            arrival = _arrival(person, link)
            (changed if arrival.key else mute).append(arrival)
    links.mark(turn, ids=[link.id for link in unwanted])
    seen.note(turn, stream, links=[link.id for link in same if link.walk != stream.walk])
    _write_mute(turn, stream, mute)
    _write_changed(turn, stream, changed)


def _arrival(person: RemotePerson, link: Known | None) -> Arrival:
    key, fields = tidy(person)
    return Arrival(person.remote_id, key, fields, _groups(person) if key else [], link)


def _is_same(link: Known, person: RemotePerson, stream: SyncStream) -> bool:
    """Whether the account says what it said before."""
    fields, groups = kept_fields(said_of(person)), kept_groups(_groups(person))
    if fields != link.fields:  # nearly everybody's are tidy as they come
        key, tidied = tidy(person)
        fields, groups = kept_fields(tidied.values()), groups if key else NO_GROUPS
    is_mute = fields == NO_FIELDS
    return (
        (link.fields, link.groups) == (fields, groups)
        and (link.remote_id, link.stream) == (person.remote_id, stream.remote_id)
        and link.without_email == is_mute
        and (is_mute or not link.gone)
    )


def _groups(person: RemotePerson) -> list[str]:
    return sorted({group.remote_id for group in person.groups}) if person.groups else []


def _write_mute(turn: Turn, stream: SyncStream, mute: Sequence[Arrival]) -> None:
    """Who has no email is nobody's contact; who had one until now is let go like who is gone."""
    links.add(turn, [one.said(stream) for one in mute if one.link is None])
    links.change(
        turn,
        {
            one.link.id: one.said(stream)._replace(gone=one.link.contact_id is not None)
            for one in mute
            if one.link is not None
        },
    )


def _write_changed(turn: Turn, stream: SyncStream, changed: Sequence[Arrival]) -> None:
    if not changed:
        return
    led = [one.link.contact_id for one in changed if one.link and one.link.contact_id]
    holders = Holders(turn, keys=[one.key for one in changed], ids=led)
    for one in changed:
        _place(holders, one)
    added = holders.save()
    _write_links(turn, stream, changed)
    # Who is new is as the first who led there says, unless somebody older leads there now as well.
    touched = {
        one.holder.id for one in changed if one.holder and (one.link or one.holder.id not in added)
    }
    followed = follow(turn.session, turn.book, ids=sorted(touched), at=turn.now)
    grouped = groups.settle(turn, {id for one in changed for id in _regrouped(one)} - added)
    groups.fill(turn, [one for one in map(_grouped, changed) if one[0] in added and one[1]])
    turn.count(changed=len((followed | grouped) - added))


def _regrouped(one: Arrival) -> Iterator[int]:
    """The contacts that may be in other groups now."""
    had_groups = one.link is not None and one.link.groups != NO_GROUPS
    if one.holder and (one.groups or had_groups):
        yield one.holder.id
    if one.left and had_groups:
        yield one.left.id


def _grouped(one: Arrival) -> tuple[int, list[str]]:
    return one.holder.id if one.holder else 0, one.groups


def _place(holders: Holders, one: Arrival) -> None:
    """Find whom the account means. A new email stays with the contact that nobody else is, so that
    it keeps its memberships; but an email that the book has already decides."""
    link, key = one.link, one.key
    old = holders.by_id.get(link.contact_id or 0) if link else None
    others = old.links - (link is not None and not link.gone) if old else 0
    # While the link was gone, another account may have given its contact another email.
    is_theirs = old is not None and (old.key == key or not old.read_only)
    if is_theirs and link and key_of(json.loads(link.fields)) == key:
        one.holder = old
    elif found := holders.by_key.get(key):
        one.holder = found
    elif link and link.contact_id is not None and old is None:
        one.fields, one.groups = {}, []
    elif old and old.read_only and not others:
        one.holder = holders.rename(old, key=key, email=one.fields["email"])
    else:
        one.holder = holders.add(key=key, fields=one.fields)
    if one.holder is not old:
        one.left = old
        holders.move(old if link and not link.gone else None, one.holder)
    elif old and link and link.gone:
        old.links += 1


def _write_links(turn: Turn, stream: SyncStream, changed: Sequence[Arrival]) -> None:
    rows = [(one.link, one.said(stream, one.holder.id if one.holder else None)) for one in changed]
    links.add(turn, [said for link, said in rows if link is None])
    links.change(turn, {link.id: said for link, said in rows if link is not None})
    links.add(
        turn, [_left_behind(one, stream) for one in changed if one.left and one.left.read_only]
    )


def _left_behind(one: Arrival, stream: SyncStream) -> Said:
    """A link of somebody who is gone: the contact that nobody leads to any more is let go with the
    others, and counts among them."""
    assert one.link is not None
    assert one.left is not None
    name = f"{one.remote_id} was {one.left.id}"
    said = one.said(stream, one.left.id)
    return said._replace(remote_id=name, fields=one.link.fields, groups=NO_GROUPS, gone=True)
