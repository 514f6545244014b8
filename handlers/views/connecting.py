"""Connecting an account: what Roster reads of it, and the way to its consent page."""

from handlers.state import Memory
from handlers.views.connections import COMPANIES, GROUPINGS, TITLE, TROUBLE_LIMIT
from handlers.views.kit import View, actions, bold, button, escape, modal, note, section, short
from store.errors import ACCOUNTS
from store.sync_models import Connection
from store.words import Provider


def consent(
    provider: Provider, address: str, memory: Memory, *, again: Connection | None = None
) -> View:
    """Says what is read, and leads to the provider; `again` is the account that is meant."""
    company, where = COMPANIES[provider], ACCOUNTS[provider]
    whose = f" of {bold(again.email)}" if again else ""
    what = f"names, emails, companies, job titles, phone numbers and {GROUPINGS[provider]}"
    back = "‹ All accounts"
    return modal(
        TITLE,
        [
            section(f"*{where}*{whose}\nRoster reads {what} of the contacts there."),
            section(
                "• It only reads. Nothing is changed there, now or later.\n"
                f"• One way: what changes in {where} changes here. Synced contacts cannot be "
                "edited here, but starred, put into groups and given memberships.\n"
                "• Everybody who has this book sees them. You can disconnect at any time."
            ),
            actions(
                [
                    button(
                        f"Continue to {company}",
                        "syncing.open_link",
                        url=address,
                        style="primary",
                    ),
                    button(back, "syncing.back"),
                ],
                "consent",
            ),
            note("The link is for you alone, and good once, for ten minutes."),
        ],
        callback_id="connecting.modal",
        memory=memory.dump(),
    )


def came_to_nothing(reason: str) -> str:
    """Why a consent connected no account."""
    return f":warning: No account was connected. {escape(short(reason, TROUBLE_LIMIT))}"
