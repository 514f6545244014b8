"""Every id that Roster listens to: who may do it at least, what it changes, what comes of it."""

from tests.e2e import (
    role_table_connections,
    role_table_filters,
    role_table_imports,
    role_table_memberships,
)
from tests.e2e.role_row import (
    ACCESS,
    BOOK,
    EDITOR,
    HOME,
    MESSAGE,
    NEW,
    NOTHING,
    OWN,
    OWNER,
    VIEWER,
    WORK,
    Row,
    command,
)

COMMANDS = [
    command("/contacts", VIEWER, NOTHING, "Quilla", ""),
    command("/contacts find", VIEWER, NOTHING, "Quilla", "find example"),
    command("/contacts find (without the word)", VIEWER, NOTHING, "Quilla", "example"),
    command("/contacts add", EDITOR, BOOK, "was added", f"add {NEW} Nora New"),
    command("/contacts add (a form)", EDITOR, NOTHING, "New contact", "add Nora"),
    command("/contacts find (a filter)", VIEWER, NOTHING, "Quilla", "find product:#{product}"),
    command("/contacts export", EDITOR, NOTHING, "as a CSV file", "export"),
    command(
        "/contacts export (a filter)",
        EDITOR,
        NOTHING,
        "as a CSV file",
        "export group:#{group} product:#{product}",
    ),
    command("/contacts help", None, NOTHING, "What Roster can do", "help"),
    command("/groups", VIEWER, NOTHING, "Quillgroup", ""),
    command("/groups find", VIEWER, NOTHING, "Quillgroup", "find quillgroup"),
    command("/groups find (a list)", VIEWER, NOTHING, "Quillgroup", "group"),
    command("/groups add", EDITOR, BOOK, "was made", "add Novices"),
    command("/groups add (a form)", EDITOR, NOTHING, "Create group", "add"),
    command("/groups help", None, NOTHING, "What Roster can do with groups", "help"),
]
EVENTS = [
    Row(HOME, VIEWER, NOTHING, "Quilla", alone=True),
    Row(f"{HOME} (where they left it)", VIEWER, NOTHING, "Quillgroup", alone=True),
    Row(MESSAGE, None, NOTHING, "What Roster can do"),
    Row("message", None, NOTHING, ""),
]

CARD, BOXES, GROUP = "contacts.more open", "ticks.start", "groups.open"
GROUP_BOXES = "ticks.start (in a group)"
PAGE = [
    Row("contacts.open_page", VIEWER, NOTHING, "Quilla", on="importing.confirm", alone=True),
    Row("contacts.show_all", VIEWER, NOTHING, "Quilla", on="favorites.show", alone=True),
    Row(
        "contacts.search",
        VIEWER,
        NOTHING,
        "Quilla",
        on=HOME,
        typed={"search:0": "example"},
        alone=True,
    ),
    Row(
        "contacts.look_up",
        VIEWER,
        NOTHING,
        "Quilla",
        on="/contacts",
        typed={"search:0": "example"},
        alone=True,
    ),
    Row("contacts.clear_search", VIEWER, NOTHING, "Quilla", on="contacts.search", alone=True),
    Row("contacts.next", VIEWER, NOTHING, "Quilla", on=HOME, alone=True),
    Row("contacts.previous", VIEWER, NOTHING, "Quilla", on="contacts.next", alone=True),
    Row("favorites.show", VIEWER, NOTHING, "Quilla", on=HOME, alone=True),
    Row("groups.show", VIEWER, NOTHING, "Quillgroup", on=HOME, alone=True),
    Row(GROUP, VIEWER, NOTHING, "Quilla", on="groups.show", alone=True),
    Row(
        "groups.open (from a message)",
        VIEWER,
        NOTHING,
        "Quill",
        on="/groups add (there)",
        alone=True,
    ),
    Row("books.choose", VIEWER, OWN, "Quilla", on=HOME, typed={"book:{book}": "{book}"}),
    Row("contacts.more_options help", None, NOTHING, "Groups are named sets", on=HOME),
    Row("contacts.more_options import", EDITOR, NOTHING, "Choose a CSV file", on=HOME),
    Row("contacts.more_options access", OWNER, NOTHING, "Give access", on=HOME),
]
CONTACT = [
    Row(CARD, VIEWER, NOTHING, "Quilla", on=HOME),
    Row("contacts.open", VIEWER, NOTHING, "Quilla", on="/contacts add (there)"),
    Row("contacts.more edit", EDITOR, NOTHING, "Update contact", on=HOME),
    Row("contacts.edit", EDITOR, NOTHING, "Update contact", on=CARD),
    Row("contacts.more delete", EDITOR, NOTHING, "This is permanent", on=HOME),
    Row("contacts.ask_delete", EDITOR, NOTHING, "This is permanent", on=CARD),
    Row("contacts.more star", VIEWER, OWN, "views.publish", on=HOME),
    Row("contacts.more unstar", VIEWER, OWN, "views.publish", on=HOME),
    Row("favorites.add", VIEWER, OWN, "views.publish", on=HOME),
    Row("favorites.add (on the card)", VIEWER, OWN, "Remove from favorites", on=CARD),
    Row("favorites.remove", VIEWER, OWN, "views.publish", on=HOME),
    Row("contacts.more group", EDITOR, NOTHING, "Add to existing group", on=HOME),
    Row("contacts.more leave", EDITOR, BOOK, "removed from", on=GROUP),
    Row("contacts.add", EDITOR, NOTHING, "Add contact", on=HOME),
    Row(
        "contacts.create",
        EDITOR,
        BOOK,
        "was added",
        on="contacts.add",
        typed={"email": NEW, "first_name": "Nora"},
    ),
    Row(
        "contacts.create (from a command)",
        EDITOR,
        BOOK,
        "was added",
        on="/contacts add (a form)",
        typed={"email": NEW},
    ),
    Row(
        "contacts.create (of somebody there)",
        EDITOR,
        NOTHING,
        "is already in this book",
        on="contacts.add",
        typed={"email": "quilla1@example.com"},
    ),
    Row(
        "contacts.update",
        EDITOR,
        BOOK,
        "was updated",
        on="contacts.edit",
        typed={"company": "New & Co"},
    ),
    Row("contacts.confirm_delete", EDITOR, BOOK, "was deleted", on="contacts.ask_delete"),
    Row("exporting.contact", EDITOR, WORK, "quilla1@example.com", on=CARD),
]
GROUPS = [
    Row("groups.add", EDITOR, NOTHING, "Create group", on="groups.show"),
    Row("groups.add_with_ticked", EDITOR, NOTHING, "will be in it", on=BOXES),
    Row("groups.add_instead", EDITOR, NOTHING, "will be in it", on="grouping.choose"),
    Row("groups.ask_rename", EDITOR, NOTHING, "Rename group", on=GROUP),
    Row("groups.ask_delete", EDITOR, NOTHING, "stay in the book", on=GROUP),
    Row("groups.create", EDITOR, BOOK, "was made", on="groups.add", typed={"name": "Novices"}),
    Row(
        "groups.create (with the ticked)",
        EDITOR,
        BOOK,
        "2 contacts added",
        on="groups.add_with_ticked",
        typed={"name": "Novices"},
    ),
    Row(
        "groups.create (with one contact)",
        EDITOR,
        BOOK,
        "1 contact added",
        on="groups.add_instead",
        typed={"name": "Novices"},
    ),
    Row(
        "groups.rename",
        EDITOR,
        BOOK,
        "is called",
        on="groups.ask_rename",
        typed={"name": "Novices"},
    ),
    Row("groups.confirm_delete", EDITOR, BOOK, "was deleted", on="groups.ask_delete"),
    Row("grouping.choose", EDITOR, NOTHING, "Add to existing group", on=CARD),
    Row("grouping.choose_for_ticked", EDITOR, NOTHING, "Add to existing group", on=BOXES),
    Row("grouping.ask_take_out", EDITOR, NOTHING, "Remove", on=CARD),
    Row("grouping.suggest", EDITOR, NOTHING, "Quillgroup", on="grouping.choose", asks=True),
    Row(
        "grouping.put",
        EDITOR,
        BOOK,
        "1 contact added",
        on="grouping.choose",
        typed={"group": "{empty}"},
    ),
    Row(
        "grouping.put (the ticked)",
        EDITOR,
        BOOK,
        "2 contacts added",
        on="grouping.choose_for_ticked",
        typed={"group": "{empty}"},
    ),
    Row(
        "grouping.take_out",
        EDITOR,
        BOOK,
        "1 contact removed",
        on="grouping.ask_take_out",
        typed={"group": "{group}"},
    ),
]
TICKS = [
    Row(BOXES, VIEWER, NOTHING, "2 ticked", on=HOME, alone=True),
    Row(GROUP_BOXES, VIEWER, NOTHING, "2 ticked", on=GROUP, alone=True),
    Row("ticks.add_all", VIEWER, OWN, "4 ticked", on=BOXES),
    Row("ticks.clear", VIEWER, OWN, "0 ticked", on=BOXES),
    Row("ticks.end", VIEWER, OWN, "views.publish", on=BOXES),
    Row("ticks.star", VIEWER, OWN, "to your favorites", on=BOXES),
    Row(
        "contacts.next (with another tick)", VIEWER, OWN, "0 ticked", on=BOXES, typed={"boxes:": []}
    ),
    Row("ticks.take_out", EDITOR, BOOK, "removed from", on=GROUP_BOXES),
    Row("ticks.ask_delete", EDITOR, NOTHING, "Delete *2 contacts*?", on=BOXES),
    Row("ticks.confirm_delete", EDITOR, BOOK, "2 contacts deleted", on="ticks.ask_delete"),
    Row(
        "ticks.confirm_delete (of many)",
        EDITOR,
        NOTHING,
        "are many",
        on="ticks.ask_delete",
        many=True,
    ),
    Row(
        "ticks.confirm_again",
        EDITOR,
        BOOK,
        "2 contacts deleted",
        on="ticks.confirm_delete (of many)",
    ),
    Row("exporting.ticked", EDITOR, WORK, "quilla1@example.com", on=BOXES),
]
EVENT_FORM = {"title": "Yoga", "starts_at": 4_131_363_600}
INVITING = [
    Row("inviting.ask_group", EDITOR, NOTHING, "Make invitation", on=GROUP),
    Row("inviting.ask_ticked", EDITOR, NOTHING, "Make invitation", on=BOXES),
    Row("inviting.ask_contact", EDITOR, NOTHING, "Make invitation", on=CARD),
    Row(
        "inviting.invite",
        EDITOR,
        WORK,
        "quilla1@example.com",
        on="inviting.ask_group",
        typed=EVENT_FORM,
    ),
    Row(
        "inviting.invite (the ticked)",
        EDITOR,
        WORK,
        "quilla1@example.com",
        on="inviting.ask_ticked",
        typed=EVENT_FORM,
    ),
    Row(
        "inviting.invite (one contact)",
        EDITOR,
        WORK,
        "quilla1@example.com",
        on="inviting.ask_contact",
        typed=EVENT_FORM,
    ),
    Row("inviting.open_link", None, NOTHING, "", on="inviting.invite"),
]
ACCESS_ROWS = [
    Row(
        f"books.change {word}",
        OWNER,
        ACCESS,
        "People with access",
        on="contacts.more_options access",
    )
    for word in ("viewer", "editor", "owner", "nothing")
] + [
    Row(
        "books.admit",
        OWNER,
        ACCESS,
        "has access now",
        on="contacts.more_options access",
        typed={"person": "U0FRIDA001", "role": "editor"},
    )
]

TABLE = [
    *COMMANDS,
    *EVENTS,
    *PAGE,
    *CONTACT,
    *GROUPS,
    *TICKS,
    *INVITING,
    *ACCESS_ROWS,
    *role_table_memberships.TABLE,
    *role_table_filters.TABLE,
    *role_table_imports.TABLE,
    *role_table_connections.TABLE,
]
# Two requests that only serve to be shown a message about somebody, and a group, already there.
HELPERS = [
    command("/contacts add (there)", EDITOR, NOTHING, "already", "add quilla1@example.com"),
    command("/groups add (there)", EDITOR, NOTHING, "already", "add Quillgroup"),
]
BY_NAME = {row.name: row for row in [*TABLE, *HELPERS]}
