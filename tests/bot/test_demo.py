"""The demo: one command, a Slack with Roster in it, and sample contacts that came as files come."""

import csv
import signal
import socket

import pytest

from bot import demo
from bot.playground.people import TEAM_ID
from bot.playground.person import Person
from store.sync import connections
from tests.processes import Process
from tests.walking import Walker


@pytest.fixture
def start(tmp_path):
    """Start a demo that keeps its data; what it said, and the demo."""
    running = []

    def run():
        said = []
        running.append(demo.start(port=0, data=tmp_path / "kept", tell=said.append))
        return running[-1], said

    yield run
    for one in running:
        one.stop()


def test_the_coach_finds_the_sample_contacts_and_the_client_does_not(start):
    running, said = start()
    assert said[-1] == "Importing sample contacts…"
    assert running.playground.url in running.greeting
    carla, cleo = Person(running.playground.url, "carla"), Person(running.playground.url, "cleo")
    carla.home()
    carla.see("of 140")
    carla.see("Agnieszka Żółkiewska")
    cleo.home()
    cleo.see_no("Żółkiewska")
    for person in (carla, cleo):
        person.close_connections()


def test_kept_contacts_are_there_next_time_and_not_imported_twice(start):
    first, _ = start()
    first.stop()
    second, said = start()
    assert "Importing sample contacts…" not in said
    carla = Person(second.playground.url, "carla")
    carla.home()
    carla.see("of 140")
    carla.close_connections()


def test_synced_contacts_are_there_with_their_source(start):
    running, _ = start()
    carla = Person(running.playground.url, "carla")
    carla.home()
    carla.see("Baker, Khan Bakery  ·  Google Contacts")
    carla.click("Sync contacts")
    carla.see("37 contacts and 4 groups")
    carla.close_connections()


def test_a_visitor_can_connect_the_other_kind_of_account_in_a_browser(start):
    running, _ = start()
    carla = Person(running.playground.url, "carla")
    carla.home()
    carla.click("Sync contacts")
    carla.click("Office 365")
    walker = Walker().go(carla.link("Continue to Microsoft"))
    account = running.playground.accounts.directory.of("microsoft")[0]
    walker.submit(account=account.id, do="continue").submit()
    walker.go(walker.address, {"which": "all", "decision": "connect"})
    carla.see(f"groups from {account.email}")
    carla.close_connections()


def test_kept_accounts_are_still_connected_next_time(start, tmp_path):
    first, _ = start()
    first.stop()
    assert (tmp_path / "kept" / "demo.key").stat().st_mode & 0o777 == 0o600
    second, _ = start()
    with second.roster.database.reading() as session:
        (connection,) = connections.in_workspace(session, workspace=TEAM_ID)
    names = [group.name for group in second.roster.accounts.open(connection).groups()]
    assert "Wed cohort" in names


def test_settings_of_the_real_roster_are_left_alone(start, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setenv("ROSTER_COMMAND_PREFIX", "mine-")
    monkeypatch.setenv("GOOGLE_TOKEN_URL", "https://127.0.0.1:1/")
    (tmp_path / ".env").write_text("SLACK_CLIENT_ID=1.2\n")
    running, said = start()
    assert said[-1] == "Importing sample contacts…"
    assert running.stop()


def test_a_busy_port_is_said(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with Process(tmp_path, "demo", "--port", port) as process:
            assert process.ended() == 1
    assert f"Port {port} is in use" in process.output


def test_ctrl_c_ends_it_cleanly_and_leaves_nothing(tmp_path):
    with Process(tmp_path, "demo", "--port", "0", TMPDIR=str(tmp_path)) as process:
        process.wait_for(r"Open http://127\.0\.0\.1:\d+", seconds=150)
        code, seconds = process.end(signal.SIGINT)
    assert code == 0
    assert seconds < 10
    assert "could not be imported" not in process.output
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_harmless():
    with demo.SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 112
    for row in rows:
        for name in ("E-mail 1 - Value", "E-mail 2 - Value"):
            domain = row[name].strip().lower().rpartition("@")[2]
            assert not domain or domain.endswith(("example.com", "example.org", "example.net"))
