"""Search: every contact that holds all words, in order of names, nothing else, of one book only."""

import random

import pytest
from sqlalchemy import text
from sqlmodel import select

from store import books, contacts, matching, search, search_sqlite
from store.contacts import Fields
from store.models import Contact
from store.scopes import Scope
from store.text import search_words

FIRST = ["Ann", "Anna", "Annabel", "Hannah", "Ánn", "Maria", "Marie", "Mario", "Bo", "Xu", "Li"]
FIRST += ["李", "Ød", "Al", "A1", "O'Neil", "Zoë"]
LAST = ["", "", "Lee", "Li", "Xu", "Müller", "Ng", "O'Brien", "Annan", "李", "de la Cruz", "1st"]
COMPANIES = ["", "", "Yoga 101", "Ann & Co", "100% Fit_ness", "Öl"]
WORDS = (
    ["ann", "AN", "n", "li", "xu", "xu li", "maria", "mari", "lee ann", "ó'brien", "李", "ø", "zo"]
    + [
        "example.com",
        "7@",
        "%",
        "_",
        "100%",
        "t_n",
        "101",
        "ann ann co",
        "no such",
        "qqq",
        "q",
        "é",
    ]
    + ["o'n", '"', "ann OR bo", "ann*", "NOT", "-ann", "(", ":", "\\", "muller", "a1", "maria x"]
)


def fill(session, book, names):
    """Put contacts into the book, as an import does."""
    with search.indexing(session):
        for number, (first, last, company) in enumerate(names):
            fields = Fields(f"p{number}@example.com", first, last, company)
            session.add(Contact(book_id=book.id, **contacts.columns(fields)))
        session.flush()


def made_up(seed, size=80):
    chance = random.Random(seed)
    lists = (FIRST, LAST, COMPANIES)
    return [tuple(chance.choice(some) for some in lists) for _ in range(size)]


def reader(session, book):
    """What a search has to find, told by reading everything."""
    table = select(Contact.sort_key, Contact.id, Contact.search).where(Contact.book_id == book.id)
    everyone = sorted(tuple(row) for row in session.exec(table))

    def expected(words):
        wanted = search_words(words)
        return [id for _, id, text in everyone if all(word in text for word in wanted)]

    return expected


def forwards(session, book, words, size):
    """All ids that paging on shows."""
    page = contacts.find(session, book, person="U1", scope=Scope(words), size=size)
    ids = [row.contact.id for row in page.rows]
    while page.has_next:
        after = contacts.cursor(page.rows[-1].contact)
        page = contacts.find(session, book, person="U1", scope=Scope(words), size=size, after=after)
        assert page.has_previous
        ids += [row.contact.id for row in page.rows]
    return ids


def backwards(session, book, words, size, last):
    """All ids that paging back from a contact shows, and the contact."""
    ids = [last]
    before = contacts.cursor(contacts.get(session, book, contact_id=last))
    page = contacts.find(session, book, person="U1", scope=Scope(words), size=size, before=before)
    while page.has_previous:
        assert page.has_next
        ids = [row.contact.id for row in page.rows] + ids
        before = contacts.cursor(page.rows[0].contact)
        page = contacts.find(
            session, book, person="U1", scope=Scope(words), size=size, before=before
        )
    first = [row.contact.id for row in page.rows]
    return first + ids[ids.index(first[-1]) + 1 :] if first[-1] in ids else first + ids


@pytest.fixture
def hurried(monkeypatch):
    """Thresholds so small that a few contacts meet every way of searching."""
    monkeypatch.setattr(search, "CAP", 6)
    monkeypatch.setattr(matching, "GLANCE", 9)
    monkeypatch.setattr(search_sqlite, "HANDFUL", 4)
    monkeypatch.setattr(search_sqlite, "SMALL_BOOK", 20)
    monkeypatch.setattr(search_sqlite, "MANY_TRIGRAMS", 5)


@pytest.mark.parametrize("seed", range(2))
def test_a_search_finds_what_reading_everything_finds(database, book, seed):
    with database.writing() as session:
        fill(session, book, made_up(seed))
        expected = reader(session, book)
        for words in WORDS:
            page = contacts.find(session, book, person="U1", scope=Scope(words), size=100)
            assert [row.contact.id for row in page.rows] == expected(words), words
            assert (page.total, page.capped) == (len(page.rows), False)


@pytest.mark.parametrize("seed", range(2))
def test_paging_shows_each_hit_once_and_in_order_both_ways(database, book, hurried, seed):
    with database.writing() as session:
        fill(session, book, made_up(seed))
        expected = reader(session, book)
        for words in ["", *WORDS]:
            ids = expected(words)
            assert forwards(session, book, words, size=5) == ids, words
            if len(ids) > 5:
                assert backwards(session, book, words, 5, ids[-1]) == ids, words


def test_a_count_stops_at_its_cap(database, book, hurried):
    with database.writing() as session:
        fill(session, book, made_up(1))
        expected = reader(session, book)
        for words in WORDS:
            page = contacts.find(session, book, person="U1", scope=Scope(words), size=2)
            hits = len(expected(words))
            assert (page.total, page.capped) == (min(hits, 6), hits > 6), words


def test_an_edit_and_a_deletion_are_found_at_once(database, book):
    with database.writing() as session:
        ann = contacts.add(session, book, person="U1", fields=Fields("ann@example.com", "Ann"))
        bo = contacts.add(session, book, person="U1", fields=Fields("bo@example.com", "Bo"))
        fields = Fields("bo@example.com", "Zelda", company="Annex")
        contacts.edit(session, book, person="U1", contact_id=bo.id, version=1, fields=fields)
        contacts.delete(session, book, person="U1", contact_id=ann.id)
        for words, hits in (
            ("ann", [bo.id]),
            ("zelda", [bo.id]),
            ("bo@", [bo.id]),
            ("an", [bo.id]),
        ):
            page = contacts.find(session, book, person="U1", scope=Scope(words))
            assert [row.contact.id for row in page.rows] == hits, words


def test_a_search_sees_nothing_of_another_book(database, book, hurried):
    with database.writing() as session:
        other = books.team(session, workspace="T2")
        fill(session, book, made_up(1))
        fill(session, other, made_up(2))
        for one in (book, other):
            expected = reader(session, one)
            for words in WORDS:
                assert forwards(session, one, words, size=20) == expected(words), words


def test_books_that_share_their_place_in_the_index_stay_apart(database, book, hurried):
    """SQLite's index keeps 8 bits of a book's number: book 1 and book 257 stand together."""
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO book (id, workspace, kind, owner, timezone, created_at)"
                f" SELECT {book.id + 256}, 'T2', 'team', '', 'UTC', created_at FROM book"
            )
        )
        other = books.team(session, workspace="T2")
        assert other.id == book.id + 256
        fill(session, book, made_up(1, size=9))
        fill(session, other, made_up(2))
        for one in (book, other):
            expected = reader(session, one)
            for words in WORDS:
                assert forwards(session, one, words, size=80) == expected(words), words
                page = contacts.find(session, one, person="U1", scope=Scope(words))
                assert page.total == min(len(expected(words)), 6)


def test_a_page_beyond_the_end_is_the_first_page(database, book):
    with database.writing() as session:
        fill(session, book, [("Ann", "", ""), ("Bo", "", ""), ("Cy", "", "")])
        far = contacts.Cursor("zzz", 1)
        page = contacts.find(session, book, person="U1", after=far, size=2)
        assert [row.contact.first_name for row in page.rows] == ["Ann", "Bo"]
        assert (page.has_previous, page.has_next) == (False, True)
        near = contacts.cursor(page.rows[1].contact)
        page = contacts.find(session, book, person="U1", before=near, size=2)
        assert [row.contact.first_name for row in page.rows] == ["Ann", "Bo"]
        assert (page.has_previous, page.has_next) == (False, True)


def test_an_empty_book_has_an_empty_page(database, book):
    with database.reading() as session:
        for words in ("", "ann", "x"):
            page = contacts.find(session, book, person="U1", scope=Scope(words))
            assert (page.rows, page.total, page.capped) == ([], 0, False)
            assert (page.has_previous, page.has_next) == (False, False)


def test_sqlites_index_agrees_with_its_contacts_after_every_kind_of_change(sqlite):
    with sqlite.writing() as session:
        book = books.team(session, workspace="T1")
        fill(session, book, made_up(1))
        for contact in session.exec(select(Contact).limit(30)).all():
            fields = Fields(contact.email, contact.last_name, contact.first_name, "New & Co")
            contacts.edit(
                session, book, person="U1", contact_id=contact.id, version=1, fields=fields
            )
            if contact.id % 2:
                contacts.delete(session, book, person="U1", contact_id=contact.id)
    with sqlite.writing() as session:
        session.execute(
            text("INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1)")
        )
        books.forget_workspace(session, workspace="T1")
        assert session.execute(text("SELECT count(*) FROM contact_search")).scalar() == 0
