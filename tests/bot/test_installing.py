"""Installing in many workspaces: Slack's consent page there and back, and leaving again."""

import http.client
import json
import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from slack_bolt import App
from sqlmodel import select

from bot import installing, web
from bot.authorize import Workspaces
from bot.guard import Guard
from bot.server import Server
from bot.settings import load
from store import books
from store.install_models import Installation
from store.models import Book, Person
from store.secrets import new_key
from store.sync import connections
from store.sync.source import Later
from store.sync_models import Connection, Consent
from store.words import Provider
from tests.bot.connecting_desk import desk
from tests.consenting import PLACE, FakeProvider, accounts_of
from tests.fake_slack import Answer, fake_slack
from tests.slack_requests import SECRET, post

TOKEN = "xoxb-canary-token"
CODE = "code-canary"


def granted(team="T1", **given):
    return Answer(
        {
            "ok": True,
            "access_token": TOKEN,
            "bot_user_id": "UBOT",
            "scope": "commands",
            "team": {"id": team, "name": "Ann's <Studio>"},
            "authed_user": {"id": "U1"},
            **given,
        }
    )


@pytest.fixture
def slack():
    with fake_slack() as fake:
        fake.plan = lambda call: granted() if call.method == "oauth.v2.access" else None
        yield fake


@pytest.fixture
def workspaces(slack, sqlite):
    settings = load(
        _env_file=None,
        slack_api_url=slack.url,
        slack_signing_secret=SECRET,
        slack_client_id="1.2",
        slack_client_secret="secret-canary",
        roster_secret_keys=new_key(),
        roster_base_url="https://roster.example.com",
    )
    made = Workspaces(settings, sqlite)
    made.settings = settings
    return made


@pytest.fixture
def google():
    return FakeProvider()


@pytest.fixture
def accounts(sqlite, google):
    return accounts_of(sqlite, google)


@pytest.fixture
def port(workspaces, sqlite, accounts):
    app = App(
        logger=logging.getLogger("slack_bolt"),
        signing_secret=SECRET,
        authorize=workspaces,
        process_before_response=True,
    )
    installing.register(app, workspaces, sqlite, accounts)
    pages = web.pages(lambda: True)
    installing.add_pages(pages, installing.flow(workspaces.settings, sqlite, workspaces))
    server = Server(web.Door(app, Guard(SECRET), pages), "127.0.0.1", 0)
    server.start()
    yield server.port
    server.stop(5)


def get(port, path, cookie=""):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def begin(port):
    """Open the first page; the state in its link, and the cookie that goes with it."""
    status, headers, body = get(port, "/slack/install")
    assert status == 200
    link = re.search(r'href="(https://slack.com/oauth[^"]+)"', body).group(1).replace("&amp;", "&")
    return parse_qs(urlsplit(link).query), headers["Set-Cookie"]


def come_back(port, state, cookie, **query):
    words = "&".join(
        f"{name}={value}" for name, value in {"code": CODE, "state": state, **query}.items()
    )
    return get(port, f"/slack/oauth_redirect?{words}", cookie.partition(";")[0])


def rows(database, table):
    with database.reading() as session:
        return session.exec(select(table)).all()


def test_the_first_page_leads_to_slack_with_what_roster_needs(port):
    asked, cookie = begin(port)
    assert asked["client_id"] == ["1.2"]
    assert asked["scope"] == [",".join(installing.SCOPES)]
    assert asked["redirect_uri"] == ["https://roster.example.com/slack/oauth_redirect"]
    for word in ("Secure", "HttpOnly", "SameSite=Lax"):
        assert word in cookie


def test_coming_back_installs_roster_and_gives_the_book_to_who_did_it(
    port, sqlite, workspaces, slack
):
    asked, cookie = begin(port)
    status, headers, body = come_back(port, asked["state"][0], cookie)
    assert status == 200
    assert "Roster is installed" in body
    assert "Ann&#39;s &lt;Studio&gt;" in body
    assert headers["Referrer-Policy"] == "no-referrer"
    assert workspaces(team_id="T1").bot_token == TOKEN
    (call,) = slack.wait_for("oauth.v2.access")
    assert call.arguments["code"] == CODE
    with sqlite.reading() as session:
        (seat,) = books.seats(session, workspace="T1", person="U1")
    assert seat.role.value == "owner"
    assert TOKEN.encode() not in bytes(rows(sqlite, Installation)[0].bot_token)


@pytest.mark.parametrize("state", ["", "guessed", "../x"])
def test_an_unknown_state_does_not_reach_slack(port, slack, state):
    status, _, body = come_back(port, state, f"slack-app-oauth-state={state}")
    assert status in (400, 401)
    assert "could not be installed" in body
    assert slack.calls == []


def test_another_browser_cannot_finish_what_one_began(port, slack):
    asked, _ = begin(port)
    assert come_back(port, asked["state"][0], "")[0] == 400
    assert come_back(port, asked["state"][0], "slack-app-oauth-state=mine")[0] == 400
    assert slack.calls == []


def test_a_state_is_good_once_even_for_eight_at_the_same_time(port, slack):
    asked, cookie = begin(port)
    with ThreadPoolExecutor(8) as threads:
        statuses = list(
            threads.map(lambda _: come_back(port, asked["state"][0], cookie)[0], range(8))
        )
    assert sorted(statuses) == [200] + [401] * 7
    assert slack.methods().count("oauth.v2.access") == 1


def test_a_refusal_on_slacks_page_is_friendly_and_harmless(port, slack):
    status, _, body = get(port, "/slack/oauth_redirect?error=access_denied&state=x")
    assert status == 200
    assert "whenever you like" in body
    body = get(port, "/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")[2]
    assert "<script" not in body
    assert slack.calls == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"ok": False, "error": "invalid_code"}),
        Answer(status=503, raw=b"<html>down</html>"),
        Answer(cut=True),
        granted(team=None),
        granted(access_token=None),
    ],
)
def test_what_slack_does_not_grant_installs_nothing(port, slack, sqlite, caplog, answer):
    slack.plan = lambda call: answer if call.method == "oauth.v2.access" else None
    asked, cookie = begin(port)
    with caplog.at_level(logging.DEBUG, "roster"):
        status, _, body = come_back(port, asked["state"][0], cookie)
    assert 400 <= status < 500
    assert "could not be installed" in body
    assert rows(sqlite, Installation) == []
    assert CODE not in "".join(
        r.getMessage() for r in caplog.records if r.name.startswith("roster")
    )


def installed(port, slack, team):
    slack.plan = lambda call: granted(team) if call.method == "oauth.v2.access" else None
    asked, cookie = begin(port)
    assert come_back(port, asked["state"][0], cookie)[0] == 200


def farewell(port, kind, *, team="T1", at=4_000_000_000, **given):
    body = {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": team,
        "event_time": at,
        "event": {"type": kind, **given},
    }
    return post(port, json.dumps(body).encode())[0]


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
def test_leaving_deletes_everything_of_that_workspace_only(port, slack, sqlite, workspaces, kind):
    installed(port, slack, "T1")
    installed(port, slack, "T2")
    words = {"tokens": {"oauth": [], "bot": ["UBOT"]}} if kind == "tokens_revoked" else {}
    for _ in range(2):
        assert farewell(port, kind, **words) == 200
    assert [row.workspace for row in rows(sqlite, Installation)] == ["T2"]
    assert {book.workspace for book in rows(sqlite, Book)} == {"T2"}
    assert {person.workspace for person in rows(sqlite, Person)} <= {"T2"}
    assert workspaces(team_id="T1") is None
    assert workspaces(team_id="T2") is not None


def connected(sqlite, accounts, workspace, account, secret):
    with sqlite.writing() as session:
        connections.connect(
            session,
            books.team(session, workspace=workspace),
            person="U1",
            provider=Provider.google,
            account=account,
            email=f"{account}@gmail.com",
            secret=accounts.seal(secret),
            chosen=None,
            place=PLACE,
        )


def until_revoked():
    """Wait for what goes on behind the answer to Slack."""
    for thread in threading.enumerate():
        if thread.name == "revoking":
            thread.join(10)


def test_leaving_gives_back_what_its_accounts_granted_and_no_others(
    port, slack, sqlite, accounts, google
):
    for team in ("T1", "T2"):
        installed(port, slack, team)
        connected(sqlite, accounts, team, "shared", f"{team}-shared")
        connected(sqlite, accounts, team, f"{team}-own", f"{team}-token")
    assert farewell(port, "app_uninstalled") == 200
    until_revoked()
    assert google.revoked == ["T1-token"]
    assert {row.account for row in rows(sqlite, Connection)} == {"shared", "T2-own"}


def test_leaving_gives_back_what_waits_to_be_confirmed(port, slack, sqlite, accounts, google):
    installed(port, slack, "T1")
    with desk(sqlite, slack, keys=accounts._secrets) as at:
        at.arrive(at.browser())
    assert farewell(port, "app_uninstalled") == 200
    until_revoked()
    assert google.revoked == ["token-canary-1"]
    assert rows(sqlite, Consent) == []


def test_a_provider_that_hangs_or_is_down_does_not_keep_slack_waiting(
    port, slack, sqlite, accounts, google, monkeypatch, caplog
):
    installed(port, slack, "T1")
    for account in ("a", "b"):
        connected(sqlite, accounts, "T1", account, "token-canary")
    may_end = threading.Event()

    def hang(_secret):
        assert may_end.wait(20)
        raise Later("Google cannot be reached.")

    monkeypatch.setattr(google, "revoke", hang)
    assert farewell(port, "app_uninstalled") == 200
    assert rows(sqlite, Connection) == []
    may_end.set()
    until_revoked()
    assert caplog.text.count("could not be given back") == 2
    assert "canary" not in caplog.text


def test_somebodys_own_token_is_not_ours(port, slack, sqlite):
    installed(port, slack, "T1")
    assert farewell(port, "tokens_revoked", tokens={"oauth": ["U1"], "bot": []}) == 200
    assert len(rows(sqlite, Installation)) == 1


def test_an_old_farewell_does_not_end_a_new_installation(port, slack, sqlite):
    installed(port, slack, "T1")
    assert farewell(port, "app_uninstalled", at=1_000_000_000) == 200
    assert len(rows(sqlite, Installation)) == 1


def test_what_roster_asks_for_is_what_its_manifest_says():
    manifest = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text())
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(installing.SCOPES)
    told = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(told)
