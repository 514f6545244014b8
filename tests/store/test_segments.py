"""Segments: filters with a name, shared by everybody who has the book."""

from datetime import date

import pytest
from sqlmodel import select

from store import books, days, filter_names, groups, segments
from store.errors import Gone, Rejected, SegmentChanged, Taken
from store.filter_names import Missing
from store.filter_text import parse
from store.filters import EVERYBODY, Row, join_all, join_any, negate, rows_of
from store.models import AuditEntry, Product, Segment
from store.text import name_key
from tests.filtering import HOSTILE
from tests.racing import at_once

ANN, BO = Row(search="ann"), Row(search="bo")


def add(session, book, name="VIP", filter=ANN):
    return segments.add(session, book, person="U1", name=name, filter=filter)


@pytest.fixture
def vip(database, book):
    with database.writing() as session:
        return add(session, book)


@pytest.fixture
def other(database):
    with database.writing() as session:
        return books.team(session, workspace="T2")


@pytest.fixture
def yoga(database, book):
    with database.writing() as session:
        return product(session, book, "Yoga 101")


def product(session, book, name):
    new = Product(book_id=book.id, name=name, name_key=name_key(name), sort_key=name.lower())
    session.add(new)
    session.flush()
    return new


def trail(session):
    return [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_segment_keeps_its_filter(database, book, yoga):
    filter = join_any(Row(products=(yoga.id,), search="ann"), negate(Row(groups=(7,))))
    with database.writing() as session:
        added = add(session, book, " Regulars ", filter)
        assert (added.name, added.version, added.created_by) == ("Regulars", 1, "U1")
    with database.reading() as session:
        kept = segments.get(session, book, segment_id=added.id)
        assert segments.filter_of(kept) == filter
        assert segments.by_name(session, book, name="REGULARS").id == added.id
        assert segments.by_name(session, book, name="Regular") is None
        assert trail(session) == ["segment.added"]


@pytest.mark.parametrize("name", ["VIP", "vip ", "ＶＩＰ", "V\u200bIP"])
def test_a_name_stands_for_one_segment_however_it_is_written(database, book, vip, name):
    taken = pytest.raises(Taken, match="already a segment called VIP")
    with taken as refused, database.writing() as session:
        add(session, book, name)
    assert refused.value.taken.id == vip.id


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 76])
def test_a_name_has_something_in_it_and_fits(database, book, name):
    with pytest.raises(Rejected) as refused, database.writing() as session:
        add(session, book, name)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("filter", "reason"),
    [
        (EVERYBODY, "asks for nothing yet"),
        (Row(search=" \u200b"), "asks for nothing yet"),
        (Row(products=tuple(range(1000))), "too long"),
        (join_any(*[ANN] * 51), "at most 50 rows"),
        (Row(domains=("not one",)), "is no domain"),
    ],
)
def test_a_filter_that_cannot_be_kept_is_refused(database, book, vip, filter, reason):
    edit = {"segment_id": vip.id, "version": 1, "filter": filter}
    with database.writing() as session:
        with pytest.raises(Rejected, match=reason) as refused:
            add(session, book, "New", filter)
        with pytest.raises(Rejected, match=reason):
            segments.edit(session, book, person="U1", **edit)
        assert refused.value.field == "filter"
        assert segments.filter_of(segments.get(session, book, segment_id=vip.id)) == ANN


def test_what_comes_from_a_form_is_kept_as_it_will_be_read(database, book):
    with database.writing() as session:
        added = add(session, book, "Gmail", Row(search=" ann  lee ", domains=("@Gmail.com",)))
        assert added.filter == "domain:gmail.com ann lee"
        assert segments.filter_of(added) == Row(search="ann lee", domains=("gmail.com",))


def test_a_segment_gets_another_name_but_not_that_of_another(database, book, vip):
    with database.writing() as session:
        add(session, book, "Old", BO)
        rename = {"person": "U1", "segment_id": vip.id}
        renamed = segments.rename(session, book, name="Vip", **rename)
        assert (renamed.name, renamed.version) == ("Vip", 1)
        with pytest.raises(Taken, match="called Old"):
            segments.rename(session, book, name="OLD", **rename)
        with pytest.raises(Rejected):
            segments.rename(session, book, name="", **rename)
        assert segments.get(session, book, segment_id=vip.id).name == "Vip"
        assert trail(session) == ["segment.added"] * 2 + ["segment.renamed"]


def test_who_edits_a_filter_that_was_changed_meanwhile_is_told(database, book, vip):
    edit = {"person": "U1", "segment_id": vip.id, "version": 1}
    with database.writing() as session:
        edited = segments.edit(session, book, filter=BO, **edit)
        assert (segments.filter_of(edited), edited.version) == (BO, 2)
        with pytest.raises(SegmentChanged, match="changed the segment VIP meanwhile") as refused:
            segments.edit(session, book, filter=ANN, **edit)
        assert segments.filter_of(refused.value.segment) == BO
        again = edit | {"version": refused.value.segment.version}
        assert segments.filter_of(segments.edit(session, book, filter=ANN, **again)) == ANN
        assert trail(session) == ["segment.added"] + ["segment.edited"] * 2


def test_deleting_a_segment_leaves_nothing_of_it(database, book, vip):
    with database.writing() as session:
        assert segments.delete(session, book, person="U1", segment_id=vip.id).name == "VIP"
        for act in (
            lambda: segments.delete(session, book, person="U1", segment_id=vip.id),
            lambda: segments.get(session, book, segment_id=vip.id),
        ):
            with pytest.raises(Gone, match="not in the book any more"):
                act()
        assert session.exec(select(Segment)).all() == []
        assert trail(session) == ["segment.added", "segment.deleted"]
        add(session, book)


def test_segments_of_another_book_are_not_there(database, other, vip):
    with database.writing() as session:
        mine = {"person": "U1", "segment_id": vip.id}
        for act in (
            lambda: segments.get(session, other, segment_id=vip.id),
            lambda: segments.rename(session, other, name="x", **mine),
            lambda: segments.edit(session, other, version=1, filter=BO, **mine),
            lambda: segments.delete(session, other, **mine),
        ):
            with pytest.raises(Gone):
                act()
        assert segments.by_name(session, other, name="VIP") is None
        assert segments.find(session, other).rows == []
        assert segments.suggest(session, other, text="v") == []
        assert add(session, other).id != vip.id
        kept = session.exec(select(Segment).where(Segment.id == vip.id)).one()
        assert (kept.name, kept.filter, kept.version) == ("VIP", "ann", 1)


def test_the_list_is_in_order_paged_and_searched(database, book, monkeypatch):
    monkeypatch.setattr(segments, "CAP", 3)
    with database.writing() as session:
        for name in ("yoga 2", "Ärzte", "Yoga", "beta", "Zürich Yoga"):
            add(session, book, name)
        page = segments.find(session, book, size=2)
        assert [segment.name for segment in page.rows] == ["Ärzte", "beta"]
        assert (page.total, page.capped, page.has_previous, page.has_next) == (3, True, False, True)
        page = segments.find(session, book, size=2, after=segments.cursor(page.rows[-1]))
        assert [segment.name for segment in page.rows] == ["Yoga", "yoga 2"]
        page = segments.find(session, book, size=2, before=segments.cursor(page.rows[0]))
        assert [segment.name for segment in page.rows] == ["Ärzte", "beta"]
        found = segments.find(session, book, search="YOGA zur")
        assert ([segment.name for segment in found.rows], found.total) == (["Zürich Yoga"], 1)
        named = segments.suggest(session, book, text="yo", limit=2)
        assert [segment.name for segment in named] == ["Yoga", "yoga 2"]


def test_days_told_from_today_stay_so(database, book):
    filter = parse("ends:today..today+1m added:>today-2w")
    with database.writing() as session:
        kept = segments.filter_of(add(session, book, "Soon", filter))
    (row,) = rows_of(kept)
    for today, end in (
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2027, 5, 1), date(2027, 6, 1)),
    ):
        assert days.on(row.ends.last, today) == end
    assert days.on(row.added.first, date(2026, 1, 14)) == date(2026, 1, 1)


def test_a_segment_whose_product_or_group_was_deleted_says_so(database, book, yoga):
    with database.writing() as session:
        pilates = product(session, book, "Pilates")
        birds = groups.add(session, book, person="U1", name="Early birds")
        own = Row(products=(yoga.id, pilates.id))
        filters = {
            "plain": Row(products=(yoga.id,)),
            "one of two": own,
            "not": negate(join_all(own, Row(groups=(birds.id,)))),
            "either": join_any(
                Row(groups=(birds.id,)), Row(products=(yoga.id,), groups=(birds.id,))
            ),
            "neither": Row(products=(pilates.id,)),
        }
        for name, filter in filters.items():
            add(session, book, name, filter)
            assert not filter_names.missing(session, book, filter)
        session.delete(session.get(Product, (book.id, yoga.id)))
        groups.delete(session, book, person="U1", group_id=birds.id)
    with database.reading() as session:
        missing = {}
        for segment in segments.suggest(session, book, text=""):
            kept = segments.filter_of(segment)
            assert kept == filters[segment.name]
            missing[segment.name] = filter_names.missing(session, book, kept)
        assert missing == {
            "plain": Missing(products=1),
            "one of two": Missing(products=1),
            "not": Missing(products=1, groups=1),
            "either": Missing(products=1, groups=1),
            "neither": Missing(),
        }
        assert [name for name, gone in missing.items() if not gone] == ["neither"]


def test_what_another_book_has_is_missing_here(database, book, other, yoga):
    with database.reading() as session:
        filter = Row(products=(yoga.id,))
        assert filter_names.used_in(session, book, filter).product(yoga.id) == "Yoga 101"
        assert filter_names.used_in(session, other, filter).product(yoga.id) is None
        assert filter_names.missing(session, other, filter) == Missing(products=1)
        assert filter_names.all_of(session, other).products == {}


def test_names_are_those_of_the_book_as_they_are_now(database, book, yoga):
    with database.writing() as session:
        group = groups.add(session, book, person="U1", name="Old")
        segment = add(session, book, "x", parse(f"product:#{yoga.id} group:#{group.id}"))
        groups.rename(session, book, person="U1", group_id=group.id, name="New")
        names = filter_names.used_in(session, book, segments.filter_of(segment))
        assert (names.product(yoga.id), names.group(group.id)) == ("Yoga 101", "New")
        assert names == filter_names.all_of(session, book)
        assert names.find("group", "old") == []


def test_hostile_words_come_back_from_the_database(database, book):
    with database.writing() as session:
        kept = {}
        for number, word in enumerate(HOSTILE):
            filter = parse(
                'company:"' + word.replace("\\", r"\\").replace('"', r"\"") + ' x" AND y'
            )
            segment = add(session, book, f"{word} {number}"[-75:], filter)
            kept[segment.id] = filter
    with database.reading() as session:
        for id, filter in kept.items():
            assert segments.filter_of(segments.get(session, book, segment_id=id)) == filter


def test_of_eight_who_edit_one_filter_one_does_and_seven_are_told(database, book, vip):
    def edit(word):
        with database.writing() as session:
            act = {"person": "U1", "segment_id": vip.id, "version": 1}
            return segments.edit(session, book, filter=Row(search=word), **act)

    results = at_once(*[lambda word=word: edit(word) for word in "abcdefgh"])
    kept = [result.filter for result in results if isinstance(result, Segment)]
    assert len(kept) == 1
    told = [error.segment.filter for error in results if isinstance(error, SegmentChanged)]
    assert told == kept * 7


def test_of_eight_who_take_a_name_at_once_one_has_it_and_seven_are_led_to_it(database, book):
    def take(name):
        with database.writing() as session:
            return add(session, book, name)

    spelled = ["VIP", "vip ", " Vip", "ＶＩＰ", "vIP", "VIP\u200b", "vip", "V\u2060IP"]
    results = at_once(*[lambda name=name: take(name) for name in spelled])
    added = [result for result in results if isinstance(result, Segment)]
    assert len(added) == 1
    assert [error.taken.id for error in results if isinstance(error, Taken)] == [added[0].id] * 7


def test_of_two_who_rename_to_the_same_name_one_is_told(database, book):
    def rename(id):
        with database.writing() as session:
            return segments.rename(session, book, person="U1", segment_id=id, name="VIP")

    with database.writing() as session:
        both = [add(session, book, name).id for name in ("one", "two")]
    results = at_once(*[lambda id=id: rename(id) for id in both])
    assert sorted(type(result).__name__ for result in results) == ["Segment", "Taken"]


def test_who_edits_what_is_deleted_at_once_is_told_or_first(database, book):
    def edit(id):
        with database.writing() as session:
            act = {"person": "U1", "segment_id": id, "version": 1}
            return segments.edit(session, book, filter=BO, **act)

    def delete(id):
        with database.writing() as session:
            return segments.delete(session, book, person="U1", segment_id=id)

    for round in range(10):
        with database.writing() as session:
            id = add(session, book, f"round {round}").id
        edited, deleted = at_once(lambda id=id: edit(id), lambda id=id: delete(id))
        assert isinstance(edited, Segment | Gone)
        assert isinstance(deleted, Segment)
    with database.reading() as session:
        assert segments.find(session, book).total == 0
