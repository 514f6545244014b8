"""Every setting of Roster, from the environment or a `.env` file, checked in plain words."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.secrets import is_key

SLACK_API = "https://slack.com/api/"
# Where the accounts are that can be connected.
GOOGLE_AUTH = "https://accounts.google.com/o/oauth2/auth"
GOOGLE_TOKEN = "https://oauth2.googleapis.com/token"
GOOGLE_REVOKE = "https://oauth2.googleapis.com/revoke"
GOOGLE_PEOPLE = "https://people.googleapis.com"
MICROSOFT_LOGIN = "https://login.microsoftonline.com"
MICROSOFT_GRAPH = "https://graph.microsoft.com/v1.0"
PROVIDER_ADDRESSES = (
    "google_auth_url",
    "google_token_url",
    "google_revoke_url",
    "google_people_url",
    "microsoft_login_url",
    "microsoft_graph_url",
)
LEVELS = ("debug", "info", "warning", "error")
SYNC_MINUTES = range(1, 24 * 60 + 1)


class SettingsError(Exception):
    """What is missing or wrong, one sentence each; never a value, which may be a secret."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def is_loopback(url: str) -> bool:
    """Whether the address can only be this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Settings(BaseSettings):
    """What the process is told from outside. Build it with `load`, which explains what is wrong."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = SLACK_API
    database_url: SecretStr = SecretStr("")  # it may hold a password
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    google_auth_url: str = GOOGLE_AUTH
    google_token_url: str = GOOGLE_TOKEN
    google_revoke_url: str = GOOGLE_REVOKE
    google_people_url: str = GOOGLE_PEOPLE
    microsoft_client_id: str = ""
    microsoft_client_secret: SecretStr = SecretStr("")
    microsoft_login_url: str = MICROSOFT_LOGIN
    microsoft_graph_url: str = MICROSOFT_GRAPH
    roster_sync_minutes: int = 15
    roster_secret_keys: SecretStr = SecretStr("")
    roster_base_url: str = ""
    roster_data: Path = Path("data")
    roster_command_prefix: str = Field(default="", pattern=r"^[a-z0-9_-]{0,20}$")
    roster_log_level: str = "info"

    @field_validator("*", mode="before")
    @classmethod
    def trim(cls, value: Any) -> Any:  # noqa: ANN401 (pydantic hands over whatever was given)
        """Blanks and line ends round a copied token are nobody's intention."""
        return value.strip() if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def check_api_url(cls, value: str) -> str:
        """Tokens travel there: https, or http to this very machine."""
        return _private(value) + "/"

    @field_validator(*PROVIDER_ADDRESSES)
    @classmethod
    def check_provider(cls, value: str) -> str:
        """Client secrets and tokens travel there."""
        return _private(value)

    @field_validator("roster_sync_minutes", mode="before")
    @classmethod
    def check_minutes(cls, value: Any) -> int:  # noqa: ANN401 (whatever was given)
        """Often enough to be fresh, seldom enough for what the providers allow."""
        if str(value).strip() not in map(str, SYNC_MINUTES):
            raise ValueError("must be a number of minutes from 1 to 1440")
        return int(value)

    @field_validator("database_url")
    @classmethod
    def check_database(cls, value: SecretStr) -> SecretStr:
        """Two kinds are supported; the address itself is not repeated, it may hold a password."""
        url = value.get_secret_value()
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://", "postgres")):
            raise ValueError("must begin with postgresql+psycopg:// or sqlite:///")
        return value

    @field_validator("roster_base_url")
    @classmethod
    def check_base_url(cls, value: str) -> str:
        """Consent pages live there."""
        if value and not urlsplit(value).scheme.startswith("http"):
            raise ValueError("must begin with https://, like https://roster.example.com")
        return value.rstrip("/")

    @field_validator("roster_log_level")
    @classmethod
    def check_level(cls, value: str) -> str:
        """One of a few words, in any case."""
        if value.lower() not in LEVELS:
            raise ValueError(f"must be one of: {', '.join(LEVELS)}")
        return value.lower()

    @field_validator("roster_secret_keys")
    @classmethod
    def check_keys(cls, value: SecretStr) -> SecretStr:
        """Each must be a Fernet key, or nothing could be read back."""
        if not all(is_key(word) for word in _words(value)):
            raise ValueError("must be keys that `roster key` makes, separated by commas")
        return value

    @model_validator(mode="after")
    def check_together(self) -> "Settings":
        """Some settings only make sense beside others; all of what is missing is said at once."""
        missing = list(self._missing())
        if missing:
            raise ValueError("\n".join(missing))
        return self

    def _missing(self) -> list[str]:
        found = []
        if not self.has_token and not self.slack_client_id:
            found.append(
                "SLACK_BOT_TOKEN is missing: Slack shows it under OAuth & Permissions. "
                "(For many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead.)"
            )
        if not self.socket_mode and not self.slack_signing_secret.get_secret_value():
            found.append(
                "SLACK_SIGNING_SECRET is missing: Slack shows it under Basic Information. "
                "(Or set SLACK_APP_TOKEN for Socket Mode.)"
            )
        if self.socket_mode and not self.has_token:
            found.append("SLACK_APP_TOKEN (Socket Mode) needs SLACK_BOT_TOKEN beside it.")
        if bool(self.slack_client_id) != bool(self.slack_client_secret.get_secret_value()):
            found.append("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: set both.")
        if self.slack_client_id and not self.secret_keys:
            found.append(
                "ROSTER_SECRET_KEYS is missing: tokens of many workspaces are stored encrypted. "
                "`roster key` makes one."
            )
        return [*found, *self._missing_for_accounts()]

    def _missing_for_accounts(self) -> Iterator[str]:
        """What the providers lack that somebody began to set up."""
        for provider, (client, secret) in self._clients().items():
            if bool(client) != bool(secret.get_secret_value()):
                name = provider.upper()
                yield f"{name}_CLIENT_ID and {name}_CLIENT_SECRET belong together: set both."
        if self.providers and not self.secret_keys:
            yield (
                "ROSTER_SECRET_KEYS is missing: what opens connected accounts is stored encrypted. "
                "`roster key` makes one."
            )
        if self.providers and not _is_private(self.roster_base_url):
            yield (
                "ROSTER_BASE_URL must be the public address of Roster, beginning with https:// "
                "(http:// only for this machine): who connects an account comes back there."
            )

    def _clients(self) -> dict[str, tuple[str, SecretStr]]:
        return {
            "google": (self.google_client_id, self.google_client_secret),
            "microsoft": (self.microsoft_client_id, self.microsoft_client_secret),
        }

    @property
    def providers(self) -> list[str]:
        """The providers whose accounts can be connected."""
        return [provider for provider, (client, _) in self._clients().items() if client]

    @property
    def has_token(self) -> bool:
        """Whether a bot token for one workspace was given."""
        return bool(self.slack_bot_token.get_secret_value())

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached through a socket instead of a public address."""
        return bool(self.slack_app_token.get_secret_value())

    @property
    def many_workspaces(self) -> bool:
        """Whether people install Roster themselves, at /slack/install."""
        return bool(self.slack_client_id)

    @property
    def secret_keys(self) -> list[str]:
        """The keys for tokens at rest; the first encrypts."""
        return _words(self.roster_secret_keys)

    @property
    def database_address(self) -> str:
        """The SQLAlchemy address: what was set, or a file in the data folder."""
        url = self.database_url.get_secret_value()
        if not url:
            return f"sqlite:///{(self.roster_data / 'roster.db').as_posix()}"
        scheme, mark, rest = url.partition("://")
        # what hosting services hand out names no driver
        return f"postgresql+psycopg{mark}{rest}" if scheme in ("postgres", "postgresql") else url

    @property
    def database_file(self) -> Path | None:
        """Where an SQLite database lives; None for a server."""
        scheme, _, path = self.database_address.partition(":///")
        return Path(path.partition("?")[0]) if scheme.startswith("sqlite") and path else None

    @property
    def secrets(self) -> list[str]:
        """Every value that must never be seen in a log."""
        single = (
            self.slack_bot_token,
            self.slack_signing_secret,
            self.slack_app_token,
            self.slack_client_secret,
            self.google_client_secret,
            self.microsoft_client_secret,
        )
        password = urlsplit(self.database_url.get_secret_value()).password or ""
        return [
            text
            for text in [*(s.get_secret_value() for s in single), *self.secret_keys, password]
            if text
        ]


def load(**given: Any) -> Settings:  # noqa: ANN401 (any setting by its name)
    """Read the settings; `given` wins over the environment. SettingsError says what to mend."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(_sentences(error)) from None


def _private(address: str) -> str:
    if not _is_private(address):
        raise ValueError("must begin with https:// (http:// only for this machine)")
    return address.rstrip("/")


def _is_private(address: str) -> bool:
    """Whether nobody on the way can listen."""
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(address))
    return bool(parts.hostname) and safe


def _words(value: SecretStr) -> list[str]:
    return [word.strip() for word in value.get_secret_value().split(",") if word.strip()]


def _sentences(error: ValidationError) -> list[str]:
    found: list[str] = []
    for problem in error.errors(include_input=False, include_url=False):
        reason = str(problem.get("ctx", {}).get("error", "is not usable"))
        if problem["loc"]:
            found.append(f"{str(problem['loc'][0]).upper()} {reason}.")
        else:
            found.extend(reason.split("\n"))
    return found
