"""Methods about the workspace, its people and the app itself."""

from bot.playground.api_call import Call, Method
from bot.playground.errors import Refused
from bot.playground.json_types import JSON
from bot.playground.people import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    bot_object,
    user_object,
)


def auth_test(call: Call) -> JSON:
    """Who the token belongs to."""
    return {
        "url": call.workspace.address + "/",
        "team": TEAM_NAME,
        "team_id": TEAM_ID,
        "user": call.workspace.manifest.name.lower(),
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> JSON:
    """Nothing but an answer; refuses with the error that it is asked for."""
    if error := call.args.get("error"):
        raise Refused(str(error))
    return {"args": {name: value for name, value in call.args.items() if name != "token"}}


def auth_revoke(call: Call) -> JSON:
    """Make the token worthless."""
    call.workspace.installed = call.flag("test")
    return {"revoked": not call.flag("test")}


def users_info(call: Call) -> JSON:
    """Who somebody is."""
    if call.text("user") == BOT_USER_ID:
        return {"user": bot_object(call.workspace.manifest.name)}
    return {"user": user_object(call.person("user"), with_email=_with_email(call))}


def users_list(call: Call) -> JSON:
    """Everybody."""
    people = call.workspace.people.values()
    members = [user_object(person, with_email=_with_email(call)) for person in people]
    members.append(bot_object(call.workspace.manifest.name))
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def team_info(call: Call) -> JSON:
    """What the workspace is."""
    team = {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": ""}
    return {"team": {**team, "url": call.workspace.address + "/", "is_verified": False}}


def bots_info(call: Call) -> JSON:
    """What the app's bot is."""
    if call.text("bot", BOT_ID) != BOT_ID:
        raise Refused("bot_not_found")
    bot = {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER_ID, "deleted": False}
    return {"bot": {**bot, "name": call.workspace.manifest.name, "updated": 1_790_000_000}}


def _with_email(call: Call) -> bool:
    return "users:read.email" in call.workspace.manifest.scopes


METHODS = {
    "api.test": Method(api_test, needs_token=False),
    "auth.test": Method(auth_test),
    "auth.revoke": Method(auth_revoke),
    "users.info": Method(users_info, "users:read"),
    "users.list": Method(users_list, "users:read"),
    "team.info": Method(team_info, "team:read"),
    "bots.info": Method(bots_info, "users:read"),
}
