"""Every screen in Slack: what it shows and what each click does."""

from collections.abc import Callable

from slack_bolt import App

from handlers import (
    books,
    bulk,
    commands,
    connecting,
    connections,
    contacts,
    disconnecting,
    errors,
    exporting,
    favorites,
    filter_row,
    filters,
    grouping,
    groups,
    home,
    import_choices,
    import_columns,
    importing,
    imports,
    inviting,
    labels,
    membership_changes,
    membership_commands,
    memberships,
    products,
    receiving,
    saving,
    segments,
    syncing,
    ticks,
)
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
    "imports.undo": imports.take_back,
    "imports.tell": imports.tell,
    "imports.failed": imports.failed,
    "bulk.back_up": bulk.back_up,
    "bulk.run": bulk.run,
    "bulk.tell": bulk.tell,
    "bulk.refuse": bulk.refuse,
    "bulk.failed": bulk.failed,
    "exporting.write": exporting.write,
    "exporting.failed": exporting.failed,
    "products.remove": products.remove,
    "products.tell": products.tell,
    "products.failed": products.failed,
    "inviting.send": inviting.send,
    "inviting.tell": inviting.tell,
    "inviting.failed": inviting.failed,
    "connections.sync": connections.sync,
    "connections.tell": connections.tell,
    "connections.leave": connections.leave,
    "connections.left": connections.left,
    "connections.failed": connections.failed,
}


def register(app: App, *, prefix: str = "") -> None:
    """Tie every command, event, button and form to its function; the catch-alls come last."""
    app.use(introduce)
    commands.register(app, prefix)
    membership_commands.register(app, prefix)
    contacts.register(app)
    favorites.register(app)
    filter_row.register(app)
    filters.register(app)
    segments.register(app)
    memberships.register(app)
    membership_changes.register(app)
    products.register(app)
    groups.register(app)
    grouping.register(app)
    ticks.register(app)
    exporting.register(app)
    inviting.register(app)
    books.register(app)
    receiving.register(app)
    importing.register(app)
    import_choices.register(app)
    import_columns.register(app)
    imports.register(app)
    saving.register(app)
    syncing.register(app)
    connecting.register(app)
    labels.register(app)
    disconnecting.register(app)
    home.register(app)
    errors.register(app)
