"""The playground's Google is as strict as the real one, and as surprising."""

import time
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from bot.playground.accounts.faults import Fault
from bot.playground.accounts.google_consent import CLIENT_ID, CLIENT_SECRET
from bot.playground.accounts.google_tokens import CONTACTS, EMAIL, challenge_of
from bot.playground.accounts.people import GOOGLE, Account

BACK = "http://localhost:3000/back"
VERIFIER = "v" * 64
FIELDS = "metadata,names,emailAddresses"
WEEK = 7 * 24 * 3600


class Browser:
    """Somebody in front of Google, and an app that is careless where it is told to be."""

    def __init__(self, playground):
        self.fake, self.url = playground.accounts.google, f"{playground.url}/google"
        self.account = playground.accounts.directory.add(
            Account(GOOGLE, id="1", email="ana@gmail.example")
        )
        self.access = ""

    def ask(self, **other):
        """The consent page."""
        return requests.get(self._page, params=asked(**other), timeout=5)

    def answer(self, *, form=None, **other):
        """What the person brings back."""
        given = {"account": "1", "do": "continue", "permission": "contacts"} | (form or {})
        said = requests.post(
            self._page, params=asked(**other), data=given, allow_redirects=False, timeout=5
        )
        return dict(parse_qsl(urlsplit(said.headers["Location"]).query))

    def token(self, **form):
        """What the token endpoint says."""
        app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        form = {k: v for k, v in {**app, **form}.items() if v is not None}
        return requests.post(f"{self.url}/token", data=form, timeout=5)

    def exchange(self, right, **other):
        given = {"grant_type": "authorization_code", "code": right, "redirect_uri": BACK}
        return self.token(**{**given, "code_verifier": VERIFIER, **other})

    def refresh(self, token, **other):
        return self.token(grant_type="refresh_token", refresh_token=token, **other)

    def let_in(self):
        said = self.exchange(self.answer()["code"]).json()
        self.access = said["access_token"]
        return said

    def get(self, what="people/me/connections", **params):
        headers = {"Authorization": f"Bearer {self.access}"}
        return requests.get(f"{self.url}/v1/{what}", params=params, headers=headers, timeout=5)

    def people(self, **params):
        given = {"personFields": FIELDS, "requestSyncToken": "true", "pageSize": "2"}
        return self.get(**{**given, **params})

    @property
    def _page(self):
        return f"{self.url}/o/oauth2/v2/auth"


def asked(**other):
    given = {
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": f"openid {EMAIL} {CONTACTS}",
        "state": "s",
        "access_type": "offline",
        "prompt": "consent",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in {**given, **other}.items() if value is not None}


@pytest.fixture
def google(playground):
    return Browser(playground)


def test_the_consent_page_names_the_accounts_and_the_permission(google):
    page = google.ask(login_hint="ana@gmail.example")
    assert page.status_code == 200
    assert 'value="1" checked' in page.text
    assert "carla@playground.example" in page.text
    assert "See and download your contacts" in page.text


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"client_id": "else"}, "invalid_client"),
        ({"redirect_uri": "https://evil.example/back"}, "redirect_uri_mismatch"),
        ({"redirect_uri": None}, "missing: redirect_uri"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid all"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "S256"),
    ],
)
def test_a_wrong_way_to_the_consent_page_leads_nowhere(google, other, said):
    page = google.ask(**other)
    assert page.status_code == 400
    assert said in page.text


def test_only_addresses_that_are_registered_are_gone_back_to(google):
    google.fake.consent.redirects = {"https://roster.example/back"}
    assert google.ask().status_code == 400
    assert google.ask(redirect_uri="https://roster.example/back").status_code == 200


def test_whoever_continues_comes_back_with_a_code_and_the_state(google):
    answer = google.answer()
    assert (answer["state"], answer["iss"]) == ("s", "https://accounts.google.com")
    assert CONTACTS in answer["scope"]


def test_whoever_cancels_comes_back_without_a_code(google):
    answer = google.answer(form={"do": "cancel"})
    assert (answer["error"], answer["state"]) == ("access_denied", "s")
    assert "code" not in answer


def test_a_code_is_worth_tokens_once(google):
    code = google.answer()["code"]
    said = google.exchange(code)
    assert {"access_token", "refresh_token", "id_token", "expires_in"} <= said.json().keys()
    assert set(said.json()["scope"].split()) == {"openid", EMAIL, CONTACTS}
    again = google.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("other", "status", "error"),
    [
        ({"code": "4/else"}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_grant"),
        ({"code_verifier": "w" * 64}, 400, "invalid_grant"),
        ({"redirect_uri": f"{BACK}/"}, 400, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_code_is_worth_nothing_to_whoever_did_not_ask_for_it(google, other, status, error):
    said = google.exchange(google.answer()["code"], **other)
    assert (said.status_code, said.json()["error"]) == (status, error)


def test_a_code_is_good_for_ten_minutes(google, clock):
    code = google.answer()["code"]
    clock.seconds += 601
    assert google.exchange(code).json()["error"] == "invalid_grant"


def test_who_has_consented_before_gives_no_lasting_token_unless_asked_anew(google):
    assert "refresh_token" in google.exchange(google.answer(prompt=None)["code"]).json()
    assert "refresh_token" not in google.exchange(google.answer(prompt=None)["code"]).json()
    assert "refresh_token" in google.exchange(google.answer()["code"]).json()
    online = google.answer(access_type="online")["code"]
    assert "refresh_token" not in google.exchange(online).json()


def test_an_access_token_ends_and_is_renewed(google, clock):
    refresh = google.let_in()["refresh_token"]
    assert google.people().status_code == 200
    clock.seconds += 3601
    assert google.people().json()["error"]["status"] == "UNAUTHENTICATED"
    renewed = google.refresh(refresh).json()
    assert "refresh_token" not in renewed
    google.access = renewed["access_token"]
    assert google.people().status_code == 200


def test_a_refresh_asks_for_no_more_than_was_granted(google):
    unticked = google.answer(form={"permission": None})["code"]
    said = google.exchange(unticked).json()
    assert CONTACTS not in said["scope"]
    assert google.refresh(said["refresh_token"], scope=CONTACTS).json()["error"] == "invalid_scope"
    assert google.refresh(said["refresh_token"]).status_code == 200


def test_refresh_tokens_may_rotate(google):
    google.fake.faults.habits.rotates = True
    first = google.let_in()["refresh_token"]
    second = google.refresh(first).json()["refresh_token"]
    assert google.refresh(first).json()["error"] == "invalid_grant"
    assert google.refresh(second).status_code == 200


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
def test_revoking_any_token_ends_all_of_them(google, kind):
    said = google.let_in()
    for status in (200, 400):
        revoked = requests.post(f"{google.url}/revoke", data={"token": said[kind]}, timeout=5)
        assert revoked.status_code == status
    assert revoked.json()["error"] == "invalid_token"
    assert google.people().status_code == 401
    assert google.refresh(said["refresh_token"]).json()["error"] == "invalid_grant"


def test_contacts_need_their_permission(google):
    google.let_in()
    google.fake.tokens.shrink(google.account, CONTACTS)
    said = google.people()
    assert said.status_code == 403
    (detail,) = said.json()["error"]["details"]
    assert detail["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize(
    "params",
    [
        {"personFields": ""},
        {"personFields": "names,shoes"},
        {"pageSize": "1001"},
        {"pageSize": "-1"},
        {"sources": "READ_SOURCE_TYPE_OTHER"},
        {"requestSyncToken": "yes"},
        {"pageToken": "made up"},
        {"syncToken": "e30="},
        {"fields": "connections"},
    ],
)
def test_wrong_parameters_are_refused(google, params):
    google.let_in()
    said = google.people(**params)
    assert (said.status_code, said.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("changed", [{"personFields": "names"}, {"pageSize": "1"}, {"sources": []}])
def test_a_page_belongs_to_the_parameters_of_the_first(google, changed):
    google.let_in()
    for at in range(3):
        google.account.add(emails=[f"p{at}@example.com"])
    source = {"sources": "READ_SOURCE_TYPE_CONTACT"}
    first = google.people(**source).json()
    page = google.people(**{**source, "pageToken": first["nextPageToken"], **changed})
    assert page.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_only_the_last_page_brings_a_sync_token(google):
    google.let_in()
    for at in range(3):
        google.account.add(emails=[f"p{at}@example.com"])
    first = google.people().json()
    assert (len(first["connections"]), first["totalItems"]) == (2, 3)
    assert "nextSyncToken" not in first
    last = google.people(pageToken=first["nextPageToken"]).json()
    assert len(last["connections"]) == 1
    assert "nextPageToken" not in last
    unasked = google.people(requestSyncToken="false", pageSize="9").json()
    assert "nextSyncToken" not in unasked
    nothing = google.people(syncToken=last["nextSyncToken"]).json()
    assert nothing.keys() == {"nextSyncToken"}


def test_only_what_is_asked_for_is_told_and_the_main_address_is_not_first(google):
    google.let_in()
    google.account.add(first_name="Ana", emails=["main@example.com", "other@example.com"])
    (told,) = google.people(personFields="emailAddresses").json()["connections"]
    assert told.keys() == {"resourceName", "etag", "emailAddresses"}
    assert [one["value"] for one in told["emailAddresses"]] == [
        "other@example.com",
        "main@example.com",
    ]
    assert told["emailAddresses"][1]["metadata"]["primary"]


def test_changes_deletions_and_new_names_are_told_since_a_sync_token(google):
    google.let_in()
    ids = [google.account.add(first_name=name).id for name in ("Ana", "Bea", "Cleo", "Dora")]
    token = google.people(pageSize="9").json()["nextSyncToken"]
    google.account.edit(ids[0], first_name="Anna")
    google.account.delete(ids[1])
    renamed = google.account.rename(ids[2])
    told = google.people(pageSize="9", syncToken=token).json()["connections"]
    by_name = {one["resourceName"]: one for one in told}
    assert by_name.keys() == {f"people/c{id}" for id in (ids[0], ids[1], renamed.id)}
    gone = by_name[f"people/c{ids[1]}"]
    assert gone["metadata"]["deleted"]
    assert "names" not in gone
    former = by_name[f"people/c{renamed.id}"]["metadata"]["previousResourceNames"]
    assert former == [f"people/c{ids[2]}"]


def test_a_sync_token_lives_for_a_week_after_the_whole_was_read(google, clock):
    google.let_in()
    token = google.people().json()["nextSyncToken"]
    for _ in range(6):
        clock.seconds += WEEK / 6 - 1
        google.let_in()
        token = google.people(syncToken=token).json()["nextSyncToken"]
    clock.seconds += 100
    google.let_in()
    said = google.people(syncToken=token)
    assert said.status_code == 400
    assert "Sync token is expired" in said.json()["error"]["message"]
    google.fake.faults.habits.expired_status = 410
    assert google.people(syncToken=token).status_code == 410


def test_labels_come_with_those_of_google_itself(google):
    google.let_in()
    wed = google.account.add_group("Wed cohort")
    google.account.add(first_name="Ana", groups=[wed.id])
    groups = google.get("contactGroups", pageSize="1000").json()["contactGroups"]
    own = [one for one in groups if one["groupType"] == "USER_CONTACT_GROUP"]
    assert [(one["name"], one["memberCount"]) for one in own] == [("Wed cohort", 1)]
    assert "contactGroups/myContacts" in {one["resourceName"] for one in groups}
    (ana,) = google.people(personFields="memberships").json()["connections"]
    named = [one["contactGroupMembership"] for one in ana["memberships"]]
    assert {one["contactGroupResourceName"] for one in named} == {
        f"contactGroups/{wed.id}",
        "contactGroups/myContacts",
    }


def test_labels_come_in_pages_of_thirty_unless_more_are_asked_for(google):
    google.let_in()
    for at in range(40):
        google.account.add_group(f"Label {at}")
    first = google.get("contactGroups").json()
    assert len(first["contactGroups"]) == 30
    rest = google.get("contactGroups", pageToken=first["nextPageToken"]).json()
    assert len(rest["contactGroups"]) == 18
    assert google.get("contactGroups", pageSize="2000").status_code == 400


def test_habits_make_pages_small_empty_doubled_or_endless(google):
    google.let_in()
    for at in range(3):
        google.account.add(first_name=f"P{at}")
    habits = google.fake.faults.habits
    habits.page_size, habits.empty_pages, habits.duplicates, habits.total = 1, True, True, 99
    pages, token = [], {}
    while token is not None:
        page = google.people(**token).json()
        pages.append([one["names"][0]["givenName"] for one in page.get("connections", [])])
        assert page["totalItems"] == 99
        token = {"pageToken": page["nextPageToken"]} if "nextPageToken" in page else None
    assert pages == [[], ["P0"], [], ["P0", "P1"], [], ["P1", "P2"]]
    habits.endless = True
    seen = set()
    token = {}
    for _ in range(5):
        token = {"pageToken": google.people(**token).json()["nextPageToken"]}
        seen.add(token["pageToken"])
    assert len(seen) == 5


def test_a_request_meets_the_trouble_that_waits_for_it_and_is_noted(google):
    google.let_in()
    google.account.add(first_name="Ana")
    google.fake.faults.add("people", Fault(503, retry_after="7"))
    google.fake.faults.add("people", Fault(cut=True))
    busy, cut = google.people(), google.people()
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "7")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        cut.json()
    assert google.people().json()["connections"]
    assert google.fake.faults.count("people") == 3
    with pytest.raises(requests.ConnectionError):
        google.fake.faults.add("people", Fault(reset=True))
        google.people()


def test_a_slow_answer_ends_with_the_playground(google, playground):
    google.let_in()
    google.fake.faults.add("people", Fault(delay=600))
    began = time.monotonic()
    playground.accounts.end()
    google.people()
    assert time.monotonic() - began < 5
