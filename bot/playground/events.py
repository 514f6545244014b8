"""The Events API: what happened, told to the app once, and again when it did not listen."""

import json
import secrets
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from bot.playground.conversations import Channel, Message
from bot.playground.delivery import JSON_TYPE, Answer, Delivery
from bot.playground.json_types import JSON
from bot.playground.manifest_rules import SCOPE_OF_EVENT
from bot.playground.payloads import VERIFICATION_TOKEN
from bot.playground.people import APP_ID, BOT_USER_ID, TEAM_ID, Member
from bot.playground.workspace import Workspace

RETRIES = 3
_REASONS = {"timeout": "http_timeout", "unreachable": "connection_failed", "": "http_error"}


class Events:
    """Tells the app what it subscribed to in its manifest."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace, self._delivery = workspace, delivery
        self._lock = threading.Lock()
        self._unheard: list[tuple[JSON, int, str]] = []  # event, retries so far, reason
        self._last: JSON = {}
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="playground-events")

    def home_opened(self, person: Member, tab: str) -> None:
        """Somebody opened the app's Home or Messages tab."""
        with self._workspace.lock:
            event: JSON = {
                "type": "app_home_opened",
                "user": person.id,
                "channel": self._workspace.dms[person.id].id,
                "tab": tab,
                "event_ts": f"{time.time():.6f}",
            }
            home = self._workspace.views.homes.get(person.id)
            if home and tab == "home":
                event["view"] = home.view_object(self._workspace.find_file)
        self.tell(event, "app_home_opened")

    def said(self, channel: Channel, message: Message) -> None:
        """Somebody, perhaps the app itself, said something."""
        if (sent := self._message_event(channel, message)) is not None:
            self.tell(*sent)

    def mentioned(self, channel: Channel, message: Message) -> None:
        """Somebody mentioned the app; Slack tells that of channels where the app is, not of DMs."""
        with self._workspace.lock:
            heard = channel.has_app and not channel.is_dm
            if not heard or f"<@{BOT_USER_ID}>" not in message.text:
                return
            event = _of_message(channel, message, self._workspace.address)
        self.tell({**event, "type": "app_mention"}, "app_mention")

    def invited(self, channel: Channel, by: Member) -> None:
        """The app was let into a channel."""
        event: JSON = {"type": "member_joined_channel", "user": BOT_USER_ID, "inviter": by.id}
        event |= {"channel": channel.id, "channel_type": "C", "team": TEAM_ID}
        event["event_ts"] = f"{time.time():.6f}"
        self.tell(event, "member_joined_channel")

    def said_by_app(self, channel: Channel, message: Message) -> None:
        """The same for the app's own words, in the background: its own call is under way."""
        if (sent := self._message_event(channel, message)) is not None:
            self._later(*sent)

    def uninstalled(self) -> None:
        """The app was taken out of the workspace."""
        tokens = {"oauth": [], "bot": [BOT_USER_ID]}
        self.tell({"type": "tokens_revoked", "tokens": tokens}, "tokens_revoked")
        self.tell({"type": "app_uninstalled"}, "app_uninstalled")

    def tell(self, event: JSON, subscription: str) -> Answer | None:
        """Deliver an event now; None without a subscription to it, or its scope."""
        known = self._workspace.manifest
        if subscription not in known.events:
            return None
        if SCOPE_OF_EVENT.get(subscription, "commands") not in known.scopes | {"commands"}:
            return None
        envelope = _envelope(event)
        with self._lock:
            self._last = envelope
        return self._deliver(envelope, 0, "")

    def repeat(self) -> Answer:
        """Deliver the last event once more, as when Slack had not heard the answer."""
        return self._post(self._last, 1, "http_timeout")

    def redeliver(self) -> int:
        """Make the re-deliveries that Slack would make minutes later; how many were made."""
        with self._lock:
            due, self._unheard = self._unheard, []
        for envelope, retries, reason in due:
            self._deliver(envelope, retries + 1, reason)
        return len(due)

    def settle(self) -> None:
        """Wait until all that was to be told later has been told."""
        self._behind.submit(lambda: None).result()

    def stop(self) -> None:
        """Tell nothing any more."""
        self._behind.shutdown(wait=True, cancel_futures=True)

    def _later(self, event: JSON, subscription: str) -> Future[Answer | None]:
        return self._behind.submit(self.tell, event, subscription)

    def _deliver(self, envelope: JSON, retries: int, reason: str) -> Answer:
        answer = self._post(envelope, retries, reason)
        if answer.ok or answer.headers.get("X-Slack-No-Retry") == "1":
            return answer
        reason = _REASONS[answer.failure]
        if retries == 0:  # the first re-delivery follows at once
            return self._deliver(envelope, 1, reason)
        if retries < RETRIES:
            with self._lock:
                self._unheard.append((envelope, retries, reason))
        return answer

    def _post(self, envelope: JSON, retries: int, reason: str) -> Answer:
        again = {"X_Slack_Retry_Num": str(retries), "X_Slack_Retry_Reason": reason}
        body = json.dumps(envelope).encode()
        what = f"event {envelope['event']['type']}"
        extra = again if retries else {}
        return self._delivery.post(what, envelope, body, JSON_TYPE, **extra)

    def _message_event(self, channel: Channel, message: Message) -> tuple[JSON, str] | None:
        with self._workspace.lock:
            if not channel.has_app or message.only_for:
                return None
            event = _of_message(channel, message, self._workspace.address)
            event["channel_type"] = "im" if channel.is_dm else "channel"
            if message.files:
                event["subtype"] = "file_share"
        return event, "message.im" if channel.is_dm else "message.channels"


def _of_message(channel: Channel, message: Message, address: str) -> JSON:
    event = message.message_object(address)
    if message.files:
        del event["team"]  # as Slack does, for reasons of its own
    return {**event, "channel": channel.id, "event_ts": message.ts}


def _envelope(event: JSON) -> JSON:
    installed = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER_ID}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [{**installed, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_urlsafe(16),
    }
