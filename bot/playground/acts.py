"""What a person can do: checked against their screen, sent to the app, its answer shown."""

from bot.playground import answers, forms, inviting, limits, payloads, posting, shortcuts
from bot.playground.conversations import Channel, Message
from bot.playground.delivery import FORM, Delivery, form
from bot.playground.elements import KINDS, Placed, complete_texts, find, stateful
from bot.playground.errors import NotPossible, Refused
from bot.playground.events import Events
from bot.playground.files import LARGEST, LARGEST_IN_A_FORM, File
from bot.playground.json_types import JSON, Raw
from bot.playground.log import FROM_SLACK, Entry, Log
from bot.playground.people import Member
from bot.playground.views import Shown
from bot.playground.workspace import Workspace
from bot.playground.writing import composed, escaped, linked

NO_OPTIONS: JSON = {"ok": False, "error": "The options could not be loaded.", "options": []}

Holder = tuple[Shown | Message, Channel | None]


class Acts:
    """The person's side of Slack."""

    def __init__(self, workspace: Workspace, delivery: Delivery, events: Events, log: Log) -> None:
        self._workspace, self._delivery = workspace, delivery
        self._events, self._log = events, log

    def do(self, person_id: str, kind: str, request: JSON) -> JSON:
        """Do one act by its name; what the page is answered."""
        acts = {
            "home": self._home,
            "messages": self._messages,
            "command": self._command,
            "say": self._say,
            "click": self._click,
            "shortcut": self._shortcut,
            "submit": self._submit,
            "close": self._close,
            "suggest": self._suggest,
        }
        if kind not in acts:
            raise NotPossible(f"There is no act called {kind!r}.")
        person = self._workspace.person(person_id)
        self._workspace.notify(person.id, "")
        return {"ok": True, **(acts[kind](person, request) or {})}

    def share(
        self, person_id: str, channel_id: str, contents: list[tuple[str, bytes]], text: str
    ) -> list[File]:
        """Put files into a conversation, or, without one, only upload them for a form."""
        workspace = self._workspace
        person = workspace.person(person_id)
        most = LARGEST if channel_id else LARGEST_IN_A_FORM
        if any(len(content) > most for _, content in contents):
            raise NotPossible(f"Files of more than {most // 1024 // 1024} MB are not taken here.")
        with workspace.lock:
            channel = workspace.channel(person.id, channel_id) if channel_id else None
            files = [workspace.files.add(*one, person.id) for one in contents]
        if channel:
            self._speak(person, channel, text, tuple(files))
        return files

    def _home(self, person: Member, _request: JSON) -> None:
        if not self._workspace.manifest.home:
            raise NotPossible("This app has no Home tab.")
        self._events.home_opened(person, "home")

    def _messages(self, person: Member, _request: JSON) -> None:
        self._events.home_opened(person, "messages")

    def _command(self, person: Member, request: JSON) -> None:
        workspace = self._workspace
        name, _, text = str(request.get("text", "")).strip().partition(" ")
        if name in inviting.COMMANDS:
            self._invite(person, request, name, text)
            return
        known = workspace.manifest.commands_by_name.get(name)
        if known is None:
            raise NotPossible(f"{name} is not a valid command.")
        with workspace.lock:
            channel = workspace.channel(person.id, request.get("channel", ""))
            written = linked(text) if known.should_escape else escaped(text)
            fields = payloads.command(workspace, person, channel, name, written.strip())
        answer = self._delivery.post(f"command {name} {text}".strip(), fields, form(fields), FORM)
        answers.to_command(workspace, person, channel, name, answer)

    def _invite(self, person: Member, request: JSON, name: str, text: str) -> None:
        with self._workspace.lock:
            channel = self._workspace.channel(person.id, request.get("channel", ""))
        if inviting.run(self._workspace, channel, name, text):
            self._events.invited(channel, person)

    def _say(self, person: Member, request: JSON) -> None:
        with self._workspace.lock:
            channel = self._workspace.channel(person.id, request.get("channel", ""))
        if not str(request.get("text", "")).strip():
            raise NotPossible("There is nothing to send.")
        self._speak(person, channel, request["text"], ())

    def _speak(self, person: Member, channel: Channel, text: str, files: tuple[File, ...]) -> None:
        if channel.is_dm and not self._workspace.manifest.messages:
            raise NotPossible("Sending messages to this app has been turned off.")
        content = composed(text.strip(), self._workspace.names())
        message = posting.post(self._workspace, channel, content, by=person.id, files=files)
        inviting.warn(self._workspace, person, channel, message.text)
        self._events.said(channel, message)
        self._events.mentioned(channel, message)

    def _click(self, person: Member, request: JSON) -> None:
        workspace, value = self._workspace, request.get("value")
        self._check_interactive()
        with workspace.lock:
            holder, channel = self._holder(person, request)
            placed = _placed(holder, request)
            if placed.is_input and not placed.block.get("dispatch_action"):
                raise NotPossible("Nothing is sent from here before the form is submitted.")
            self._take(person, holder, request)
            if placed.kind in KINDS:
                holder.values.type(placed, value)
            elif placed.kind == "overflow":
                _check_option(placed, value)
            entry = payloads.action(workspace, placed, holder, value)
            payload = _click_payload(workspace, person, holder, channel, entry)
        answer = self._delivery.interact(payload, entry["action_id"])
        answers.to_click(workspace, person, answer)

    def _shortcut(self, person: Member, request: JSON) -> None:
        self._check_interactive()
        payload = shortcuts.payload(self._workspace, person, request)
        answer = self._delivery.interact(payload, payload["callback_id"])
        answers.to_click(self._workspace, person, answer)

    def _submit(self, person: Member, request: JSON) -> JSON:
        workspace = self._workspace
        self._check_interactive()
        with workspace.lock:
            shown = self._top(person, request)
            if "submit" not in shown.body:
                raise NotPossible("There is nothing to submit here.")
            self._take(person, shown, request)
            if errors := forms.errors_of(shown.blocks, shown.values):
                return {"errors": errors}
            payload = payloads.submission(workspace, person, shown)
        answer = self._delivery.interact(payload, payload["view"]["callback_id"])
        try:
            errors = answers.to_submission(workspace, shown, answer)
        except Refused as error:
            self._note("answer to view_submission", answer.read(), error)
            return {"ok": False, "error": answers.TROUBLE}
        return {"errors": errors} if errors else {}

    def _close(self, person: Member, request: JSON) -> None:
        workspace, everything = self._workspace, bool(request.get("all"))
        with workspace.lock:
            shown = self._top(person, request)
            everything = everything or bool(shown.body.get("clear_on_close"))
            stack = workspace.views.stack(person.id)
            closed = stack[::-1] if everything else [shown]
            told = [
                payloads.closing(workspace, person, one, is_cleared=everything)
                for one in closed
                if one.body.get("notify_on_close")
            ]
            for one in closed:
                workspace.views.close(one)
            workspace.touch(person.id)
        for payload in told:
            self._delivery.interact(payload, payload["view"]["callback_id"])

    def _suggest(self, person: Member, request: JSON) -> JSON:
        workspace, query = self._workspace, str(request.get("query", ""))
        with workspace.lock:
            holder, channel = self._holder(person, request)
            placed = _placed(holder, request)
            if not placed.kind.endswith("external_select"):
                raise NotPossible("This select does not search.")
            if len(query) < placed.element.get("min_query_length", 3):
                return {"options": []}
            payload = _suggestion_payload(workspace, person, holder, channel, placed, query)
        if not workspace.manifest.suggests:
            missing = Refused("options", "the manifest names no message_menu_options_url to ask")
            self._note(f"nothing: block_suggestion {placed.key[1]}", payload, missing)
            return NO_OPTIONS
        answer = self._delivery.interact(payload, placed.key[1])
        said: JSON = answer.read() if answer.ok else {}
        if problems := limits.problems_of_options(said):
            self._note("answer to block_suggestion", said, Refused("options", *problems))
            return NO_OPTIONS
        complete_texts(said)
        with workspace.lock:
            groups = said.get("option_groups", [said])
            holder.values.remember(placed, [o for group in groups for o in group["options"]])
        return {name: said[name] for name in ("options", "option_groups") if name in said}

    def _check_interactive(self) -> None:
        if not self._workspace.manifest.interactive:
            raise NotPossible("This app is not configured to handle interactive responses.")

    def _holder(self, person: Member, request: JSON) -> Holder:
        """The view or message of a click, if it is on this person's screen."""
        if view_id := request.get("view_id"):
            shown = self._workspace.views.visible(person.id, view_id)
            if shown is None:
                raise NotPossible("That view is not on the screen any more.")
            return shown, None
        channel = self._workspace.channel(person.id, request.get("channel", ""))
        seen = channel.seen_by(person.id)
        message = next((one for one in seen if one.ts == request.get("ts")), None)
        if message is None:
            raise NotPossible("That message is not there any more.")
        return message, channel

    def _top(self, person: Member, request: JSON) -> Shown:
        stack = self._workspace.views.stack(person.id)
        if not stack or stack[-1].id != request.get("view_id"):
            raise NotPossible("That window is not on the screen any more.")
        return stack[-1]

    def _take(self, person: Member, holder: Shown | Message, request: JSON) -> None:
        holder.values.take(holder.blocks, request.get("typed") or {})
        for placed in stateful(holder.blocks):
            if placed.kind == "file_input":
                for file_id in holder.values.raw[placed.key]:
                    self._check_file(person, placed, file_id)

    def _check_file(self, person: Member, placed: Placed, file_id: str) -> None:
        file = self._workspace.files.by_id.get(file_id)
        if file is None or file.owner_id != person.id:
            raise NotPossible("That file was not uploaded.")
        allowed = placed.element.get("filetypes")
        if allowed and file.suffix not in allowed:
            raise NotPossible(f"Only these files are taken here: {', '.join(allowed)}.")

    def _note(self, what: str, said: Raw, error: Refused) -> None:
        entry = Entry(FROM_SLACK, what, said, ok=False, problems=error.problems or [error.code])
        self._log.add(entry)


def _placed(holder: Shown | Message, request: JSON) -> Placed:
    placed = find(
        holder.blocks, str(request.get("block_id", "")), str(request.get("action_id", ""))
    )
    if placed is None:
        raise NotPossible("That is not on the screen any more.")
    return placed


def _check_option(placed: Placed, value: object) -> None:
    if value not in [option["value"] for option in placed.element["options"]]:
        raise NotPossible(f"The option {value!r} is not on the screen.")


def _click_payload(
    workspace: Workspace,
    person: Member,
    holder: Shown | Message,
    channel: Channel | None,
    entry: JSON,
) -> JSON:
    if isinstance(holder, Shown):
        return payloads.click_in_view(workspace, person, holder, entry)
    assert channel is not None  # a message is always in one
    return payloads.click_in_message(workspace, person, channel, holder, entry)


def _suggestion_payload(
    workspace: Workspace,
    person: Member,
    holder: Shown | Message,
    channel: Channel | None,
    placed: Placed,
    query: str,
) -> JSON:
    if isinstance(holder, Shown):
        return payloads.suggestion_in_view(workspace, person, holder, placed, query)
    assert channel is not None  # a message is always in one
    return payloads.suggestion_in_message(workspace, person, channel, holder, placed, query)
