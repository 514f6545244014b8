"""Asking a provider for JSON: what comes back is an object, a refusal, or a trouble in a sentence.

No token, address or answer ever stands in the text of an exception.
"""

import email.utils
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from store.columns import now
from store.sync.bounded import CutOff, Limits, TooLarge, TooSlow, session
from store.sync.source import Broken, Later

LONGEST_WAIT = timedelta(days=1)
ELSEWHERE = (
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)
TOO_BUSY = (408, 425, 429)


@dataclass(frozen=True)
class Answer:
    """What a provider answered; a refusal (400 and above) may have no content, and may say when it
    wants to be asked again."""

    status: int
    content: dict[str, Any]
    until: datetime | None = None

    @property
    def is_good(self) -> bool:
        """Whether it is what was asked for."""
        return self.status < 400


class Bearer(requests.auth.AuthBase):
    """The token in the header, past what a .netrc file might say."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put it on."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Asking:
    """A provider, called `name` in sentences, at these addresses and nowhere else."""

    def __init__(self, name: str, *addresses: str, limits: Limits | None = None) -> None:
        self.name = name
        self.session = session(*addresses, limits=limits or Limits())

    def get(
        self,
        address: str,
        *,
        token: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask with a token. Raises Later or Broken; a refusal is for the caller to understand."""
        with self.troubles():
            answer = self.session.get(
                address, params=params, headers=headers, auth=Bearer(token), allow_redirects=False
            )
        return self.understood(answer)

    def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Send a form; as `get`."""
        with self.troubles():
            answer = self.session.post(address, data=form, auth=plain, allow_redirects=False)
        return self.understood(answer)

    def troubles(self) -> "_Troubles":
        """Says Later or Broken instead of what the session raises; also round a library's call."""
        return _Troubles(self.name)

    def understood(self, answer: requests.Response) -> Answer:
        """What an answer says. Raises Later or Broken, unless it is a refusal."""
        if answer.status_code in TOO_BUSY:
            raise Later(f"{self.name} asks Roster to wait.", until=wanted(answer.headers))
        if answer.status_code >= 500:
            raise Later(f"{self.name} cannot answer at the moment.", until=wanted(answer.headers))
        if 300 <= answer.status_code < 400:
            raise Broken(f"{self.name} sent Roster somewhere else.")
        content = _object(answer.content)
        if content is None and answer.status_code < 400:
            raise Broken(f"{self.name} gave an answer that makes no sense.")
        return Answer(answer.status_code, content or {}, wanted(answer.headers))


class _Troubles:
    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ELSEWHERE):
            raise Broken(f"{self._name} named an address that is not its own.") from None
        if isinstance(error, CutOff):
            raise Broken(f"{self._name} gave an answer that makes no sense.") from None
        if isinstance(error, TooLarge):
            raise Broken(f"{self._name} gave an answer that is too large.") from None
        if isinstance(error, TooSlow):
            raise Later(f"{self._name} took too long to answer.") from None
        if isinstance(error, OSError):
            raise Later(f"{self._name} cannot be reached.") from None


def wanted(headers: Mapping[str, str], *, at: datetime | None = None) -> datetime | None:
    """When the provider wants to be asked again, if it says so: in a day at the latest."""
    text, moment = headers.get("Retry-After", "").strip(), at or now()
    if text.isascii() and text.isdecimal():
        return moment + min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    with suppress(ValueError, OverflowError):
        named = email.utils.parsedate_to_datetime(text)
        named = named if named.tzinfo else named.replace(tzinfo=UTC)
        return min(max(named, moment), moment + LONGEST_WAIT)
    return None


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def plain(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Put nothing on, for a form carries its own secret: not even what a .netrc file says."""
    return request
