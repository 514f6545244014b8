"""An account at Office 365 keeps to what every account keeps to, whichever its groups are."""

import time
from email.utils import format_datetime

import pytest

from bot.playground.accounts.faults import Fault
from tests.office import office
from tests.store.sync.contract import Contract


class MicrosoftDriver:
    """Changes an account at the playground's Office 365; its groups are categories."""

    can = {"move"}
    are_folders = False

    def __init__(self, there):
        self.fake, self.account = there.fake, there.account
        self.source = there.open()

    def pages(self, size):
        self.fake.faults.habits.page_size = size

    def add(self, *, groups=(), **fields):
        return self.account.add(**_given(fields), **self._in(groups)).id

    def change(self, person, *, groups=None, **fields):
        changed = {} if groups is None else self._in(groups)
        self.account.edit(person, **_given(fields), **changed)

    def remove(self, person):
        self.account.delete(person)

    def move(self, person):
        self.account.edit(person, folder=self.account.add_group("Choir", is_folder=True).id)

    def add_group(self, name):
        return self.account.add_group(name, is_folder=self.are_folders).id

    def remove_group(self, group):
        self.account.delete_group(group)

    def expire(self):
        self.account.forget()

    def revoke(self):
        self.fake.tokens.end(self.account)

    def busy(self, until):
        when = format_datetime(until, usegmt=True)
        self.fake.faults.add("*", Fault(status=429, retry_after=when))

    def garble(self):
        self.fake.faults.add("delta", Fault(body=b"<h1>Our services are not available</h1>"))

    def _in(self, groups):
        return {"groups": list(groups)}


class FolderDriver(MicrosoftDriver):
    """The same with folders: somebody is in one of them, or in none."""

    are_folders = True

    def _in(self, groups):
        return {"folder": next(iter(groups), "")}


def _given(fields):
    lists = {"email": "emails", "phone": "phones"}
    return {lists.get(k, k): [v] * bool(v) if k in lists else v for k, v in fields.items()}


@pytest.fixture(params=[MicrosoftDriver, FolderDriver])
def account(request):
    with office(time.time) as there:
        yield request.param(there)


class TestMicrosoft(Contract):
    """An account at Office 365."""
