"""The process from outside: how it starts, what it refuses, what it writes, how it ends."""

import base64
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from handlers.state import PageState
from store import books, contacts, jobs
from store.contacts import Fields
from store.db import connect
from store.secrets import is_key, new_key
from tests.fake_slack import Answer
from tests.processes import ROOT, Process
from tests.slack_requests import SECRET, action, command, event, post, signed

TOKEN = "xoxb-canary-0f1e2d"


@pytest.fixture
def serve(slack, tmp_path):
    """Start `roster serve` against the fake Slack, with more or other settings."""

    def start(*arguments, **settings):
        usual = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.url,
        }
        return Process(tmp_path, "serve", *(arguments or ["--port", "0"]), **{**usual, **settings})

    return start


def ask_for_an_export(address):
    database = connect(address)
    with database.writing() as session:
        book = books.install(session, workspace="T1", person="U1")
        contacts.add(session, book, person="U1", fields=Fields("ann@example.com"))
        data = {"page": PageState(book=book.id).dump(), "channel": "D1", "ts": "1.1"}
        jobs.add(session, book, person="U1", key="1", step="exporting.write", data=data)
    database.close()


def slow():
    time.sleep(2)
    return Answer(status=503)


def health(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return answer.status


def test_it_makes_its_database_answers_and_ends_with_zero(serve, tmp_path):
    with serve() as roster:
        port = roster.port()
        assert health(port) == 200
        assert (tmp_path / "data" / "roster.db").exists()
        assert post(port, command(text="help"))[0] == 200
        code, seconds = roster.end()
    assert code == 0
    assert seconds < 10
    assert "stopped" in roster.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_was_taken_is_finished_before_the_end(serve, slack, number):
    slack.delay = 0.5
    with serve() as roster:
        port = roster.port()
        assert post(port, command(text="add"))[0] == 200  # the form is still on its way
        code, seconds = roster.end(number)
        assert "views.open" in slack.methods()
    assert code == 0
    assert seconds < 10
    assert "unfinished" not in roster.output


def test_what_a_killed_process_had_in_hand_is_done_as_soon_as_the_next_one_starts(
    serve, slack, tmp_path
):
    slack.plan = lambda call: slow() if call.method == "files.getUploadURLExternal" else None
    with serve() as roster:
        roster.port()
        ask_for_an_export(f"sqlite:///{tmp_path}/data/roster.db")
        slack.wait_for("files.getUploadURLExternal")
        roster.end(signal.SIGKILL)
    began = time.monotonic()
    with serve() as roster:
        slack.wait_for("files.getUploadURLExternal", times=2, seconds=40)
        assert time.monotonic() - began < jobs.LEASE.total_seconds() / 2
        roster.end(signal.SIGKILL)


def test_a_signal_that_the_main_thread_does_not_notice_ends_it_all_the_same():
    story = """
import signal, threading
from bot.__main__ import _end_of_day
ended = _end_of_day()
other = threading.Thread(target=threading.Event().wait, daemon=True)
other.start()
threading.Timer(0.3, lambda: signal.pthread_kill(other.ident, signal.SIGTERM)).start()
ended.recv(1)
"""
    assert subprocess.run([sys.executable, "-c", story], cwd=ROOT, timeout=30).returncode == 0


def test_garbage_is_not_looked_for_among_what_is_loaded():
    story = """
import gc
from bot import __main__ as command
command._settle()
assert len(gc.get_objects()) < gc.get_freeze_count() / 100
"""
    assert subprocess.run([sys.executable, "-c", story], cwd=ROOT, timeout=30).returncode == 0


def test_slack_that_hangs_does_not_keep_the_process_for_ten_seconds(serve, slack):
    slack.delay = 25
    body = command(text="add")
    head = {"Host": "x", "Content-Length": len(body), **signed(body)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    with serve() as roster, socket.create_connection(("127.0.0.1", roster.port())) as raw:
        raw.sendall(f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body)
        slack.wait_for("auth.test")
        code, seconds = roster.end()
    assert code == 0
    assert seconds < 10
    slack.delay = 0


def test_missing_settings_are_said_at_once(serve):
    with serve(SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="") as roster:
        assert roster.ended() == 1
    assert "SLACK_BOT_TOKEN is missing" in roster.output
    assert "SLACK_SIGNING_SECRET is missing" in roster.output
    assert "Traceback" not in roster.output


def test_a_busy_port_is_said(serve):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serve("--port", port) as roster:
            assert roster.ended() == 1
    assert f"Port {port} is in use" in roster.output
    assert "Traceback" not in roster.output


def test_a_database_of_a_newer_roster_is_left_as_it_is(serve, tmp_path):
    with serve() as roster:
        roster.port()
        roster.end()
    file = tmp_path / "data" / "roster.db"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'future'")
    connection.close()
    before = file.read_bytes()
    with serve() as roster:
        assert roster.ended() == 1
    assert "newer Roster" in roster.output
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_left_as_it_is(serve, tmp_path):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "roster.db"
    file.write_bytes(b"holiday pictures" * 1000)
    with serve() as roster:
        assert roster.ended() == 1
    assert "cannot be opened" in roster.output
    assert file.read_bytes() == b"holiday pictures" * 1000


def test_nothing_secret_and_nobodys_name_is_written_even_at_debug(serve, slack):
    key = new_key()
    name = "Canarina"
    with serve(ROSTER_LOG_LEVEL="debug", ROSTER_SECRET_KEYS=key) as roster:
        port = roster.port()
        bodies = [
            command(text=f"add {name.lower()}@example.com {name} Lee"),
            command(text=f"find {name}"),
            action("nobody.knows", name),
            event("Ev1", canary=name),
            command("/unknown", name),
        ]
        for body in bodies:
            post(port, body)
            post(port, body, signed(body, secret="forged"))
        slack.plan = lambda _: Answer({"ok": False, "error": "internal_error", "name": name})
        for body in bodies:
            post(port, body)
        roster.end()
    written = roster.output
    for secret in (TOKEN, SECRET, key):
        for form in (secret, base64.b64encode(secret.encode()).decode().rstrip("=")):
            assert form not in written
    assert name.lower() not in written.lower()
    assert "hooks.slack.com" not in written
    assert written.count("wrong signature") == len(bodies)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "doctor"),
        (["serve"], "brings the database up to date"),
        (["demo"], "Try Roster in the browser"),
        (["doctor"], "what is missing or wrong"),
        (["key"], "ROSTER_SECRET_KEYS"),
        (["rotate"], "first of ROSTER_SECRET_KEYS"),
    ],
)
def test_help_says_what_each_command_is_for(words, said):
    shown = CliRunner().invoke(app, [*words, "--help"])
    assert shown.exit_code == 0
    assert said in " ".join(shown.output.split())


def test_the_doctor_ends_with_one_when_something_is_wrong(tmp_path):
    with Process(tmp_path, "doctor") as roster:
        assert roster.ended() == 1
    assert "SLACK_BOT_TOKEN is missing" in roster.output


def test_a_key_is_made():
    made = CliRunner().invoke(app, ["key"])
    assert is_key(made.output.strip())
