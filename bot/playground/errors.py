"""The two ways to say no: Slack's error code to the app, a sentence to the person."""

from bot.playground.json_types import JSON


class Refused(Exception):
    """A Web API call that Slack refuses: `code` is Slack's own, `details` go into the answer."""

    def __init__(self, code: str, *problems: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.problems = list(problems)
        self.details = details

    def answer(self) -> JSON:
        """The body that Slack would send."""
        body: JSON = {"ok": False, "error": self.code, **self.details}
        if self.problems:
            body["response_metadata"] = {"messages": [f"[ERROR] {one}" for one in self.problems]}
        return body


class NotPossible(Exception):
    """Something that a person cannot do: it is not on their screen, or not there any more."""
