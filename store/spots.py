"""Spots: the numbers by which SQLite's search index knows contacts, in the order of their names.

A spot is 8 bits for the book, 25 for the start of the name, 30 for the contact's id; migration
0001 computes it in SQL. The index lists its hits by spot: those of one book stand together, and
nearly in the order of names. Contacts whose names start alike share a shelf, and only there the
index does not know which comes first.
"""

from functools import lru_cache

from store.models import Book
from store.paging import Stretch
from store.text import SORT_KEY_LIMIT

BOOK_BITS, NAME_BITS, ID_BITS = 8, 25, 30
LETTERS = 5
# So many starts are remembered with their numbers, as most names start like others.
REMEMBERED = 4_096
# What a letter of a folded name counts. Where it shares its number with others, the rest of the
# name cannot be told in order any more, and counts nothing.
END, SPACE, SIGN, A, OTHER = 0, 1, 2, 3, 29
LAST = "\U0010ffff"


def contact_id(spot: int) -> int:
    """The contact at this spot."""
    return spot & ((1 << ID_BITS) - 1)


def shelf(spot: int) -> int:
    """The book and the start of the name, which contacts may share."""
    return spot >> ID_BITS


def span(book: Book, stretch: Stretch) -> range:
    """The shelves on which a stretch of the book can lie."""
    first = book.id % (1 << BOOK_BITS) << NAME_BITS
    shelves = range(first, first + (1 << NAME_BITS))
    if stretch.before:
        return range(shelves.start, first + start_of_name(stretch.before.sort_key) + 1)
    if stretch.after:
        return range(first + start_of_name(stretch.after.sort_key), shelves.stop)
    return shelves


def start_of_name(sort_key: str) -> int:
    """The first letters as a number that grows with the name."""
    return _number(sort_key[:LETTERS])


@lru_cache(REMEMBERED)
def _number(letters: str) -> int:
    number = 0
    for at in range(LETTERS):
        count = _count(letters[at : at + 1])
        number |= count << 5 * (LETTERS - 1 - at)
        if count in (END, SIGN, OTHER):
            break
    return number


def names_on(shelf: int) -> tuple[str, str]:
    """The first name that can stand on the shelf, and the first beyond it."""
    start = ""
    for at in range(LETTERS):
        count = shelf >> 5 * (LETTERS - 1 - at) & 31
        if count == END:
            return start, start + " "
        if count == SIGN:
            return start + "!", start + "a"
        if count == OTHER:
            return start + "{", _behind(start)
        start += " " if count == SPACE else chr(ord("a") + count - A)
    return start, _behind(start)


def _behind(start: str) -> str:
    """What comes behind all names that begin so."""
    return start[:-1] + chr(ord(start[-1]) + 1) if start else LAST * (SORT_KEY_LIMIT + 1)


def _count(letter: str) -> int:
    if not letter:
        return END
    if letter == " ":
        return SPACE
    if "a" <= letter <= "z":
        return ord(letter) - ord("a") + A
    return SIGN if letter < "a" else OTHER
