"""What Roster says about itself."""

from handlers.views.kit import Block, View, actions, button, modal, section

COMMANDS = {
    "": "open your contacts",
    "add": "add a contact with a form",
    "add ann@example.com Ann Lee": "add a contact right away",
    "find ann": "search names, emails and companies; `find` can be left out",
    "import": "bring contacts in from a CSV file",
    "help": "show this help",
}

GROUP_COMMANDS = {
    "": "open your groups",
    "add": "make a group with a form",
    "add VIP": "make a group right away",
    "find vip": "open the group of this name; `find` can be left out",
    "help": "show this help",
}


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
            "You can also open the *Home* tab of Roster, or drop a CSV file "
            "(from Google Contacts, Outlook, Mailchimp and many others) into your messages "
            "with Roster: it shows what would happen before it adds anybody."
        ),
        actions([button("Open contacts", "contacts.open_page", style="primary")]),
    ]


def help_modal() -> View:
    """The help, from the page's ⋮ menu."""
    return modal("Help", [*help_blocks()[:2], *group_help_blocks()], callback_id="help.modal")


def _listed(command: str, meanings: dict[str, str]) -> str:
    lines = [f"`{f'{command} {words}'.strip()}`  {meaning}" for words, meaning in meanings.items()]
    return "\n".join(lines)
