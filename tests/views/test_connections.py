"""Connected accounts: what is said of them, and what is offered."""

import json

import pytest

from handlers.state import Memory
from handlers.views import (
    connecting,
    connections,
    contact_card,
    deciding,
    disconnecting,
    labels,
    syncing,
)
from handlers.views import contacts as pages_of_contacts
from handlers.views.kit import View
from store.books import Seat
from store.sync.departing import Departing
from store.sync.overviews import Overview
from store.sync.vanishing import Vanished
from store.sync_models import GroupLink, Link
from store.words import ConnectionState, Provider, Role, Source
from tests.samples_connections import connection, run
from tests.sampling import book, contact, group, screen

BOTH = tuple(Provider)
GONE = Vanished(Departing(809, 17, 12, 780), 3)
NO_LABEL = Vanished(Departing(7, 0, 0, 7), 0, ["VIPs"])


def ana(**changes):
    given = {"email": "ana@gmail.com", "provider": Provider.google, "trouble": "", "chosen": None}
    return connection(0, **(given | {"state": ConnectionState.active} | changes))


def overview(contacts=812, groups=9, last=None, **changes):
    return Overview(ana(**changes), contacts, groups, last)


def failed():
    last = run(5)
    last.trouble = "No key."
    return last


def shown(drawn: View | list) -> str:
    return json.dumps(drawn, ensure_ascii=False)


def listed(*overviews, providers=BOTH, gone=None):
    vanished = {one.connection.id: gone for one in overviews if gone}
    return shown(syncing.listed(overviews, providers, Memory(book=7), vanished=vanished))


def submitted(**chosen):
    return {"state": {"values": {name: {"x": value} for name, value in chosen.items()}}}


def label(number, remote_id=None):
    return GroupLink(
        book_id=7,
        connection_id=1,
        remote_id=remote_id or f"contactGroups/{number}",
        name=f"L{number}",
    )


def test_only_what_is_set_up_can_be_connected():
    assert "connecting.google" in listed()
    assert "connecting.microsoft" not in listed(providers=(Provider.google,))
    assert "has not set up any accounts" in listed(providers=())


def test_an_account_says_how_much_is_in_it_and_what_the_last_run_changed():
    last = run(5)
    last.trouble, last.added, last.changed, last.removed, last.kept = "", 3, 1, 0, 0
    told = listed(overview(last=last, synced_at=last.started_at, without_email=3))
    assert "812 contacts and 9 groups" in told
    assert "3 without an email are left out" in told
    assert "+3 ~1 −0" in told
    assert "<!date^" in told


@pytest.mark.parametrize(
    ("state", "offered", "not_offered"),
    [
        (ConnectionState.active, ["Sync now", "Disconnect", "Choose labels"], ["Reconnect"]),
        (ConnectionState.ended, ["Reconnect", "Disconnect"], ["Sync now"]),
        (ConnectionState.held, ["Remove 780 contacts", "Keep all 809 contacts"], ["Reconnect"]),
        (ConnectionState.leaving, ["is being disconnected"], ["Sync now", "Disconnect"]),
    ],
)
def test_what_can_be_done_with_an_account_depends_on_how_it_stands(state, offered, not_offered):
    told = listed(overview(state=state, decision=""), gone=GONE)
    assert all(words.lower() in told.lower() for words in offered)
    assert not [words for words in not_offered if words in told]


def test_an_account_that_cannot_be_read_may_be_connected_again():
    assert "Reconnect" in listed(overview(last=failed(), failures=1))
    held = {"state": ConnectionState.held, "decision": "", "failures": 1}
    assert "Reconnect" in listed(overview(last=failed(), **held))
    assert "Reconnect" not in listed(overview(last=failed(), failures=0))


def test_what_was_decided_is_not_asked_again():
    told = listed(overview(state=ConnectionState.held, decision="keep"))
    assert "syncing.remove" not in told
    assert "What you decided about those who are gone is being done." in told


def test_what_is_here_is_told_from_what_is_in_the_account_while_somebody_is_gone():
    held = {"state": ConnectionState.held, "decision": "", "failures": 1}
    told = listed(overview(last=failed(), **held), gone=GONE)
    assert "812 contacts here, 3 in the account  ·  9 groups" in told
    assert "Google Contacts now lists 3 of 812 contacts; nobody is removed here until" in told
    assert "The last run did not get to its end: No key." in told


def test_whoever_removes_many_is_asked_again_with_what_stays():
    remove = next(one for one in deciding.decisions(ana(), GONE) if "confirm" in one)
    assert remove["confirm"]["title"]["text"] == "Remove 780 contacts?"
    assert remove["confirm"]["confirm"]["text"] == "Remove 780 contacts"
    assert remove["confirm"]["text"]["text"] == (
        "Whoever has memberships, Roster groups or notes stays: 12 contacts. Nobody is removed in "
        "the account itself. 17 contacts typed or imported here, or elsewhere too, stay as well."
    )


@pytest.mark.parametrize(
    ("departing", "offered"),
    [
        (Departing(25, 0, 0, 25), ["Remove 25 contacts", "Keep all 25 contacts"]),
        (Departing(25, 5, 20, 0), ["Keep all 25 contacts"]),
        (Departing(1, 0, 0, 1), ["Remove 1 contact", "Keep 1 contact"]),
        (Departing(0, 0, 0, 0), ["Remove them", "Keep them"]),
    ],
)
def test_what_can_be_decided_says_how_many_it_is_about(departing, offered):
    buttons = deciding.decisions(ana(), Vanished(departing))
    assert [one["text"]["text"] for one in buttons] == offered


def test_where_the_chosen_label_is_gone_others_can_be_chosen():
    held = {"state": ConnectionState.held, "decision": "", "chosen": ["g1"]}
    sentence = (
        "The label VIPs is gone in Google Contacts; the 7 contacts that came with it are kept "
        "until you decide."
    )
    for told in (listed(overview(**held), gone=NO_LABEL), shown(deciding.held(ana(), NO_LABEL))):
        assert sentence in told
        assert "labels.ask" in told
        assert "Remove 7 contacts" in told
        assert "now lists" not in told
    assert "labels.ask" not in listed(overview(**held), gone=GONE)


def test_an_account_that_brings_nobody_for_its_label_is_gone_says_so_when_all_is_decided():
    told = listed(overview(chosen=["g1"]), gone=Vanished(lost=["VIPs"]))
    assert "The label VIPs is gone in Google Contacts: nobody comes from there until" in told
    assert "labels.ask" in told


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"state": ConnectionState.active}, "nothing is to be decided"),
        ({"state": ConnectionState.held, "decision": "keep"}, "this was decided already"),
        ({"state": ConnectionState.ended}, "has to be connected again."),
        ({"state": ConnectionState.leaving}, "is being disconnected."),
    ],
)
def test_who_answers_a_question_that_is_none_hears_how_the_account_stands(changes, says):
    assert says in deciding.over(ana(**changes))


def test_what_came_of_a_question_is_said_in_its_place():
    last = run(5)
    last.trouble, last.added, last.changed, last.removed, last.kept = "", 0, 0, 25, 0
    told = deciding.settled(overview(contacts=12, last=last))
    assert "this is settled (+0 ~0 −25). 12 contacts and 9 groups from there stand here" in told
    assert "has to be connected again" in deciding.settled(overview(state=ConnectionState.ended))


def test_labels_are_called_what_they_are_called_at_the_provider():
    told = listed(overview(provider=Provider.microsoft))
    assert "Choose folders and categories" in told


def test_twenty_accounts_stand_in_one_part_of_the_list():
    many = [overview() for _ in range(21)]
    first = shown(syncing.listed(many, BOTH, Memory(book=7), vanished={}))
    last = shown(syncing.listed(many, BOTH, Memory(book=7), vanished={}, first=20))
    assert "Next ›" in first
    assert "‹ Previous" not in first
    assert "‹ Previous" in last
    assert "Next ›" not in last


def test_the_screen_before_the_consent_says_what_is_read_and_leads_there():
    told = shown(connecting.consent(Provider.google, "https://example.com/connect/x", Memory()))
    assert "Continue to Google" in told
    assert "https://example.com/connect/x" in told
    assert "It only reads." in told
    assert "One way" in told


def test_all_contacts_are_wanted_unless_labels_are_chosen():
    everybody = {"selected_option": {"value": "everybody"}}
    assert labels.read(submitted(which=everybody)) is None
    assert labels.read(submitted(which={"selected_option": {"value": "some"}})) == []


def test_chosen_labels_are_found_again_however_long_their_names_at_the_account_are():
    long = label(1, "name:" + "x" * 300)
    some = [long, label(2)]
    picked = [option["value"] for option in labels.suggestions([long])]
    assert all(len(value) <= 150 for value in picked)
    assert labels.chosen(ana(), some, picked) == [long.remote_id]


def test_more_chosen_labels_than_slack_shows_stay_chosen():
    many = [label(number) for number in range(130)]
    chosen = [one.remote_id for one in many]
    form = labels.form(ana(chosen=chosen), many, Memory())
    assert "30 more are chosen, and stay so." in shown(form)
    kept = labels.chosen(ana(chosen=chosen), many, [])
    assert kept == chosen[100:]


def test_disconnecting_says_who_stays_and_who_would_go():
    told = shown(disconnecting.question(ana(), Departing(812, 10, 12, 790), "https://x", Memory()))
    assert "Keep all 812 contacts as ordinary contacts" in told
    assert "Remove 790 contacts, keep 22" in told
    assert "10 contacts typed or imported here" in told
    assert "12 contacts with memberships" in told
    assert "Roster stops reading this account" in told
    assert "*Keep*: 802 contacts become ordinary contacts" in told
    assert "*Remove*: 790 contacts leave this book" in told
    assert told.index("*Remove*: 790") < told.index("Keep all 812")
    assert "gives its permission back to Google" in told


def test_where_nobody_would_go_nothing_is_asked():
    told = shown(disconnecting.question(ana(), Departing(3, 3, 0, 0), "https://x", Memory()))
    assert "What becomes of its contacts" not in told


def test_without_an_answer_contacts_stay():
    assert disconnecting.read_keep({})
    assert not disconnecting.read_keep(submitted(what={"selected_option": {"value": "remove"}}))


def test_microsofts_consent_is_withdrawn_on_a_page_that_is_named():
    at_microsoft = ana(provider=Provider.microsoft)
    told = shown(
        disconnecting.question(at_microsoft, Departing(1, 0, 0, 1), "https://x/consents", Memory())
    )
    assert "Microsoft lets only you withdraw" in told
    assert "https://x/consents" in told


@pytest.mark.parametrize(
    ("removed", "kept", "says"),
    [
        (790, 22, "790 contacts removed, 22 contacts kept."),
        (0, 812, "disconnected: 812 contacts kept."),
        (0, 0, "it had no contacts of its own"),
    ],
)
def test_it_is_said_what_became_of_the_contacts(removed, kept, says):
    told = {"email": "ana@gmail.com", "provider": "google", "removed": removed, "kept": kept}
    assert says in connections.left(told)
    assert "could not be told" in connections.left(told | {"revoked": False})


def test_a_synced_contact_leads_to_where_it_is_changed_and_offers_no_change_here():
    one, link = contact(source=Source.google), Link(book_id=7, remote_id="people/c281")
    card = contact_card.card(
        Seat(book(), Role.owner),
        one,
        starred=False,
        groups=[],
        entries=[],
        links=[(link, ana())],
        memory=Memory(),
    )
    told = shown(card)
    assert "https://contacts.google.com/person/c281" in told
    assert "*ana@gmail.com*" in told
    for offer in ("Edit contact", "Delete contact", "Remove from group"):
        assert offer not in told
    for offer in ("Add to favorites", "Add to group", "Add membership", "Invite to an event"):
        assert offer in told


def test_a_contact_is_taken_out_of_rosters_own_groups_only():
    synced = group()
    synced.source = Source.google
    seat, about = Seat(book(), Role.owner), {"starred": False, "entries": [], "memory": Memory()}
    assert "Remove from group" not in shown(
        contact_card.card(seat, contact(), groups=[synced], **about)
    )
    both = [synced, group(2)]
    assert "Remove from group" in shown(contact_card.card(seat, contact(), groups=both, **about))


@pytest.mark.parametrize(("role", "seen"), [(Role.editor, True), (Role.viewer, False)])
def test_editors_find_sync_in_the_menu_where_there_is_something_to_sync(role, seen):
    assert ("Sync contacts" in shown(pages_of_contacts.home(screen(role, can_sync=True)))) is seen
    assert "Sync contacts" not in shown(pages_of_contacts.home(screen(role)))


def test_the_page_names_accounts_that_are_not_synced():
    troubled = [ana(state=ConnectionState.ended), ana(), ana(), ana()]
    told = shown(pages_of_contacts.home(screen(troubled=troubled)))
    assert "has to be connected again" in told
    assert "was not synced for more than a day" in told
    assert "and 1 more" in told
