"""Bringing in a CSV file: dropped in the chat or chosen in a form, shown, agreed to, reported."""

from bot.playground.faults import Fault
from store import contacts

COLUMNS = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value"
)
GOOGLE = "\n".join(
    [
        COLUMNS,
        "Ann,,Lee,,,,,,,,Yoga Co,Teacher,,,,,* myContacts,* Home,ann@example.com",
        "Ben,,Orr,,,,,,,,,,,,,,* myContacts,* Home,ben@example.com",
        "Ann,,Lee,,,,,,,,,,,,,,* myContacts,* Home,ANN@example.com",
        "No,,Email,,,,,,,,,,,,,,* myContacts,,",
    ]
).encode()


def plain(people: int) -> bytes:
    rows = "".join(f"p{n:05}@example.com,Person,{n:05}\n" for n in range(people))
    return f"email,first_name,last_name\n{rows}".encode()


def test_a_dropped_file_is_shown_before_anything_is_written(slack):
    slack.carla.drop("contacts.csv", GOOGLE)
    slack.carla.see("Google Contacts export “contacts.csv”, 4 rows")
    slack.carla.see("2 new")
    slack.carla.see("Nothing was added yet.")
    slack.carla.command("/contacts")
    slack.carla.see("There is nobody in this book yet.")


def test_an_agreed_import_adds_and_reports_once(slack):
    slack.carla.drop("contacts.csv", GOOGLE)
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added from “contacts.csv”")
    slack.carla.see("line 5")
    assert slack.carla.screen.text.count("contacts added") == 1
    slack.carla.click("Open contacts")
    slack.carla.see("1–2 of 2")
    slack.carla.see("Teacher, Yoga Co")


def test_the_same_file_again_adds_nobody(slack):
    slack.carla.drop("contacts.csv", GOOGLE)
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added")
    slack.carla.drop("again.csv", GOOGLE)
    slack.carla.see("There is nobody new")


def test_a_file_that_is_not_wanted_is_forgotten(slack):
    slack.carla.drop("contacts.csv", GOOGLE)
    slack.carla.see("2 new")
    slack.carla.click("Cancel")
    slack.carla.see("contacts.csv was not imported. Nothing was added.")
    slack.carla.command("/contacts")
    slack.carla.see("There is nobody in this book yet.")


def test_a_file_chosen_in_the_form_is_imported_there(slack):
    slack.carla.home()
    slack.carla.click("Import contacts (.csv)", near="There is nobody in this book yet.")
    slack.carla.attach("CSV file", "contacts.csv", GOOGLE)
    slack.carla.submit()
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added from “contacts.csv”")
    slack.carla.close()
    slack.carla.see("1–2 of 2")


def test_the_command_opens_the_form(slack):
    slack.carla.command("/contacts import")
    slack.carla.see("Choose a CSV file from Google Contacts")


def test_a_form_that_was_closed_is_answered_in_the_messages(slack):
    slack.carla.command("/contacts import")
    slack.carla.attach("CSV file", "contacts.csv", GOOGLE)
    slack.playground.faults.add("views.update", Fault(delay=2))
    slack.carla.submit()
    slack.carla.close()
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added")


def test_a_workbook_is_refused_by_name(slack):
    slack.carla.drop("contacts.csv", b"PK\x03\x04" + b"\0" * 100 + b"xl/workbook.xml")
    slack.carla.see("contacts.csv was not imported.")
    slack.carla.see("Excel")


def test_a_web_page_is_refused_by_name(slack):
    slack.carla.drop("contacts.csv", b"<!DOCTYPE html><html><body>Hello</body></html>")
    slack.carla.see("This is a web page (HTML)")


def test_a_file_without_an_email_column_is_refused_with_its_columns(slack):
    slack.carla.drop("people.csv", b"Name,Town\nAnn,Rome\n")
    slack.carla.see("was not imported")
    slack.carla.see("Town")


def test_a_viewer_cannot_import(slack):
    slack.admit(slack.amir, "Viewer")
    slack.amir.drop("contacts.csv", GOOGLE)
    slack.amir.see("You can look at this book, but not change it.")


def test_a_file_name_is_only_a_name(slack):
    slack.carla.drop("<!channel> =1+1 *x*.csv", GOOGLE)
    slack.carla.see("<!channel> =1+1 *x*.csv")
    slack.carla.see("2 new")


def test_ten_thousand_rows_say_how_far_they_are_and_what_came_of_it(slack):
    slack.carla.drop("many.csv", plain(10_000))
    slack.carla.click("Import 10,000 contacts")
    slack.carla.see("10,000 contacts added from “many.csv”", timeout=60)
    slack.carla.command("/contacts find person 09999")
    slack.carla.see("1–1 of 1")


def test_two_people_import_overlapping_files_and_both_hear_the_truth(slack):
    slack.admit(slack.amir, "Editor")
    slack.carla.open_messages()
    slack.carla.drop("a.csv", plain(300))
    slack.amir.drop("b.csv", plain(400))
    slack.carla.see("300 new")
    slack.amir.see("400 new")
    slack.carla.click("Import 300 contacts")
    slack.amir.click("Import 400 contacts")
    slack.carla.see("added from “a.csv”")
    slack.amir.see("added from “b.csv”")
    with slack.roster.database.reading() as session:
        assert contacts.count(session, slack.team_book()) == 400


def test_the_home_tab_shows_who_was_imported(slack):
    slack.carla.home()
    slack.carla.see("There is nobody in this book yet.")
    slack.carla.open_messages()
    slack.carla.drop("contacts.csv", GOOGLE)
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added")
    slack.carla.home()
    slack.carla.see("1–2 of 2")


def test_an_import_leaves_alone_what_somebody_looks_at_meanwhile(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.drop("contacts.csv", b"email\nben@example.com\n")
    slack.carla.see("1 new")
    slack.carla.home()
    slack.carla.type("Search", "ann", enter=True)
    slack.carla.see("matching “ann”")
    slack.carla.open_messages()
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added")
    slack.carla.home()
    slack.carla.see("1–1 of 1 matching “ann”")


def test_a_cancel_while_slack_is_slow_answers_where_it_was_clicked(slack):
    slack.playground.faults.add("chat.postMessage", Fault(delay=1, after=True))
    slack.carla.drop("contacts.csv", GOOGLE)
    slack.carla.click("Cancel")
    slack.carla.see("contacts.csv was not imported. Nothing was added.")
    assert "Import 2 contacts" not in slack.carla.screen
