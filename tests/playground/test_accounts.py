"""The page on which somebody changes the sample accounts, as their owner would."""

import pytest
import requests

from bot.playground.accounts.people import GOOGLE, MICROSOFT


@pytest.fixture
def account(playground):
    return playground.accounts.directory.of(GOOGLE)[0]


@pytest.fixture
def do(playground, account):
    """One change, by its name."""

    def done(deed, *, headers=None, **form):
        return requests.post(
            f"{playground.url}/accounts/{account.provider}/{account.id}",
            data={"do": deed, **form},
            headers=headers,
            timeout=5,
        )

    return done


def found(account, **wanted):
    return [
        one
        for one in account.people.values()
        if all(getattr(one, name) == value for name, value in wanted.items())
    ]


def test_there_are_two_accounts_at_each_provider_with_people_and_groups(playground):
    directory = playground.accounts.directory
    for provider in (GOOGLE, MICROSOFT):
        accounts = directory.of(provider)
        assert len(accounts) == 2
        assert all(one.people and one.groups for one in accounts)
    assert len(directory.of(GOOGLE)[0].people) >= 40
    page = requests.get(f"{playground.url}/accounts", timeout=5).text
    assert all(one.email in page for one in directory.accounts)


def test_somebody_is_added_edited_and_deleted(account, do):
    wed = next(one.id for one in account.groups.values() if one.name == "Wed cohort")
    form = {"first_name": "Ana", "emails": "ana@example.com, a@example.org", "groups": wed}
    assert "Saved." in do("save", **form).text
    (ana,) = found(account, first_name="Ana")
    assert (ana.emails, ana.groups) == (["ana@example.com", "a@example.org"], [wed])
    do("save", person=ana.id, first_name="Anna", emails="ana@example.com")
    (anna,) = found(account, first_name="Anna")
    assert (anna.id, anna.emails, anna.groups) == (ana.id, ["ana@example.com"], [])
    assert "Deleted." in do("delete", person=ana.id).text
    assert not found(account, first_name="Anna")


def test_a_form_shows_what_somebody_has(playground, account):
    (bea,) = found(account, first_name="Bea")
    place = f"{playground.url}/accounts/google/{account.id}/people"
    form = requests.get(f"{place}/{bea.id}", timeout=5).text
    assert 'value="bea.ruiz@example.com"' in form
    assert form.count(" checked") == 1
    assert requests.get(f"{place}/new", timeout=5).status_code == 200
    assert requests.get(f"{place}/77", timeout=5).status_code == 404


def test_labels_are_added_renamed_and_deleted(account, do):
    do("add_group", name="Summer")
    (summer,) = [one for one in account.groups.values() if one.name == "Summer"]
    do("rename_group", group=summer.id, name="Autumn")
    assert account.groups[summer.id].name == "Autumn"
    do("save", first_name="Ana", groups=summer.id)
    do("delete_group", group=summer.id)
    assert summer.id not in account.groups
    assert found(account, first_name="Ana")[0].groups == []


def test_a_consent_and_the_tokens_can_be_ended(playground, account, do):
    tokens = playground.accounts.google.tokens
    code = tokens.code(account, ["openid"], "back", "", offline=True)
    access = tokens.exchange(code, "back", "")["access_token"]
    place = f"{playground.url}/accounts"
    assert "Lets Roster in" in requests.get(place, timeout=5).text
    do("expire_access")
    assert tokens.holder(access) is None
    assert tokens.knows(account)
    before = account.version
    do("forget")
    assert account.remembered > before
    do("end_consent")
    assert not tokens.knows(account)
    assert "Lets Roster in" not in requests.get(place, timeout=5).text


def test_what_is_typed_is_shown_as_text(account, do):
    page = do("save", first_name="<script>alert(1)</script>", company="<b>").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", ["", "else"])
def test_there_is_nothing_else_to_do(do, name):
    assert do(name).status_code == 400


def test_what_somebody_else_has_deleted_is_not_there(do):
    assert do("delete", person="77").status_code == 404
    assert do("save", person="77", first_name="Ana").status_code == 404


def test_another_page_in_the_same_browser_changes_nothing(account, do):
    before = account.version
    do("forget", headers={"Origin": "https://evil.example"})
    assert account.version == before


@pytest.mark.browser
def test_a_person_finds_the_accounts_from_the_workspace_and_changes_one(page, account):
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Google and Microsoft").click()
    accounts = opened.value
    accounts.get_by_role("link", name=account.email).click()
    accounts.get_by_role("link", name="Edit Bea Ruiz").click()
    accounts.get_by_label("Company").fill("Ruiz & Co")
    accounts.get_by_role("button", name="Save").click()
    accounts.get_by_text("Saved. Roster finds it when it syncs next.").wait_for()
    assert found(account, company="Ruiz & Co")[0].first_name == "Bea"
