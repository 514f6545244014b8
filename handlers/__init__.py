"""Every screen in Slack: what it shows and what each click does."""

from collections.abc import Callable

from slack_bolt import App

from handlers import books, commands, contacts, errors, favorites, home, importing
from handlers.access import introduce
from handlers.work import Work

# The steps of long work by their address; a job names the one that comes next.
STEPS: dict[str, Callable[[Work], None]] = {
    "importing.read": importing.read,
    "importing.ask": importing.ask,
    "importing.write": importing.write,
    "importing.tell": importing.tell,
    "importing.refuse": importing.refuse,
    "importing.failed": importing.failed,
}


def register(app: App, *, prefix: str = "") -> None:
    """Tie every command, event, button and form to its function; the catch-alls come last."""
    app.use(introduce)
    commands.register(app, prefix)
    contacts.register(app)
    favorites.register(app)
    books.register(app)
    importing.register(app)
    home.register(app)
    errors.register(app)
