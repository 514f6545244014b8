"""Who may do what with connected accounts: editors only."""

from tests.e2e.role_row import BOOK, EDITOR, HOME, NOTHING, Row, command

LIST, LABELS = "contacts.more_options sync", "syncing.more labels"
CONSENT, QUESTION = "connecting.google", "syncing.more disconnect"
TABLE = [
    command("/contacts sync", EDITOR, NOTHING, "Active contacts connections", "sync"),
    Row(LIST, EDITOR, NOTHING, "quillheld@example.com", on=HOME),
    Row("syncing.show", EDITOR, NOTHING, "quillheld@example.com", on=HOME),
    Row("syncing.next", EDITOR, NOTHING, "quillwell@example.com", on=LIST),
    Row("syncing.previous", EDITOR, NOTHING, "quillheld@example.com", on="syncing.next"),
    Row("syncing.back", EDITOR, NOTHING, "quillheld@example.com", on=CONSENT),
    Row("syncing.more sync", EDITOR, BOOK, "is being synced now", on="syncing.next"),
    Row(LABELS, EDITOR, NOTHING, "Which contacts", on=LIST),
    Row("syncing.more history", EDITOR, NOTHING, "quillheld@example.com", on=LIST),
    Row(QUESTION, EDITOR, NOTHING, "gives its permission back", on=LIST),
    Row("syncing.remove", EDITOR, BOOK, "are being removed", on=LIST),
    Row("syncing.keep", EDITOR, BOOK, "stay as ordinary contacts", on=LIST),
    Row("syncing.open_link", None, NOTHING, "", on=CONSENT),
    Row(CONSENT, EDITOR, BOOK, "Continue to Google", on=LIST),
    Row("connecting.microsoft", EDITOR, BOOK, "Continue to Microsoft", on=LIST),
    Row("connecting.again", EDITOR, BOOK, "Continue to Google", on=LIST),
    Row("labels.ask", EDITOR, NOTHING, "Which contacts", on="syncing.next"),
    Row("labels.suggest", EDITOR, NOTHING, "Quilllabel", on=LABELS, text="quill", asks=True),
    Row("labels.save", EDITOR, BOOK, "", on=LABELS, typed={"which": "everybody"}),
    Row("disconnecting.confirm", EDITOR, BOOK, "was disconnected", on=QUESTION),
]
