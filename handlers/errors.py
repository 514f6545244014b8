"""When a click, a command or an event fails: tell the person, on the surface where they stand."""

import json
import logging
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.screens import acknowledge, show
from handlers.telling import messages_with
from handlers.views.connections import sources
from handlers.views.errors import sorry, unexpected
from handlers.views.kit import Block, escape, message, section
from store import books
from store.db import Database
from store.errors import ReadOnly, StoreError, Unavailable
from store.sync import connections

LATE = "That took too long for Slack. Please click again."
BUSY = "Slack is busy just now. Please try again in a minute."
SHUT_OUT = (
    "Slack does not let Roster into this workspace any more. Ask whoever runs Roster to look: "
    "`roster doctor` says what is wrong."
)
# What Slack's refusals mean to a person; any other is a fault of Roster's.
REFUSALS = {
    "expired_trigger_id": LATE,
    "exchanged_trigger_id": LATE,
    "invalid_trigger_id": LATE,
    "ratelimited": BUSY,
    "service_unavailable": BUSY,
    "internal_error": BUSY,
    "fatal_error": BUSY,
    "invalid_auth": SHUT_OUT,
    "not_authed": SHUT_OUT,
    "account_inactive": SHUT_OUT,
    "token_revoked": SHUT_OUT,
    "missing_scope": SHUT_OUT,
}
OUTDATED = "This button comes from an older Roster. Please open the page again."

log = logging.getLogger(__name__)


def tell(
    error: Exception,
    request: BoltRequest,
    context: BoltContext,
    body: dict[str, Any],
    client: WebClient,
) -> BoltResponse | None:
    """Say what happened: in the answer to Slack where it is still open, else by another way."""
    text, ways = _sentence(error), _ways(error, context)
    if isinstance(error, Unavailable) and body.get("type") == "event_callback":
        return BoltResponse(status=503)  # Slack delivers the event again
    if body.get("type") == "block_suggestion":
        # A form from before: each letter that is typed would bring another message.
        return BoltResponse(status=200, body=json.dumps({"options": []}))
    if not request.lazy_only and (answer := _answer(body, text, ways)):
        return BoltResponse(status=200, body=json.dumps(answer))
    _tell_later(client, context, body, text, ways)
    return None if request.lazy_only else BoltResponse(status=200)


def outdated(client: WebClient, context: BoltContext, body: dict[str, Any]) -> None:
    """Answer a button that no listener knows."""
    _tell_later(client, context, body, OUTDATED)


def outdated_form(ack: Ack) -> None:
    """Answer a form that no listener knows."""
    ack(response_action="update", view=sorry(OUTDATED))


def _sentence(error: Exception) -> str:
    if isinstance(error, Unavailable):
        log.error("the database cannot be used", exc_info=error)
    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, OSError):
        log.warning("Slack could not be reached: %s", error)
        return BUSY
    if isinstance(error, SlackApiError) and (known := REFUSALS.get(error.response["error"])):
        log.warning("Slack did not take it: %s", error.response["error"])
        return known
    reference = secrets.token_hex(4)
    log.error("unexpected error %s", reference, exc_info=error)
    return unexpected(reference)


def _ways(error: Exception, context: BoltContext) -> list[Block]:
    """Where somebody can change a contact that cannot be changed here."""
    if not isinstance(error, ReadOnly):
        return []
    database: Database = context["database"]
    with database.reading() as session:
        book = books.get(session, book_id=error.contact.book_id)
        return sources(connections.links_of(session, book, contact_id=error.contact.id))


def _answer(body: dict[str, Any], text: str, ways: list[Block]) -> dict[str, Any] | None:
    if body.get("type") == "view_submission":
        # At a field of the form, so that what was typed stays; else in place of the question.
        inputs = [one["block_id"] for one in body["view"]["blocks"] if one["type"] == "input"]
        if inputs and not ways:
            return {"response_action": "errors", "errors": {inputs[0]: text}}
        return {"response_action": "update", "view": sorry(text, ways)}
    if body.get("command"):
        return {"response_type": "ephemeral", **message(f":warning: {escape(text)}")}
    return None


def _tell_later(
    client: WebClient,
    context: BoltContext,
    body: dict[str, Any],
    text: str,
    more: Sequence[Block] = (),
) -> None:
    """By the first way that Slack accepts: a modal, the channel (seen by the person only), a DM."""
    said = f":warning: {escape(text)}"
    told = message(said, [section(said), *more])
    person = str(context.user_id or "")
    ways: list[Callable[[], Any]] = [
        lambda: client.chat_postMessage(channel=messages_with(client, person), **told)
    ]
    if context.channel_id:
        place = str(context.channel_id)
        ways.insert(0, lambda: client.chat_postEphemeral(channel=place, user=person, **told))
    if body.get("trigger_id") and (body.get("view") or body.get("type") == "message_action"):
        ways.insert(0, lambda: show(client, body, sorry(text, more)))
    for way in ways:
        try:
            way()
        except (SlackApiError, OSError) as refused:
            known = refused.response.get("error") if isinstance(refused, SlackApiError) else refused
            log.warning("could not tell a person: %s", known)
        else:
            return


def register(app: App) -> None:
    """Last of all listeners: what nobody else answered, and what went wrong."""
    app.action(re.compile(""))(ack=acknowledge, lazy=[outdated])
    app.view(re.compile(""))(outdated_form)
    app.error(tell)
