"""Who is in the workspace: three people to be, the app, and how Slack describes them."""

from dataclasses import dataclass

from bot.playground.json_types import JSON

TEAM_ID, TEAM_NAME, TEAM_DOMAIN = "T0PLAYGRND", "Playground", "playground"
APP_ID, BOT_ID, BOT_USER_ID = "A0ROSTER01", "B0ROSTER01", "U0ROSTER01"


@dataclass(frozen=True)
class Member:
    """One person of the workspace."""

    id: str
    name: str
    real_name: str
    title: str
    color: str
    email: str = ""
    is_owner: bool = False
    is_admin: bool = False

    @property
    def initials(self) -> str:
        """Two letters for the picture."""
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()

    def card(self) -> JSON:
        """What the page shows of this person."""
        names = ("id", "name", "real_name", "title", "color", "initials")
        return {name: getattr(self, name) for name in names}


_AT = "@playground.example"
CARLA = Member("U0CARLA001", "carla", "Carla Coach", "Coach", "#2f6f6a", f"carla{_AT}", True, True)
AMIR = Member("U0AMIR0001", "amir", "Amir Assistant", "Assistant", "#8a4f7d", f"amir{_AT}")
CLEO = Member("U0CLEO0001", "cleo", "Cleo Client", "Client", "#b0652b", f"cleo{_AT}")
EVERYBODY = (CARLA, AMIR, CLEO)


def user_object(person: Member, *, with_email: bool) -> JSON:
    """A person as `users.info` describes them; the email needs a scope of its own."""
    profile: JSON = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": person.real_name.split()[0],
        "last_name": person.real_name.split()[-1],
        "title": person.title,
        "avatar_hash": "",
        "team": TEAM_ID,
    }
    if with_email and person.email:
        profile["email"] = person.email
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.name,
        "deleted": False,
        "color": person.color.removeprefix("#"),
        "real_name": person.real_name,
        "tz": "Europe/Amsterdam",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "profile": profile,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 1_790_000_000,
    }


def bot_object(name: str) -> JSON:
    """The app's own user as `users.info` describes it."""
    person = Member(BOT_USER_ID, name.lower(), name, "", "#1f5f5b")
    return {**user_object(person, with_email=False), "is_bot": True}
