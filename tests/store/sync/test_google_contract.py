"""An account at Google, over HTTP, keeps to what every account keeps to."""

from email.utils import format_datetime

import pytest

from bot.playground.accounts.faults import HTML, Fault
from tests.googling import outside
from tests.store.sync.contract import Contract


class GoogleDriver:
    """Changes an account at the playground's Google."""

    can = {"rename", "rename_group"}

    def __init__(self, there):
        self.there, self.account = there, there.account
        self.source = there.google.open(there.admitted().secret)

    def pages(self, size):
        self.there.fake.faults.habits.page_size = size

    def add(self, *, groups=(), **fields):
        return self.account.add(groups=list(groups), **_given(fields)).id

    def change(self, person, *, groups=None, **fields):
        changed = {} if groups is None else {"groups": list(groups)}
        self.account.edit(person, **_given(fields), **changed)

    def remove(self, person):
        self.account.delete(person)

    def rename(self, person):
        return self.account.rename(person).id

    def add_group(self, name):
        return self.account.add_group(name).id

    def rename_group(self, group, name):
        self.account.rename_group(group, name)

    def remove_group(self, group):
        self.account.delete_group(group)

    def expire(self):
        self.account.forget()
        self.there.fake.forget_pages()

    def revoke(self):
        self.there.fake.tokens.end(self.account)

    def busy(self, until):
        self.there.fake.faults.add("*", Fault(429, retry_after=format_datetime(until)))

    def garble(self):
        self.there.fake.faults.add("*", Fault(body=HTML))


def _given(fields):
    given = dict(fields)
    for one, several in (("email", "emails"), ("phone", "phones")):
        if one in given:
            value = given.pop(one)
            given[several] = [value] if value else []
    return given


class TestGoogle(Contract):
    @pytest.fixture
    def account(self):
        with outside() as there:
            yield GoogleDriver(there)
