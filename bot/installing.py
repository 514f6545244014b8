"""Installing Roster in a workspace through Slack's consent page, and leaving it again."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Flask, Request, Response, request
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth import OAuthStateStore, OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation, InstallationStore

from bot.authorize import Workspaces
from bot.pages import say
from bot.settings import Settings
from store import books, installations
from store.db import Database
from store.installations import Installed
from store.secrets import Secrets
from store.sync import connections, consenting, consents
from store.sync.accounts import Accounts
from store.sync_models import Connection, Consent

SCOPES = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
INSTALL, RETURN = "/slack/install", "/slack/oauth_redirect"
log = logging.getLogger("roster.installing")


class States(OAuthStateStore):
    """One-time words in the database, so that any process may see the installation's end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(self, *_: Any, **__: Any) -> str:  # noqa: ANN401 (slack_sdk's signature)
        """A new word."""
        with self._database.writing() as session:
            return installations.issue_state(session)

    def consume(self, state: str) -> bool:
        """True for the one who brings it back first and in time."""
        with self._database.writing() as session:
            return installations.use_state(session, state=state)


class Cookies(OAuthStateUtils):
    """Slack's state cookie, which other sites' requests do not carry."""

    def build_set_cookie_for_new_state(self, state: str) -> str:
        """As slack_sdk makes it, with SameSite."""
        return super().build_set_cookie_for_new_state(state) + "; SameSite=Lax"


class Installations(InstallationStore):
    """Keeps a finished installation, its token encrypted."""

    def __init__(self, database: Database, secrets: Secrets, workspaces: Workspaces) -> None:
        self._database = database
        self._secrets = secrets
        self._workspaces = workspaces

    def save(self, installation: Installation) -> None:
        """Keep it, in place of an earlier one."""
        workspace = installation.team_id
        if not workspace or not installation.bot_token:
            raise BoltError("Roster is installed in one workspace at a time")
        installed = Installed(
            bot_token=installation.bot_token,
            bot_id=str(installation.bot_id),
            bot_user=str(installation.bot_user_id),
            installed_by=installation.user_id,
        )
        with self._database.writing() as session:
            installations.save(session, self._secrets, workspace=workspace, installed=installed)
            books.install(session, workspace=workspace, person=installed.installed_by)
        self._workspaces.forget(workspace)
        log.info("installed in a workspace")


class Flow(OAuthFlow):
    """Bolt's flow; Slack out of reach is a failed installation like any other."""

    def run_installation(self, code: str) -> Installation | None:
        """Exchange the code for the workspace's token; None when that did not work."""
        try:
            return super().run_installation(code)
        except OSError as error:
            log.warning("Slack could not be reached: %s", type(error).__name__)
            return None

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:  # noqa: ARG002 (Bolt's)
        """The first page; Bolt's own shows a picture from another host."""
        words = "Slack asks which workspace, and shows what it may do."
        return say("Install Roster", words, link="Continue to Slack", to=url)


def flow(settings: Settings, database: Database, workspaces: Workspaces) -> Flow:
    """The installation's two steps over our stores."""
    silent = logging.getLogger("roster.installing.bolt")
    silent.disabled = True  # Bolt writes the code of a failed installation into its warning
    address = f"{settings.roster_base_url}{RETURN}" if settings.roster_base_url else None
    steps = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=SCOPES,
        redirect_uri=address,
        install_path=INSTALL,
        redirect_uri_path=RETURN,
        installation_store=Installations(database, Secrets(settings.secret_keys), workspaces),
        state_store=States(database),
        callback_options=CallbackOptions(success=_succeeded, failure=_failed),
    )
    steps.state_utils = Cookies()
    return Flow(client=workspaces.client.with_token(None), logger=silent, settings=steps)


def add_pages(web: Flask, steps: OAuthFlow) -> None:
    """Put the two steps under their addresses."""
    for path, handle in ((INSTALL, steps.handle_installation), (RETURN, steps.handle_callback)):
        web.add_url_rule(path, path, _page(handle), methods=["GET"])


def register(app: App, workspaces: Workspaces, database: Database, accounts: Accounts) -> None:
    """Listen for Slack's word that Roster was removed."""

    def forget(body: dict[str, Any]) -> None:
        """Everything of that workspace goes, unless it installed Roster again meanwhile."""
        revoked = body["event"].get("tokens")
        if revoked is not None and not revoked.get("bot"):
            return  # somebody's own token: Roster has none of those
        workspace = str(body.get("team_id") or "")
        moment = float(body.get("event_time") or 0)
        with database.writing() as session:
            if moment and installations.installed_since(
                session, workspace=workspace, moment=moment
            ):
                return
            connected = connections.in_workspace(session, workspace=workspace)
            waiting = consents.waiting_in(session, workspace=workspace)
            installations.delete_one(session, workspace=workspace)
            books.forget_workspace(session, workspace=workspace)
        workspaces.forget(workspace)
        log.info("removed from a workspace: its data is deleted")
        # Slack waits for an answer, and a provider may take its time.
        given = (accounts, connected, waiting)
        threading.Thread(target=_revoke, args=given, name="revoking", daemon=True).start()

    app.event("app_uninstalled")(forget)
    app.event("tokens_revoked")(forget)


def _revoke(
    accounts: Accounts, connected: Sequence[Connection], waiting: Sequence[Consent]
) -> None:
    """Give back what the accounts of a workspace granted, as far as that works."""
    deeds: list[Callable[[], object]] = [partial(accounts.revoke, one) for one in connected]
    deeds += [partial(consenting.release, accounts, one) for one in waiting]
    for deed in deeds:
        try:
            deed()
        except Exception:
            log.exception("a consent could not be given back")


def _page(handle: Callable[[BoltRequest], BoltResponse]) -> Callable[[], Response]:
    def answer() -> Response:
        found = handle(_to_bolt(request))
        page = Response(found.body, found.status)
        page.headers.remove("Content-Type")
        for name, values in found.headers.items():
            for value in values:
                page.headers.add(name, value)
        return page

    return answer


def _to_bolt(taken: Request) -> BoltRequest:
    return BoltRequest(
        body="", query=taken.query_string.decode("latin-1"), headers=dict(taken.headers)
    )


def _succeeded(args: SuccessArgs) -> BoltResponse:
    where = args.installation.team_name or "your workspace"
    return _say(200, "Roster is installed", f"Open Roster in {where} to begin.")


def _failed(args: FailureArgs) -> BoltResponse:
    if args.reason == "access_denied":
        return _say(200, "Roster was not installed", "You can install it whenever you like.")
    log.warning("an installation failed")
    status = args.suggested_status_code if args.suggested_status_code < 500 else 409
    return _say(status, "Roster could not be installed", "This link was used before or is too old.")


def _say(status: int, title: str, text: str) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Set-Cookie": Cookies().build_set_cookie_for_deletion(),
    }
    body = say(title, text, link="Install Roster in a workspace", to=INSTALL)
    return BoltResponse(status=status, body=body, headers=headers)
