"""The pages on which a person lets the app into an account, or is told why that cannot be."""

from collections.abc import Sequence

from flask import Response, make_response, render_template

from bot.playground.accounts.people import Account


def consent(
    provider: str,
    *,
    app: str,
    accounts: Sequence[Account],
    chosen: str,
    permission: str,
    can_untick: bool,
) -> Response:
    """The page that asks. Its form comes back to the same address as a POST with `account` (an
    id), `permission` (where it is ticked) and `do`: "continue" or "cancel"."""
    return make_response(
        render_template(
            "consent.html",
            provider=provider,
            app=app,
            accounts=accounts,
            chosen=chosen,
            permission=permission,
            can_untick=can_untick,
        )
    )


def refused(provider: str, reason: str) -> Response:
    """The page that says what was wrong with the way here; it sends nobody back."""
    return make_response(render_template("refused.html", provider=provider, reason=reason), 400)
