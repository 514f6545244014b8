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


def help_blocks(command: str = "/contacts") -> list[Block]:
    """The commands, and what else there is to do."""
    lines = [f"`{f'{command} {words}'.strip()}`  {meaning}" for words, meaning in COMMANDS.items()]
    return [
        section("*Roster keeps your contacts inside Slack.*\n" + "\n".join(lines)),
        section(
            "You can also open the *Home* tab of Roster, or drop a CSV file "
            "(from Google Contacts, Outlook, Mailchimp and many others) into your messages "
            "with Roster: it shows what would happen before it adds anybody."
        ),
        actions([button("Open contacts", "contacts.open_page", style="primary")]),
    ]


def help_modal() -> View:
    """The help, from the page's ⋮ menu."""
    return modal("Help", help_blocks()[:2], callback_id="help.modal")
