"""The demo's accounts at Google and Microsoft: what Roster is told of them, and letting it in."""

import os
import re
import socket
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bot.playground.accounts.people import GOOGLE
from bot.playground.people import TEAM_ID
from bot.playground.server import Playground
from bot.serving import Roster
from store.secrets import Unopenable, is_key, new_key
from store.sync import connections
from store.words import Provider

KEY = "demo.key"
SECONDS = 20
# A refresh token of the playground, wherever it stands in what Roster keeps of an account.
REFRESH = re.compile(r"1//0[\w-]+|0\.AXkA[\w-]+")


def free_port(host: str) -> int:
    """A port that nobody uses: the address of Roster's pages has to be known before it starts."""
    with socket.create_server((host, 0)) as taken:
        return int(taken.getsockname()[1])


def settings(playground: Playground, folder: Path, base_url: str) -> dict[str, str]:
    """The playground's Google and Microsoft instead of the real ones."""
    named = playground.accounts.settings(playground.url)
    return {
        **{name.lower(): value for name, value in named.items()},
        "roster_secret_keys": _key(folder),
        "roster_base_url": base_url,
    }


def let_in(playground: Playground, start: str) -> None:
    """Go the way of a consent for Carla's first Google account, as her browser would.

    OSError where a page on the way is not what it should be.
    """
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    account = playground.accounts.directory.of(GOOGLE)[0]
    asked = browser.open(start, timeout=SECONDS).geturl()
    allowed = {"account": account.id, "permission": "contacts", "do": "continue"}
    question = _submit(browser, asked, allowed)
    _submit(browser, question, {"which": "all", "decision": "connect"})


def remember(playground: Playground, roster: Roster) -> None:
    """Let the accounts of a kept demo know again whom they let in: a playground forgets that."""
    with roster.database.reading() as session:
        connected = connections.in_workspace(session, workspace=TEAM_ID)
    tokens = {
        Provider.google: playground.accounts.google.tokens,
        Provider.microsoft: playground.accounts.microsoft.tokens,
    }
    for connection in connected:
        accounts = playground.accounts.directory.of(connection.provider)
        account = next((one for one in accounts if one.email == connection.email), None)
        with suppress(Unopenable):
            secret = roster.accounts.unseal(connection.secret)
            if account:
                tokens[connection.provider].restore(account, REFRESH.findall(secret))


def _submit(browser: OpenerDirector, address: str, form: dict[str, str]) -> str:
    """The address of the page that comes after a form."""
    with browser.open(address, urlencode(form).encode(), timeout=SECONDS) as page:
        return str(page.geturl())


def _key(folder: Path) -> str:
    """The key of this demo: made at the first start, so that kept accounts open at the next."""
    file = folder / KEY
    kept = file.read_text().strip() if file.exists() else ""
    if is_key(kept):
        return kept
    made = new_key()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as opened:
        opened.write(made)
    return made
