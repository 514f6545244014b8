"""The ways by which a file reaches Roster besides the chat: a message's shortcut, a channel."""

from store import contacts

FILE = b"Email,First name\nann@example.com,Ann\nben@example.com,Ben\n"
VCARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nN:Lee;Ann;;;\r\n"
    b"item1.EMAIL;type=INTERNET:ann@example.com\r\nCATEGORIES:VIP\r\nEND:VCARD\r\n"
)


def count(slack):
    with slack.roster.database.reading() as session:
        return contacts.count(session, slack.team_book())


def test_the_file_in_somebodys_message_is_imported_by_its_shortcut(slack):
    slack.amir.go("#general")
    slack.amir.invite()
    slack.amir.drop("people.csv", FILE, text="Here they are")
    slack.carla.go("#general")
    slack.carla.shortcut("Import contacts", near="people.csv")
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added from “people.csv”")
    assert count(slack) == 2


def test_a_message_without_a_file_says_so(slack):
    slack.amir.go("#general")
    slack.amir.say("Nothing here")
    slack.carla.go("#general")
    slack.carla.shortcut("Import contacts", near="Nothing here")
    slack.carla.see("There is no file in this message.")


def test_a_file_that_roster_may_not_see_is_refused_with_what_to_do(slack):
    slack.amir.go("#general")
    slack.amir.drop("people.csv", FILE)
    slack.carla.go("#general")
    slack.carla.shortcut("Import contacts", near="people.csv")
    slack.carla.see("people.csv was not imported.")
    assert count(slack) == 0


def test_a_shortcut_of_somebody_without_access_does_nothing(slack):
    slack.admit(slack.amir, "Viewer")
    slack.amir.go("#general")
    slack.amir.invite()
    slack.amir.drop("people.csv", FILE)
    slack.amir.shortcut("Import contacts", near="people.csv")
    slack.amir.see("You can look at this book, but not change it.")
    assert count(slack) == 0


def test_a_file_in_a_channel_in_a_message_that_names_roster_is_answered_privately(slack):
    slack.carla.go("#general")
    slack.carla.invite()
    slack.carla.drop("people.csv", FILE, text="@Roster please")
    slack.carla.see("Roster is reading people.csv")
    slack.amir.go("#general")
    slack.amir.see_no("Roster is reading")
    slack.carla.open_messages()
    slack.carla.click("Import 2 contacts")
    slack.carla.see("2 contacts added")
    assert count(slack) == 2


def test_whoever_names_roster_without_a_file_learns_how(slack):
    slack.carla.go("#general")
    slack.carla.invite()
    slack.carla.say("@Roster hello")
    slack.carla.see("Name Roster in a message with a CSV or vCard file")


def test_a_viewer_who_names_roster_is_told_privately(slack):
    slack.admit(slack.amir, "Viewer")
    slack.amir.go("#general")
    slack.amir.invite()
    slack.amir.drop("people.csv", FILE, text="@Roster")
    slack.amir.see("You can look at this book, but not change it.")


def test_a_vcard_is_read_like_a_csv_file(slack):
    slack.carla.open_messages()
    slack.carla.drop("ann.vcf", VCARD)
    slack.carla.see("vCard file “ann.vcf”, 1 row: 1 new")
    slack.carla.see("Groups: VIP (1 new)")
    slack.carla.click("Import 1 contact")
    slack.carla.see("1 contact added")
    slack.carla.command("/contacts find group:VIP")
    slack.carla.see("Ann Lee")
