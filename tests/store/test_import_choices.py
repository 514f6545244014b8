"""What a person can choose for an import: people already there, groups, stars, memberships."""

import pytest
from sqlmodel import select

from store import books, contacts, groups, importing, products
from store.contacts import Fields
from store.errors import Rejected
from store.import_choices import Choices
from store.models import AuditEntry, Favorite, Group, GroupContact, Membership, Product
from store.scopes import Scope
from store.words import Existing, Gift, Payment, Source
from store.work_models import ColumnChoice, ImportChange, ImportGift
from tests import imports

FILE = """Email,First name,Last name,Company,Tags
ann@x.co,Anna,Lee,Lee Yoga,"VIP,Blog"
bo@x.co,,,,
cy@x.co,Cy,,,vip
"""


@pytest.fixture
def there(database, book):
    """Ann without a company, and Bo with one."""
    given = [
        Fields("ann@x.co", first_name="Ann"),
        Fields("bo@x.co", first_name="Bo", company="Bo & Co", notes="Met in May."),
    ]
    with database.writing() as session:
        return [contacts.add(session, book, person="U2", fields=fields) for fields in given]


def rows(database, table):
    with database.reading() as session:
        return [*session.exec(select(table))]


def members(database, book):
    """The emails in each group, by its name."""
    people = {one.id: one.email for one in imports.contacts(database, book).values()}
    names = {one.id: one.name for one in rows(database, Group)}
    found = {name: [] for name in names.values()}
    for one in rows(database, GroupContact):
        found[names[one.group_id]].append(people[one.contact_id])
    return {name: sorted(emails) for name, emails in found.items()}


def fields(contact):
    return contact.first_name, contact.last_name, contact.company, contact.notes


def test_skipping_leaves_who_is_there_but_gives_them_their_groups(database, book, there):
    plan, result = imports.run(database, book, FILE)
    assert (plan.new, plan.known, plan.changing) == (1, 2, 0)
    assert (plan.groups, plan.group_count, plan.new_groups) == (["VIP", "Blog"], 2, 2)
    assert (plan.has_groups, plan.has_memberships) == (True, False)
    assert (result.added, result.updated, result.known) == (1, 0, 2)
    assert (result.grouped, result.new_groups) == (3, 2)
    assert members(database, book) == {"VIP": ["ann@x.co", "cy@x.co"], "Blog": ["ann@x.co"]}
    assert fields(imports.contacts(database, book)["ann@x.co"]) == ("Ann", "", "", "")


def test_filling_in_leaves_what_is_there(database, book, there):
    plan, result = imports.run(database, book, FILE, choices=Choices(Existing.fill))
    assert (plan.new, plan.known, plan.changing) == (1, 2, 1)
    assert plan.changing_some == [(2, "Anna Lee · ann@x.co")]
    assert plan.known_some == [(2, "Anna Lee · ann@x.co"), (3, "bo@x.co")]
    assert plan.new_some == [(4, "Cy · cy@x.co")]
    assert (result.added, result.updated, result.known) == (1, 1, 1)
    found = imports.contacts(database, book)
    assert fields(found["ann@x.co"]) == ("Ann", "Lee", "Lee Yoga", "")
    assert fields(found["bo@x.co"]) == ("Bo", "", "Bo & Co", "Met in May.")


def test_the_audit_trail_tells_what_an_import_did_beside_adding(database, book, there):
    choices = Choices(Existing.fill, product="Gold", memberships=True)
    _, result = imports.run(database, book, FILE, choices=choices)
    assert (result.added, result.updated, result.grouped, result.given) == (1, 1, 3, 3)
    entries = sorted(rows(database, AuditEntry), key=lambda one: one.id)
    assert [(one.action, one.count) for one in entries[-4:]] == [
        ("contacts.imported", 1),
        ("contacts.updated", 1),
        ("contacts.grouped", 3),
        ("membership.added", 3),
    ]


def test_updating_takes_every_value_that_the_file_has(database, book, there):
    _, result = imports.run(database, book, FILE, choices=Choices(Existing.update))
    assert (result.added, result.updated, result.known) == (1, 1, 1)
    found = imports.contacts(database, book)
    assert fields(found["ann@x.co"]) == ("Anna", "Lee", "Lee Yoga", "")
    assert fields(found["bo@x.co"]) == ("Bo", "", "Bo & Co", "Met in May.")


def test_what_was_overwritten_is_kept_and_found_by_its_new_text(database, book, there):
    ann = there[0]
    imports.run(database, book, FILE, choices=Choices(Existing.update))
    [change] = rows(database, ImportChange)
    assert (change.contact_id, change.updated_by) == (ann.id, "U2")
    assert change.updated_at == ann.updated_at
    assert change.before == {"first_name": "Ann", "last_name": "", "company": ""}
    assert change.after == {"first_name": "Anna", "last_name": "Lee", "company": "Lee Yoga"}
    now = imports.contacts(database, book)["ann@x.co"]
    assert (now.version, now.updated_by, now.company_key) == (2, "U1", "lee yoga")
    cy = imports.contacts(database, book)["cy@x.co"]
    assert now.updated_at == cy.created_at
    assert (now.import_id, cy.import_id) == (None, change.import_id)
    with database.reading() as session:
        for words, found in (("anna lee", 1), ("lee yoga", 1), ("bo &", 1), ("nna", 1)):
            scope = Scope(words)
            assert contacts.find(session, book, person="U1", scope=scope).total == found, words


def test_what_comes_from_an_account_is_not_changed_but_may_be_grouped(database, book):
    with database.writing() as session:
        one = Fields("ann@x.co", first_name="Ann")
        contacts.add(session, book, person="U2", fields=one, source=Source.google)
    plan, result = imports.run(database, book, FILE, choices=Choices(Existing.update, star=True))
    assert (plan.known, plan.changing) == (result.known, result.updated) == (1, 0)
    assert imports.contacts(database, book)["ann@x.co"].first_name == "Ann"
    assert members(database, book)["Blog"] == ["ann@x.co"]
    assert (result.starred, len(rows(database, Favorite))) == (3, 3)


def test_everybody_in_the_file_can_be_grouped_and_starred(database, book, there):
    choices = Choices(group="From Kit", star=True, groups=False)
    plan, result = imports.run(database, book, FILE, choices=choices)
    assert (plan.group_count, plan.new_groups, plan.has_groups) == (0, 1, True)
    assert (result.grouped, result.starred, result.new_groups) == (3, 3, 1)
    assert members(database, book) == {"From Kit": ["ann@x.co", "bo@x.co", "cy@x.co"]}
    assert {one.person for one in rows(database, Favorite)} == {"U1"}
    gifts = rows(database, ImportGift)
    assert (
        sorted(one.kind for one in gifts)
        == [Gift.group] * 3 + [Gift.new_group, Gift.star] + [Gift.star] * 2
    )


def test_what_was_there_before_is_no_gift(database, book, there):
    with database.writing() as session:
        group = groups.add(session, book, person="U2", name="vip")
        scope = Scope(contact=there[0].id)
        groups.put(session, book, group_id=group.id, scope=scope)
    _, result = imports.run(database, book, FILE)
    assert (result.grouped, result.new_groups) == (2, 1)
    given = [(one.kind, one.contact_id == there[0].id) for one in rows(database, ImportGift)]
    assert sorted(given) == [(Gift.group, False), (Gift.group, True), (Gift.new_group, False)]


def test_the_same_file_again_brings_nothing(database, book, there):
    choices = Choices(Existing.update, group="All", star=True, memberships=True)
    file = FILE.replace("Tags", "Tags,Product,End date").replace(
        "cy@x.co,Cy,,,vip", "cy@x.co,Cy,,,vip,Yoga,2031-01-31"
    )
    _, first = imports.run(database, book, file, choices=choices)
    assert (first.given, first.new_products) == (1, 1)
    plan, second = imports.run(database, book, file, choices=choices, key="again")
    assert (plan.new, plan.changing, plan.new_groups, plan.new_products) == (0, 0, 0, 0)
    assert (second.added, second.updated, second.known) == (0, 0, 3)
    assert (second.grouped, second.starred, second.given, second.had) == (0, 0, 0, 1)


def test_a_further_row_brings_what_those_above_do_not(database, book):
    file = "Email,Name,Tags\n" + "".join(
        f"{email},{name},{group}\n"
        for email, name, group in [
            ("ann@x.co", "Ann", "VIP"),
            ("ANN@x.co", "Other", "Blog"),
            ("ann@x.co", "", "vip;Blog"),
            ("ann@x.co", "", ""),
            ("ann@x.co", "", "blog; News"),
        ]
    )
    plan, result = imports.run(database, book, file)
    assert (plan.new, plan.further, plan.repeated) == (1, 2, 2)
    assert (result.added, result.further, result.repeated, result.grouped) == (1, 2, 2, 3)
    assert plan.repeated_some == [(4, "ann@x.co"), (5, "ann@x.co")]
    ann = ["ann@x.co"]
    assert members(database, book) == {"VIP": ann, "Blog": ann, "News": ann}
    assert imports.contacts(database, book)["ann@x.co"].first_name == "Ann"


def test_further_rows_in_later_chunks_find_their_person(database, book, monkeypatch):
    monkeypatch.setattr("store.import_writer.CHUNK", 2)
    file = "Email,Tags\n" + "".join(f"p{n}@x.co,A\n" for n in range(5)) + "p0@x.co,B\np4@x.co,B\n"
    _, result = imports.run(database, book, file)
    assert (result.added, result.further, result.grouped, result.new_groups) == (5, 2, 7, 2)
    assert members(database, book)["B"] == ["p0@x.co", "p4@x.co"]


def test_too_many_groups_are_refused_until_something_else_is_chosen(database, book):
    file = "Email,Tags\n" + "".join(f"p{n}@x.co,Group {n}\n" for n in range(201))
    job, plan = imports.plan(database, book, file)
    assert plan.refused.startswith("“Tags” looks like no list of groups: it has more than 200.")
    with database.writing() as session, pytest.raises(Rejected, match="Tags"):
        importing.confirm(session, book, job_id=job.id)
    chosen = {"person": "U1", "job_id": job.id, "choices": Choices(groups=False)}
    with database.writing() as session:
        assert importing.choose(session, book, **chosen)
    assert importing.read(database, imports.take(database), None).refused == ""
    assert rows(database, Group) == []


def test_choosing_comes_too_late_once_somebody_has_agreed(database, book):
    job, _ = imports.plan(database, book, FILE)
    chosen = {"person": "U1", "job_id": job.id, "choices": Choices()}
    with database.writing() as session:
        assert importing.confirm(session, book, job_id=job.id)
        assert not importing.choose(session, book, **chosen)


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        (Choices(places={"name": (1,)}), "email"),
        (Choices(group="x" * 76), "group"),
        (Choices(product="x" * 76), "product"),
    ],
)
def test_choices_that_cannot_be_are_refused_at_once(database, book, choices, field):
    job, _ = imports.plan(database, book, FILE)
    with database.writing() as session, pytest.raises(Rejected) as refused:
        importing.choose(session, book, person="U1", job_id=job.id, choices=choices)
    assert refused.value.field == field


def test_chosen_columns_are_remembered_for_the_next_file_with_them(database, book):
    file = "Email,Nick,Firm\nann@x.co,Ann,Lee Yoga\n"
    places = {"email": (0,), "first_name": (1,), "company": (2,)}
    imports.run(database, book, file, choices=Choices(places=places))
    assert len(rows(database, ColumnChoice)) == 1
    job, plan = imports.plan(database, book, file.replace("ann", "bo"), key="next")
    assert (plan.places, plan.choices.places) == (places, places)
    assert plan.recognised != places
    imports.write(database, book, job)
    assert fields(imports.contacts(database, book)["bo@x.co"])[:3] == ("Ann", "", "Lee Yoga")
    with database.writing() as session:
        other = books.team(session, workspace="T2")
    assert imports.plan(database, other, file, key="x")[1].choices.places is None


def test_memberships_are_offered_and_given_when_they_are_wanted(database, book, there):
    file = """Email,Product,Payment,Start,End
ann@x.co,Yoga,comped,2026-01-01,2031-12-31
bo@x.co,yoga,,,2020-12-31
cy@x.co,,,,
di@x.co,Yoga,gold,,
ann@x.co,Swim,,2026-01-01,
ann@x.co,YOGA,,2026-02-01,
"""
    _, plan = imports.plan(database, book, file, key="look")
    assert (plan.has_memberships, plan.memberships, plan.unusable) == (True, 0, 0)
    plan, result = imports.run(
        database, book, file, choices=Choices(memberships=True, payment=Payment.free)
    )
    assert (plan.products, plan.new_products, plan.memberships) == (["Yoga", "Swim"], 2, 4)
    assert (plan.new, plan.known, plan.further, plan.unusable) == (1, 2, 2, 1)
    assert (result.given, result.had, result.new_products) == (3, 1, 2)
    names = {one.id: one.name for one in rows(database, Product)}
    given = {(names[one.product_id], one.payment, one.ends) for one in rows(database, Membership)}
    assert {(name, payment) for name, payment, _ in given} == {
        ("Yoga", Payment.comped),
        ("Yoga", Payment.free),
        ("Swim", Payment.free),
    }


def test_nobody_is_put_into_a_group_that_changes_in_an_account_and_that_is_told(
    database, book, there
):
    with database.writing() as session:
        cohort = groups.add(session, book, person="U1", name="Cohort")
        groups.put(session, book, group_id=cohort.id, scope=Scope(contact=there[0].id))
        cohort.source = Source.google
    file = "Email,Group\nann@x.co,Cohort\nbo@x.co,Cohort\ncy@x.co,VIP\ndi@x.co,Cohort\n"
    _, result = imports.run(database, book, file)
    assert (result.grouped, result.closed, result.new_groups) == (1, 2, 1)
    assert members(database, book) == {"Cohort": ["ann@x.co"], "VIP": ["cy@x.co"]}


def test_an_archived_product_is_not_given_and_that_is_told(database, book):
    with database.writing() as session:
        yoga = products.add(session, book, person="U1", name="Yoga")
        products.archive(session, book, person="U1", product_id=yoga.id)
    file = "Email,Product\nann@x.co,Yoga\nbo@x.co,Swim\n"
    _, result = imports.run(database, book, file, choices=Choices(memberships=True))
    assert (result.given, result.refused, result.had, result.new_products) == (1, 1, 0, 1)
