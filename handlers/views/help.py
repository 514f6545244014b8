"""What Roster says about itself."""

from handlers.views.filter_writing import EXAMPLES
from handlers.views.importing import LIMITS
from handlers.views.kit import Block, View, actions, button, modal, section

COMMANDS = {
    "": "open your contacts",
    "add": "add a contact with a form",
    "add ann@example.com Ann Lee": "add a contact right away",
    "find ann": "search names, emails and companies; `find` can be left out",
    "find product:yoga status:active": "filter your contacts; see below",
    "import": "bring contacts in from a CSV or vCard file",
    "imports": "see what was imported, and undo it",
    "sync": "bring contacts in from Google Contacts or Office 365, and keep them fresh",
    "export": "get your contacts as a CSV file",
    "export product:yoga": "get those whom a filter finds",
    "help": "show this help",
}

GROUP_COMMANDS = {
    "": "open your groups",
    "add": "make a group with a form",
    "add VIP": "make a group right away",
    "find vip": "open the group of this name; `find` can be left out",
    "help": "show this help",
}

MEMBERSHIP_COMMANDS = {
    "": "open your memberships",
    "add": "add a membership with a form",
    "add ann@example.com Yoga 101 paid until 2026-12-31": "add a membership right away",
    "add ann@example.com Yoga 101 free from 2026-01-01 until 2026-03-31": "say from when",
    "find ann": "show somebody’s memberships; `find` can be left out",
    "find product:yoga status:expired": "show those of a product, a status, a payment type",
    "help": "show this help",
}

SEGMENT_COMMANDS = {
    "": "open your segments",
    "find lapsed": "open the segment of this name; `find` can be left out",
    "help": "show this help",
}


def membership_help_blocks(command: str = "/memberships") -> list[Block]:
    """What there is to do with products and memberships."""
    return [
        section(
            "*A membership gives a contact access to a product.*\n"
            + _listed(command, MEMBERSHIP_COMMANDS)
        ),
        section(
            "A membership is active from its first day to the end of its last one. Ended ones stay "
            "in the history. Who has what stands on the contacts page; *View memberships* shows "
            "the whole history, and lets you extend, renew or cancel one."
        ),
    ]


def segment_help_blocks(command: str = "/segments") -> list[Block]:
    """What there is to do with filters and segments."""
    return [
        section("*A segment is a filter with a name.*\n" + _listed(command, SEGMENT_COMMANDS)),
        section(
            "*Filters* are made on the contacts page with *Add filter*, or written:\n"
            + "\n".join(f"`{one}`" for one in EXAMPLES)
            + "\nSide by side means one membership that is all of it; AND, OR, NOT and brackets "
            "join more. Fields: product, status, payment, starts, ends, group, favorite, company, "
            "domain, source, import, added."
        ),
    ]


def group_help_blocks(command: str = "/groups") -> list[Block]:
    """What there is to do with groups."""
    return [
        section("*Groups are named sets of contacts.*\n" + _listed(command, GROUP_COMMANDS)),
        section(
            "To fill one, open your contacts, click *Select*, tick some people, and choose *Add to "
            "existing group* or *Create group*. An opened group can be searched, renamed, deleted "
            "(its contacts stay), and invited to an event."
        ),
    ]


def help_blocks(command: str = "/contacts") -> list[Block]:
    """The commands, and what else there is to do."""
    return [
        section("*Roster keeps your contacts inside Slack.*\n" + _listed(command, COMMANDS)),
        section(
            "You can also open the *Home* tab of Roster, or drop a CSV or vCard file "
            "(from Google Contacts, Outlook, Mailchimp and many others) into your messages "
            "with Roster: it shows what would happen before it adds anybody. In a channel that "
            "Roster is in, name it in the message with the file. The ⋮ menu of any message has "
            "*Import contacts*, for a file in it, and *Save to contacts*, for the "
            f"people whom it names. {LIMITS}"
        ),
        actions([button("Open contacts", "contacts.open_page", style="primary")]),
    ]


def help_modal() -> View:
    """The help, from the page's ⋮ menu."""
    shown = [*help_blocks()[:2], *group_help_blocks()]
    shown += [*membership_help_blocks(), *segment_help_blocks()]
    return modal("Help", shown, callback_id="help.modal")


def _listed(command: str, meanings: dict[str, str]) -> str:
    lines = [f"`{f'{command} {words}'.strip()}`  {meaning}" for words, meaning in meanings.items()]
    return "\n".join(lines)
