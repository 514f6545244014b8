"""The account made of lists keeps to what every account keeps to."""

from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest

from store.sync.memory import MAIN, Account, MemorySource
from store.sync.source import Broken, Ended, Later, RemoteGroup, RemotePerson, Stream
from tests.store.sync.contract import Contract

OTHER = Stream("other", "Other")


class MemoryDriver:
    """Changes an account made of lists."""

    can = {"rename", "move", "rename_group"}

    def __init__(self) -> None:
        self.account = Account(streams=[MAIN, OTHER])
        self.source = MemorySource(self.account)
        self._numbers = count(1)

    def pages(self, size):
        self.account.size = size

    def add(self, *, groups=(), **fields):
        id = f"c{next(self._numbers)}"
        self.account.put(RemotePerson(id, **fields, groups=self._groups(groups)))
        return id

    def change(self, person, *, groups=None, **fields):
        before = self.account.get(person)
        changed = {} if groups is None else {"groups": self._groups(groups)}
        self.account.put(replace(before, **fields, **changed))

    def remove(self, person):
        self.account.remove(person)

    def rename(self, person):
        new = f"c{next(self._numbers)}"
        self.account.rename(person, new)
        return new

    def move(self, person):
        self.account.move(person, OTHER)

    def add_group(self, name):
        id = f"g{next(self._numbers)}"
        self.account.groups[id] = name
        return id

    def rename_group(self, group, name):
        self.account.groups[group] = name

    def remove_group(self, group):
        del self.account.groups[group]

    def expire(self):
        self.account.expire()

    def revoke(self):
        self.account.failures += [Ended("The account does not let Roster in any more.")] * 9

    def busy(self, until: datetime):
        self.account.failures.append(Later("The account is busy.", until=until))

    def garble(self):
        self.account.failures.append(Broken("The account answered with nonsense."))

    def _groups(self, ids):
        return tuple(RemoteGroup(id, "") for id in ids)


@pytest.fixture
def account():
    return MemoryDriver()


class TestMemory(Contract):
    """An account made of lists."""
