"""The two fake providers together, as the playground serves them."""

import time
from collections.abc import Callable

from flask import Flask

from bot.playground.accounts.google import Google
from bot.playground.accounts.google_consent import CLIENT_ID, CLIENT_SECRET
from bot.playground.accounts.microsoft import GRAPH, Microsoft
from bot.playground.accounts.microsoft_consent import CLIENT_SECRET as MICROSOFT_SECRET
from bot.playground.accounts.microsoft_tokens import CLIENT_ID as MICROSOFT_ID
from bot.playground.accounts.page import Page
from bot.playground.accounts.people import GOOGLE, MICROSOFT, Directory


class Accounts:
    """The accounts of the playground, and the providers that keep them.

    `google` and `microsoft` have switches for tests.
    """

    def __init__(self, directory: Directory, *, now: Callable[[], float] = time.time) -> None:
        self.directory = directory
        self.google = Google(directory, now=now)
        self.microsoft = Microsoft(directory, now=now)

    def register(self, app: Flask) -> None:
        """Answer at /google and /microsoft, and at /accounts."""
        app.register_blueprint(self.google.routes(), url_prefix="/google")
        app.register_blueprint(self.microsoft.routes(), url_prefix="/microsoft")
        grants = {GOOGLE: self.google.tokens, MICROSOFT: self.microsoft.tokens}
        app.register_blueprint(Page(self.directory, grants).routes())

    def settings(self, url: str) -> dict[str, str]:
        """What an app has to be told to find these providers instead of the real ones, where the
        playground is at `url`."""
        google, microsoft = f"{url}/google", f"{url}/microsoft"
        return {
            "GOOGLE_CLIENT_ID": CLIENT_ID,
            "GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
            "GOOGLE_AUTH_URL": f"{google}/o/oauth2/v2/auth",
            "GOOGLE_TOKEN_URL": f"{google}/token",
            "GOOGLE_REVOKE_URL": f"{google}/revoke",
            "GOOGLE_PEOPLE_URL": google,
            "MICROSOFT_CLIENT_ID": MICROSOFT_ID,
            "MICROSOFT_CLIENT_SECRET": MICROSOFT_SECRET,
            "MICROSOFT_LOGIN_URL": microsoft,
            "MICROSOFT_GRAPH_URL": f"{microsoft}{GRAPH}",
        }

    def end(self) -> None:
        """Let nobody wait any longer."""
        self.google.faults.end()
        self.microsoft.faults.end()
