"""The page `/accounts`, on which a person changes the sample accounts as their owner would."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from bot.playground.accounts.people import MICROSOFT, Account, Directory, Person
from bot.playground.person_side import own_page_only

SAID = {
    "save": "Saved. Roster finds it when it syncs next.",
    "delete": "Deleted. Roster finds that when it syncs next.",
    "end_consent": "Roster was put out of this account.",
    "expire_access": "The access token has expired.",
    "forget": "The sync token has expired.",
}
TEXTS = ("first_name", "last_name", "company", "job_title")


class Grants(Protocol):
    """What a provider has given out."""

    def knows(self, account: Account) -> bool:
        """Whether this account lets the app in."""

    def end(self, account: Account) -> None:
        """As if the owner of the account had put the app out."""

    def expire(self, account: Account) -> None:
        """Let the access tokens of an account be too old."""


class Page:
    """The pages: all accounts, one of them, one person."""

    def __init__(self, directory: Directory, grants: Mapping[str, Grants]) -> None:
        self._directory, self._grants = directory, grants
        self._deeds: dict[str, Callable[[Account], object]] = {
            "save": _save,
            "delete": lambda account: account.delete(request.form["person"]),
            "add_group": _add_group,
            "rename_group": _rename_group,
            "delete_group": lambda account: account.delete_group(request.form["group"]),
            "end_consent": lambda account: self._grants[account.provider].end(account),
            "expire_access": lambda account: self._grants[account.provider].expire(account),
            "forget": Account.forget,
        }

    def routes(self) -> Blueprint:
        """The table of addresses."""
        side = Blueprint("accounts", __name__, template_folder="templates")
        side.before_request(own_page_only)
        side.add_url_rule("/accounts", view_func=self.all)
        one = "/accounts/<provider>/<id>"
        side.add_url_rule(one, view_func=self.one)
        side.add_url_rule(one, "do", self.do, methods=["POST"])
        side.add_url_rule(f"{one}/people/<person>", view_func=self.person)
        return side

    def all(self) -> Response:
        """Every account, and whether it lets the app in."""
        accounts = [(one, self._grants[one.provider].knows(one)) for one in self._accounts()]
        return _page("accounts.html", accounts=accounts)

    def one(self, provider: str, id: str) -> Response:
        """Who is in one account."""
        account = self._account(provider, id)
        with account.lock:
            people = sorted(
                account.people.values(), key=lambda one: one.name.casefold() or "\uffff"
            )
            said = SAID.get(request.args.get("said", ""), "")
            return _page(
                "account.html", account=account, words=_words(account), people=people, said=said
            )

    def person(self, provider: str, id: str, person: str) -> Response:
        """The form for one person; `new` for somebody new."""
        account = self._account(provider, id)
        found = Person("") if person == "new" else account.people.get(person)
        words = _words(account)
        return _page("person.html", account=account, words=words, person=found or abort(404))

    def do(self, provider: str, id: str) -> Response:
        """One change; then the account again."""
        account = self._account(provider, id)
        name = request.form.get("do", "")
        deed = self._deeds.get(name) or abort(400)
        with account.lock:
            try:
                deed(account)
            except KeyError:  # somebody was quicker in another window
                abort(404)
        return make_response(redirect(f"{address(account)}?said={name}", 303))

    def _accounts(self) -> list[Account]:
        return [one for one in self._directory.accounts if one.provider in self._grants]

    def _account(self, provider: str, id: str) -> Account:
        return self._directory.get(provider, id) or abort(404)


def address(account: Account) -> str:
    """Where the page of an account is."""
    return f"/accounts/{account.provider}/{account.id}"


def _save(account: Account) -> None:
    given: dict[str, Any] = {name: request.form.get(name, "").strip() for name in TEXTS}
    given |= {name: _list(name) for name in ("emails", "phones")}
    given["groups"] = request.form.getlist("groups")
    given["folder"] = request.form.get("folder", "")
    if request.form.get("person"):
        account.edit(request.form["person"], **given)
    else:
        account.add(**given)


def _add_group(account: Account) -> None:
    if name := request.form.get("name", "").strip():
        account.add_group(name, is_folder="folder" in request.form)


def _rename_group(account: Account) -> None:
    if name := request.form.get("name", "").strip():
        account.rename_group(request.form["group"], name)


def _list(name: str) -> list[str]:
    return [part.strip() for part in request.form.get(name, "").split(",") if part.strip()]


def _words(account: Account) -> dict[str, Any]:
    """What the provider calls its groups."""
    is_microsoft = account.provider == MICROSOFT
    groups = "Categories and folders" if is_microsoft else "Labels"
    return {"groups": groups, "has_folders": is_microsoft}


def _page(template: str, **content: Any) -> Response:  # noqa: ANN401 (whatever a template shows)
    return make_response(render_template(template, address=address, **content))
