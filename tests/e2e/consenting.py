"""Somebody's browser on the way through a consent: at the provider, then at the question."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

ALLOW = {"permission": "contacts", "do": "continue"}


class Walker:
    """A browser that follows where it is sent."""

    def __init__(self):
        self._browser = build_opener(HTTPCookieProcessor(CookieJar()))
        self.address = self.body = ""

    def go(self, address, form=None):
        data = urlencode(form, doseq=True).encode() if form is not None else None
        try:
            page = self._browser.open(address, data, timeout=20)
        except HTTPError as refused:
            page = refused
        self.address, self.body = page.geturl(), page.read().decode()
        return self

    def submit(self, **form):
        """What stands in the form of the page, with these fields."""
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.body)
        action = re.search(r'<form method="post" action="([^"]+)"', self.body)
        return self.go(unescape(action[1]) if action else self.address, {**dict(hidden), **form})

    def group(self, name):
        """What the group of this name is called at the account."""
        found = re.search(
            rf'name="group" value="([^"]+)"[^>]*> {re.escape(name)}</label>', self.body
        )
        assert found, self.body
        return unescape(found[1])


def keep_out(start, account, **answer):
    """Go to the provider's page and give it this answer; what is read then."""
    return Walker().go(start).submit(account=account.id, **answer).body


def let_in(start, account, *, only=()):
    """Let Roster into an account, for everybody in it or only some groups; what is read then."""
    walker = Walker().go(start).submit(account=account.id, **ALLOW)
    if 'type="hidden"' in walker.body:
        walker.submit()  # the form that Microsoft's page sends by itself
    assert f"Connect {account.email}?" in walker.body, walker.body
    wanted = {"which": "some", "group": [walker.group(name) for name in only]} if only else {}
    walker.go(walker.address, {"which": "all", "decision": "connect"} | wanted)
    assert f"{account.email} is connected" in walker.body, walker.body
    return walker.body
