"""How a file comes in: seen first, changed in forms, remembered; and what it brings along."""

from sqlmodel import select

from store import contacts, groups, importing, memberships
from store.work_models import Job
from tests.e2e.membering import member

FILE = b"Email,First name,Company,Tags\nann@example.com,Ann,Yoga Co,VIP\nben@example.com,Ben,,\n"
GHOST = (
    b"id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    b"deleted_at,labels,tiers,gift_id\n"
    b"1,ann@example.com,Ann Lee,,true,,,2024-01-01,,VIP,Gold,\n"
    b"2,ben@example.com,Ben Orr,,true,true,,2024-01-01,,,Gold,\n"
    b"3,cy@example.com,Cy Ray,,true,,,2024-01-01,,,,\n"
)


def contact(slack, email):
    with slack.roster.database.reading() as session:
        return contacts.by_email(session, slack.team_book(), email=email)


def groups_of(slack, email):
    with slack.roster.database.reading() as session:
        found = groups.of(session, slack.team_book(), contact_id=contact(slack, email).id)
        return [group.name for group in found]


def memberships_of(slack, email):
    with slack.roster.database.reading() as session:
        found = memberships.of(session, slack.team_book(), contact_id=contact(slack, email).id)
        return [(entry.product.name, str(entry.membership.payment)) for entry in found]


def test_the_first_few_of_each_kind_are_shown_by_name(slack):
    slack.carla.command("/contacts add ben@example.com Ben Orr")
    slack.carla.drop("people.csv", FILE + b"ANN@example.com,Ann,,\nnobody,No,,\n")
    slack.carla.see("4 rows: 1 new, 1 already there, 1 repeated in the file, 1 unusable")
    slack.carla.see("New: Ann · ann@example.com")
    slack.carla.see("Already there: Ben · ben@example.com")
    slack.carla.see("Repeated in the file: Ann · ANN@example.com")
    slack.carla.see("line 5")
    slack.carla.see("Groups: VIP (1 new)")


def test_people_who_are_there_already_stay_as_they_are_unless_that_is_changed(slack):
    slack.carla.command("/contacts add ann@example.com Anna")
    slack.carla.drop("people.csv", FILE)
    slack.carla.click("Change…")
    slack.carla.choose("People who are there already", "Fill in what is empty")
    slack.carla.submit()
    slack.carla.see("Would change: Ann")
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added from “people.csv”, 1 updated")
    ann = contact(slack, "ann@example.com")
    assert (ann.first_name, ann.company) == ("Anna", "Yoga Co")


def test_who_is_there_already_joins_the_groups_too_and_the_plan_says_so(slack):
    slack.carla.command("/contacts add ann@example.com Anna")
    slack.carla.drop("people.csv", FILE)
    slack.carla.see(
        "People who are there already stay as they are. What follows is done for them too."
    )
    slack.carla.see("Groups: VIP (1 new)")
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added from “people.csv”, 1 skipped (already there)")
    assert contact(slack, "ann@example.com").first_name == "Anna"
    assert groups_of(slack, "ann@example.com") == ["VIP"]


def test_an_update_takes_what_the_file_says_and_an_empty_cell_erases_nothing(slack):
    slack.carla.command("/contacts add ann@example.com Anna Lee")
    slack.carla.drop("people.csv", b"Email,First name,Last name\nann@example.com,Ann,\n")
    slack.carla.see("There is nobody new")
    slack.carla.click("Change…")
    slack.carla.choose("People who are there already", "Update them from the file")
    slack.carla.submit()
    slack.carla.click("Update 1 contact")
    slack.carla.see("1 updated")
    ann = contact(slack, "ann@example.com")
    assert (ann.first_name, ann.last_name) == ("Ann", "Lee")


def test_everybody_is_put_into_a_new_group_and_starred(slack):
    slack.carla.command("/contacts add ann@example.com Ann")
    slack.carla.drop("people.csv", b"Email\nann@example.com\nben@example.com\n")
    slack.carla.click("Change…")
    slack.carla.choose("Put everybody into a group", "➕ New group: Autumn", query="Autumn")
    slack.carla.tick("Star everybody")
    slack.carla.submit()
    slack.carla.see("Everybody is put into the group Autumn.")
    slack.carla.see("Everybody gets your star.")
    slack.carla.click("Import 1 contact")
    slack.carla.see("2 put into groups.")
    slack.carla.see("2 starred.")
    assert groups_of(slack, "ann@example.com") == ["Autumn"]
    assert groups_of(slack, "ben@example.com") == ["Autumn"]


def test_the_groups_of_the_file_can_be_left_out(slack):
    slack.carla.drop("people.csv", FILE)
    slack.carla.click("Change…")
    slack.carla.tick("Put people into the groups that the file names", on=False)
    slack.carla.submit()
    slack.carla.see_no("VIP (1 new)")
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added")
    assert groups_of(slack, "ann@example.com") == []


def test_memberships_of_a_ghost_export_are_offered_and_never_assumed(slack):
    slack.carla.drop("members.csv", GHOST)
    slack.carla.see("Ghost export “members.csv”")
    slack.carla.see("The file also says who has which product")
    slack.carla.click("Change…")
    slack.carla.tick("Give memberships")
    slack.carla.submit()
    slack.carla.see("2 memberships: Gold (1 new)")
    slack.carla.click("Import 3 contacts")
    slack.carla.see("2 memberships given.")
    assert memberships_of(slack, "ann@example.com") == [("Gold", "paid")]
    assert memberships_of(slack, "ben@example.com") == [("Gold", "comped")]
    assert memberships_of(slack, "cy@example.com") == []


def test_a_product_can_be_given_to_everybody_in_the_file_and_not_twice(slack):
    member(slack, "ann@example.com", "Workshop")
    slack.carla.drop("people.csv", b"Email\nann@example.com\nben@example.com\n")
    slack.carla.click("Change…")
    slack.carla.tick("Give memberships")
    slack.carla.choose("Product, where the file names none", "Workshop")
    slack.carla.choose("Payment type, where the file says nothing", "Free")
    slack.carla.submit()
    slack.carla.see("2 memberships: Workshop")
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 membership given, 1 was there already.")
    assert memberships_of(slack, "ann@example.com") == [("Workshop", "paid")]
    assert memberships_of(slack, "ben@example.com") == [("Workshop", "free")]


def test_columns_can_be_chosen_and_are_remembered_for_the_next_such_file(slack):
    odd = b"Kontaktdaten,Spitzname,Rolle im Team\nann@example.com,Annie,Captain\n"
    slack.carla.drop("odd.csv", odd)
    slack.carla.click("Columns…")
    slack.carla.choose("First name", "Spitzname · Annie")
    slack.carla.choose("Job title", "Rolle im Team · Captain")
    slack.carla.submit()
    slack.carla.see("New: Annie · ann@example.com")
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added")
    ann = contact(slack, "ann@example.com")
    assert (ann.first_name, ann.job_title) == ("Annie", "Captain")
    slack.carla.drop("again.csv", odd.replace(b"ann@", b"ben@").replace(b"Annie", b"Benny"))
    slack.carla.see("New: Benny · ben@example.com")


def test_days_that_may_be_two_are_asked_about(slack):
    slack.carla.drop(
        "passes.csv",
        b"Email,Product,Start date,End date\nann@example.com,Yoga,03/04/2026,05/06/2026\n",
    )
    slack.carla.click("Change…")
    slack.carla.tick("Give memberships")
    slack.carla.submit()
    slack.carla.see("may be two days")
    slack.carla.click("Change…")
    slack.carla.choose("Days such as 03/04/2026", "The day first: 3 April")
    slack.carla.submit()
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 membership given.")
    with slack.roster.database.reading() as session:
        ann = contact(slack, "ann@example.com")
        [entry] = memberships.of(session, slack.team_book(), contact_id=ann.id)
    assert str(entry.membership.starts) == "2026-04-03"
    assert str(entry.membership.ends) == "2026-06-05"


def test_a_form_that_comes_after_the_answer_says_that_it_is_over(slack):
    slack.carla.drop("people.csv", FILE)
    slack.carla.see("2 new")
    slack.carla.click("Change…")
    slack.carla.see("How to import")
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        [job] = session.exec(select(Job)).all()
        assert importing.cancel(session, book, job_id=job.id)
    slack.carla.submit()
    slack.carla.see("This import is over")


def test_the_forms_stand_on_top_of_the_modal_in_which_the_file_was_chosen(slack):
    slack.carla.command("/contacts import")
    slack.carla.attach("CSV file", "people.csv", FILE)
    slack.carla.submit()
    slack.carla.click("Change…")
    slack.carla.tick("Star everybody")
    slack.carla.submit()
    slack.carla.see("Everybody gets your star.")
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 starred.")
