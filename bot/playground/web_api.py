"""The Web API: checks the token and the scopes, runs the method, answers as Slack answers."""

from bot.playground import api_chat, api_files, api_team, api_views
from bot.playground.api_call import Call, Method
from bot.playground.errors import Refused
from bot.playground.events import Events
from bot.playground.json_types import JSON
from bot.playground.log import TO_SLACK, Entry, Log
from bot.playground.workspace import Workspace

METHODS: dict[str, Method] = {
    **api_views.METHODS,
    **api_chat.METHODS,
    **api_files.METHODS,
    **api_team.METHODS,
}


class WebApi:
    """Everything that an app can call."""

    def __init__(self, workspace: Workspace, events: Events, log: Log, bot_token: str) -> None:
        self._workspace, self._events, self._log = workspace, events, log
        self._bot_token = bot_token

    def call(self, method: str, token: str, args: JSON) -> JSON:
        """Answer one call, and write it down."""
        shown = {name: value for name, value in args.items() if name != "token"}
        entry = Entry(TO_SLACK, method, shown, status=200)
        notes: list[str] = []
        try:
            answer = {"ok": True, **self._run(method, token, args, notes)}
        except Refused as refused:
            answer = refused.answer()
            entry.ok = False
            entry.problems = refused.problems or [refused.code]
        entry.response = answer
        entry.problems += notes
        self._log.add(entry)
        return answer

    def check_token(self, token: str) -> None:
        """Refuse a token that is not the app's, or not any more."""
        if not token:
            raise Refused("not_authed")
        if token != self._bot_token:
            raise Refused("invalid_auth")
        if not self._workspace.installed:
            raise Refused("token_revoked")

    def _run(self, name: str, token: str, args: JSON, notes: list[str]) -> JSON:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        if method.needs_token:
            self.check_token(token)
        call = Call(self._workspace, self._events, args, notes)
        if method.scope:
            call.need(method.scope)
        with self._workspace.lock:
            return method.run(call)
