"""What any account that Roster reads has to keep to: a suite that every provider passes.

A provider's tests derive a class from `Contract` and have a fixture `account` that is a `Driver`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from store.sync.source import (
    Broken,
    Ended,
    Expired,
    Later,
    RemoteGroup,
    RemotePerson,
    Source,
    Stream,
)

FIELDS = ("email", "first_name", "last_name", "company", "job_title", "phone")
ANA = {
    "email": "ana@example.org",
    "first_name": "Ana",
    "last_name": "Gil",
    "company": "Acme",
    "job_title": "CFO",
    "phone": "+34 600 000 000",
}


class Driver(Protocol):
    """Somebody who changes the account at the provider, while `source` reads it.

    `can` says which of "rename" (a person gets another remote id), "move" (a person goes into
    another part of the account) and "rename_group" there are; the others need not work.
    """

    source: Source
    can: set[str]

    def pages(self, size: int) -> None:
        """Let pages have so many people at most."""

    def add(self, *, groups: Sequence[str] = (), **fields: str) -> str:
        """Add a person with some of FIELDS to groups; hands out what names the person here."""

    def change(self, person: str, *, groups: Sequence[str] | None = None, **fields: str) -> None:
        """Change some of FIELDS (empty: the person has none any more), or all the groups."""

    def remove(self, person: str) -> None:
        """Delete a person."""

    def rename(self, person: str) -> str:
        """Let the provider call the person by another remote id; hands out the new name here."""

    def move(self, person: str) -> None:
        """Put the person into another part of the account."""

    def add_group(self, name: str) -> str:
        """Add a group; hands out what names it here."""

    def rename_group(self, group: str, name: str) -> None:
        """Call a group something else."""

    def remove_group(self, group: str) -> None:
        """Delete a group, and nobody who is in it."""

    def expire(self) -> None:
        """Let no token and no cursor be good any more."""

    def revoke(self) -> None:
        """Take back the consent."""

    def busy(self, until: datetime) -> None:
        """Let the next call be told to come back then."""

    def garble(self) -> None:
        """Let the next call be answered with something that makes no sense."""


class Reader:
    """Reads an account to the end, again and again, as the engine does, but into a dictionary."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.people: dict[str, tuple[str, RemotePerson]] = {}
        self.tokens: dict[str, str] = {}
        self.calls = 0

    def read(self) -> list[RemotePerson]:
        """What changed since the last time; everything at first. Hands out who was told."""
        told: list[RemotePerson] = []
        removed: list[tuple[str, str]] = []
        for stream in self.source.streams():
            for page in self.pages(stream):
                told += page.people
                for person in page.people:
                    for former in person.formerly:
                        self.people.pop(former, None)
                    self.people[person.remote_id] = stream.remote_id, person
                removed += [(stream.remote_id, id) for id in page.gone]
        for stream_id, id in removed:
            if self.people.get(id, ("",))[0] == stream_id:
                del self.people[id]
        return told

    def pages(self, stream: Stream):
        """All pages of a round over a stream."""
        token, cursor = self.tokens.get(stream.remote_id, ""), ""
        while True:
            page = self.source.page(stream, token=token, cursor=cursor)
            self.calls += 1
            assert bool(page.next) != bool(page.token), "a page goes on, or it is the last"
            assert self.calls < 500, "there is no end of pages"
            yield page
            if page.token:
                self.tokens[stream.remote_id] = page.token
                return
            cursor = page.next

    def by_email(self) -> dict[str, RemotePerson]:
        """Everybody who is there now."""
        return {person.email: person for _, person in self.people.values()}


def names(groups: Sequence[RemoteGroup], person: RemotePerson) -> set[str]:
    """What the groups are called that a person is in."""
    called = {group.remote_id: group.name for group in groups}
    return {group.name or called[group.remote_id] for group in person.groups}


class Contract:
    """Every provider passes this."""

    def test_there_is_at_least_one_part_and_its_id_is_stable(self, account: Driver):
        first = [stream.remote_id for stream in account.source.streams()]
        assert first
        assert [stream.remote_id for stream in account.source.streams()] == first

    @pytest.mark.parametrize("size", [1, 2, 100])
    def test_the_whole_is_read_page_by_page(self, account: Driver, size):
        account.pages(size)
        for at in range(5):
            account.add(email=f"p{at}@example.org")
        reader = Reader(account.source)
        reader.read()
        assert set(reader.by_email()) == {f"p{at}@example.org" for at in range(5)}

    def test_an_empty_account_is_read_to_its_end(self, account: Driver):
        reader = Reader(account.source)
        assert reader.read() == []
        assert reader.read() == []

    def test_a_person_has_all_that_the_account_says(self, account: Driver):
        account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        found = reader.by_email()[ANA["email"]]
        assert {name: getattr(found, name) for name in FIELDS} == ANA

    def test_a_person_may_have_nothing_but_an_email(self, account: Driver):
        account.add(email="bare@example.org")
        reader = Reader(account.source)
        reader.read()
        found = reader.by_email()["bare@example.org"]
        assert {name: getattr(found, name) for name in FIELDS[1:]} == dict.fromkeys(FIELDS[1:], "")

    def test_a_person_may_have_no_email(self, account: Driver):
        account.add(first_name="Mute")
        reader = Reader(account.source)
        reader.read()
        assert [one.first_name for _, one in reader.people.values()] == ["Mute"]
        assert set(reader.by_email()) == {""}

    def test_nothing_changed_is_one_call_for_each_part_and_tells_nobody(self, account: Driver):
        account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        reader.calls = 0
        assert reader.read() == []
        assert reader.calls == len(account.source.streams())

    def test_later_only_what_changed_is_told(self, account: Driver):
        account.pages(2)
        ids = [account.add(email=f"p{at}@example.org") for at in range(5)]
        reader = Reader(account.source)
        reader.read()
        account.add(email="new@example.org")
        account.change(ids[1], first_name="Bea")
        account.remove(ids[3])
        assert {one.email for one in reader.read()} == {"new@example.org", "p1@example.org"}
        assert reader.by_email()["p1@example.org"].first_name == "Bea"
        assert "p3@example.org" not in reader.by_email()

    @pytest.mark.parametrize("field", FIELDS[1:])
    def test_one_changed_field_leaves_the_others(self, account: Driver, field):
        ana = account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        account.change(ana, **{field: "Other"})
        reader.read()
        found = reader.by_email()[ANA["email"]]
        assert {name: getattr(found, name) for name in FIELDS} == ANA | {field: "Other"}

    @pytest.mark.parametrize("field", FIELDS)
    def test_an_emptied_field_is_empty(self, account: Driver, field):
        ana = account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        account.change(ana, **{field: ""})
        reader.read()
        [(_, found)] = reader.people.values()
        assert {name: getattr(found, name) for name in FIELDS} == ANA | {field: ""}

    def test_groups_are_named_by_the_list_or_by_whoever_is_in_them(self, account: Driver):
        group = account.add_group("Wed cohort")
        ana = account.add(**ANA, groups=[group])
        account.add(email="alone@example.org")
        reader = Reader(account.source)
        reader.read()
        people, groups = reader.by_email(), account.source.groups()
        assert names(groups, people[ANA["email"]]) == {"Wed cohort"}
        assert people["alone@example.org"].groups == ()
        account.change(ana, groups=[])
        reader.read()
        assert reader.by_email()[ANA["email"]].groups == ()

    def test_a_group_keeps_its_id_when_it_is_renamed(self, account: Driver):
        if "rename_group" not in account.can:
            return
        group = account.add_group("Wed cohort")
        before = account.source.groups()
        account.rename_group(group, "Thu cohort")
        [after] = account.source.groups()
        assert [(one.remote_id, "Thu cohort") for one in before] == [(after.remote_id, after.name)]

    def test_a_removed_group_is_not_listed_any_more(self, account: Driver):
        account.remove_group(account.add_group("Wed cohort"))
        assert account.source.groups() == []

    def test_a_renamed_person_is_told_with_the_former_id(self, account: Driver):
        if "rename" not in account.can:
            return
        ana = account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        [before] = reader.people
        account.rename(ana)
        [told] = reader.read()
        assert before in told.formerly
        assert told.remote_id != before
        assert [*reader.people] == [told.remote_id]

    def test_somebody_who_was_renamed_and_is_gone_is_gone_under_the_former_id(
        self, account: Driver
    ):
        if "rename" not in account.can:
            return
        ana = account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        account.remove(account.rename(account.rename(ana)))
        assert reader.read() == []
        assert not reader.people

    def test_somebody_who_moved_and_was_renamed_there_is_one_person(self, account: Driver):
        if not {"move", "rename"} <= account.can:
            return
        ana = account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        account.move(ana)
        account.rename(ana)
        [told] = reader.read()
        assert [*reader.people] == [told.remote_id]

    def test_a_moved_person_is_the_same_person(self, account: Driver):
        if "move" not in account.can:
            return
        ana = account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        [before] = reader.people
        account.move(ana)
        reader.read()
        assert [*reader.people] == [before]

    def test_a_token_that_is_too_old_is_expired_and_the_whole_can_be_read(self, account: Driver):
        account.add(**ANA)
        reader = Reader(account.source)
        reader.read()
        account.expire()
        with pytest.raises(Expired):
            reader.read()
        reader.tokens.clear()
        reader.read()
        assert set(reader.by_email()) == {ANA["email"]}

    def test_a_cursor_that_is_not_good_any_more_is_expired(self, account: Driver):
        account.pages(1)
        account.add(email="a@example.org")
        account.add(email="b@example.org")
        stream = next(
            stream for stream in account.source.streams() if account.source.page(stream).next
        )
        page = account.source.page(stream)
        account.expire()
        with pytest.raises(Expired):
            account.source.page(stream, cursor=page.next)

    def test_a_page_may_be_asked_for_again(self, account: Driver):
        account.pages(2)
        for at in range(3):
            account.add(email=f"p{at}@example.org")
        stream = next(
            stream for stream in account.source.streams() if account.source.page(stream).people
        )
        page = account.source.page(stream)
        first, again = (account.source.page(stream, cursor=page.next) for _ in range(2))
        assert [*first.people] == [*again.people]

    def test_a_consent_that_was_taken_back_has_ended(self, account: Driver):
        account.revoke()
        with pytest.raises(Ended):
            Reader(account.source).read()

    def test_a_busy_account_says_when_to_come_back(self, account: Driver):
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=7)
        account.busy(until)
        with pytest.raises(Later) as caught:
            Reader(account.source).read()
        assert caught.value.until is not None
        assert abs(caught.value.until - until) < timedelta(seconds=5)

    def test_nonsense_is_broken_and_the_next_time_is_as_ever(self, account: Driver):
        account.add(**ANA)
        account.garble()
        with pytest.raises(Broken):
            Reader(account.source).read()
        reader = Reader(account.source)
        reader.read()
        assert set(reader.by_email()) == {ANA["email"]}
