"""The two apps that `slack.py` compares, each in a process of its own: Roster, and bare Bolt."""

import logging
import sys
import tempfile
from pathlib import Path

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot import app as apps
from bot import web
from bot.guard import Guard
from bot.server import Server
from bot.settings import load
from store import db
from tests.slack_requests import SECRET

# what a form of a few fields weighs, so that both send about the same
FIELDS = ("Email", "First name", "Last name", "Company", "Job title", "Phone", "Notes")
FORM = {
    "type": "modal",
    "callback_id": "contacts.save",
    "title": {"type": "plain_text", "text": "New contact"},
    "submit": {"type": "plain_text", "text": "Add contact"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "blocks": [
        {
            "type": "input",
            "block_id": name,
            "optional": True,
            "label": {"type": "plain_text", "text": name},
            "element": {"type": "plain_text_input", "action_id": "value", "max_length": 300},
        }
        for name in FIELDS
    ],
}


def bare(slack: str) -> Server:
    """Bolt as its own guide writes it, on the same server as Roster."""
    client = WebClient(token="xoxb-1", base_url=slack)
    app = App(client=client, signing_secret=SECRET)

    @app.command("/contacts")
    def add(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    return Server(SlackRequestHandler(app), "127.0.0.1", 0)


def roster(slack: str, listeners: int, threads: int) -> Server:
    """Roster as `roster serve` puts it together, on a fresh SQLite file."""
    settings = load(
        _env_file=None, slack_bot_token="xoxb-1", slack_signing_secret=SECRET, slack_api_url=slack
    )
    database = db.connect(f"sqlite:///{Path(tempfile.mkdtemp()) / 'roster.db'}")
    db.migrate(database)
    app = apps.build(settings, database, lambda: None, threads=listeners)
    door = web.Door(app, Guard(SECRET), web.pages(lambda: True))
    return Server(door, "127.0.0.1", 0, threads=threads)


def main() -> None:
    """Serve what the arguments name, print the port, and end with the standard input."""
    logging.disable(logging.WARNING)
    name, slack = sys.argv[1], sys.argv[2]
    server = bare(slack) if name == "bare" else roster(slack, *map(int, sys.argv[3:]))
    server.start()
    print(server.port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
