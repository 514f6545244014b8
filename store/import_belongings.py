"""What a file brings beside contacts: groups, stars, memberships; noted, to be taken back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select as plain_select
from sqlmodel import Session, col, func, literal, select, true

from store import import_memberships, import_things, listed
from store.db import insert
from store.import_cells import Belongings
from store.import_choices import Choices
from store.import_memberships import Asked
from store.models import Book, Favorite, Group, GroupContact, Product
from store.text import clean, name_key
from store.words import READ_ONLY, Gift
from store.work_models import Import, ImportGift

# A contact and what it was given.
Pair = tuple[int, int]


class Arrival(NamedTuple):
    """What a row brings, for whom is in the book by this id."""

    contact_id: int
    brings: Belongings


class Things(NamedTuple):
    """The ids of the groups and products that the file names, by the keys of their names."""

    groups: dict[str, int]
    products: dict[str, int]


def give(
    session: Session,
    book: Book,
    *,
    into: Import,
    choices: Choices,
    arrivals: Sequence[Arrival],
    everybody: Collection[int],
    things: Things,
) -> dict[str, int]:
    """Bring what these rows bring, and to everybody what was chosen; what was new, counted.

    All these contacts are held. `things` learns what is found or made.
    """
    groups, named = _groups(choices, arrivals, everybody)
    starred = {one.contact_id for one in arrivals if one.brings.starred}
    starred |= {*everybody} if choices.star else set()
    return (
        _give(session, book, into, arrivals, things)
        | _put(session, book, into, groups, named, things)
        | {"starred": _star(session, book, into, starred)}
    )


def _groups(
    choices: Choices, arrivals: Sequence[Arrival], everybody: Collection[int]
) -> tuple[dict[str, set[int]], dict[str, str]]:
    """Who comes into which group, by the key of its name; and the names."""
    names: dict[str, str] = {}
    found: defaultdict[str, set[int]] = defaultdict(set)
    keys: dict[str, str] = {}
    if group := clean(choices.group):
        names[name_key(group)] = group
        found[name_key(group)] |= {*everybody}
    for one in arrivals:
        for name in one.brings.groups:
            key = keys.get(name) or keys.setdefault(name, name_key(name))
            names.setdefault(key, name)
            found[key].add(one.contact_id)
    return found, names


def _give(
    session: Session, book: Book, into: Import, arrivals: Sequence[Arrival], things: Things
) -> dict[str, int]:
    """Memberships, of products that are made where there are none."""
    wishes = [(one.contact_id, wish) for one in arrivals for wish in one.brings.memberships]
    if not wishes:
        return {}
    keys = {wish.product: name_key(wish.product) for _, wish in wishes}
    names = {key: name for name, key in reversed(keys.items())}
    known = things.products
    made = import_things.make(session, book, Product, person=into.person, names=names, known=known)
    used = {known[key] for key in names}
    held = import_things.held(session, book, Product, ids=used)
    asked = [Asked(contact, known[keys[wish.product]], wish) for contact, wish in wishes]
    open_to_all = [one for one in asked if one.product_id in held]
    given = import_memberships.give(session, book, into=into, asked=open_to_all)
    _note(session, into, Gift.membership, given)
    _note(session, into, Gift.new_product, [(0, product) for product in made])
    return {
        "given": len(given),
        "had": len(open_to_all) - len(given),
        "refused": len(asked) - len(open_to_all),
        "new_products": len(made),
    }


def _put(
    session: Session,
    book: Book,
    into: Import,
    groups: Mapping[str, set[int]],
    names: Mapping[str, str],
    things: Things,
) -> dict[str, int]:
    """Into groups, that are made where there are none; one that was deleted meanwhile stays so."""
    if not groups:
        return {}
    known = things.groups
    made = import_things.make(session, book, Group, person=into.person, names=names, known=known)
    held = import_things.held(session, book, Group, ids={known[key] for key in groups})
    wanted = [
        (contact, known[key])
        for key, contacts in groups.items()
        if known[key] in held
        for contact in contacts
    ]
    left = [(one, known[key]) for key in groups if known[key] not in held for one in groups[key]]
    rows = listed.pairs(session, sorted(wanted, key=lambda pair: (pair[1], pair[0])))
    added = session.exec(
        insert(session, GroupContact)
        .from_select(
            ["book_id", "group_id", "contact_id"],
            select(literal(book.id), rows.c.b, rows.c.a).where(true()),
        )
        .on_conflict_do_nothing()
        .returning(col(GroupContact.contact_id), col(GroupContact.group_id))
    )
    new = [(contact, group) for contact, group in added]
    _note(session, into, Gift.group, new)
    _note(session, into, Gift.new_group, [(0, group) for group in made])
    closed = _closed(session, book, left) if left else 0
    return {"grouped": len(new), "new_groups": len(made), "closed": closed}


def _closed(session: Session, book: Book, pairs: Sequence[Pair]) -> int:
    """How many of these are not in the group, which only changes in an account."""
    rows = listed.pairs(session, sorted(pairs))
    inside = select(GroupContact.contact_id).where(
        GroupContact.book_id == book.id,
        GroupContact.group_id == rows.c.b,
        GroupContact.contact_id == rows.c.a,
    )
    counted = select(func.count()).select_from(rows).join(Group, col(Group.id) == rows.c.b)
    return session.exec(
        counted.where(Group.book_id == book.id, col(Group.source).in_(READ_ONLY), ~inside.exists())
    ).one()


def _star(session: Session, book: Book, into: Import, contacts: set[int]) -> int:
    if not contacts:
        return 0
    rows = listed.pairs(session, [(contact, 0) for contact in sorted(contacts)])
    added = session.exec(
        insert(session, Favorite)
        .from_select(
            ["book_id", "person", "contact_id"],
            select(literal(book.id), literal(into.person), rows.c.a).where(true()),
        )
        .on_conflict_do_nothing()
        .returning(col(Favorite.contact_id))
    )
    new = [(contact, 0) for (contact,) in added]
    _note(session, into, Gift.star, new)
    return len(new)


def _note(session: Session, into: Import, kind: Gift, pairs: Sequence[Pair]) -> None:
    """That the import gave these contacts these things; twice is once."""
    if not pairs:
        return
    rows = listed.pairs(session, sorted(pairs))
    same = [literal(value) for value in (into.book_id, into.id, kind.value)]
    session.exec(
        insert(session, ImportGift)
        .from_select(
            ["book_id", "import_id", "kind", "contact_id", "thing"],
            plain_select(*same, rows.c.a, rows.c.b).where(true()),
        )
        .on_conflict_do_nothing()
    )
