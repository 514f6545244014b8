"""Saving people from a message: those whom it names, and who wrote it."""

from store import contacts


def emails(slack):
    with slack.roster.database.reading() as session:
        page = contacts.find(session, slack.team_book(), person=slack.carla.id)
        return {row.contact.email: row.contact.name for row in page.rows}


def offered(slack, text):
    slack.amir.go("#general")
    slack.amir.say(text)
    slack.carla.go("#general")
    slack.carla.shortcut("Save to contacts")


def test_people_in_a_message_and_its_author_become_contacts(slack):
    offered(slack, "Please meet Ann Lee <ann@example.com> and ben@example.com")
    slack.carla.see("Who shall be a contact?")
    slack.carla.submit()
    slack.carla.see("3 contacts saved")
    assert emails(slack) == {
        "ann@example.com": "Ann Lee",
        "ben@example.com": "ben@example.com",
        "amir@playground.example": "Amir Assistant",
    }


def test_only_those_who_stay_ticked_are_saved(slack):
    offered(slack, "Ann Lee <ann@example.com>, Ben Orr <ben@example.com>")
    slack.carla.tick("Ben Orr · ben@example.com", on=False)
    slack.carla.tick("Amir Assistant · amir@playground.example", on=False)
    slack.carla.submit()
    slack.carla.see("1 contact saved: Ann Lee")
    assert emails(slack) == {"ann@example.com": "Ann Lee"}


def test_nobody_ticked_is_said_at_the_boxes(slack):
    offered(slack, "ann@example.com")
    slack.carla.tick("ann@example.com", "Amir Assistant · amir@playground.example", on=False)
    slack.carla.submit()
    slack.carla.see("Tick somebody to save.")


def test_who_is_there_already_is_named_and_not_offered(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    offered(slack, "ANN@example.com and ben@example.com")
    slack.carla.see("Already there: Ann Lee")
    slack.carla.submit()
    slack.carla.see("2 contacts saved")


def test_somebody_who_is_added_meanwhile_is_not_doubled(slack):
    offered(slack, "ann@example.com")
    slack.carla.see("Who shall be a contact?")
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        fields = contacts.Fields(email="ann@example.com", first_name="Ann")
        contacts.add(session, book, person="U1", fields=fields)
    slack.carla.submit()
    slack.carla.see("1 contact saved: Amir Assistant")
    slack.carla.see("Already there: Ann")


def test_a_message_without_an_address_says_so(slack):
    slack.carla.open_messages()
    slack.carla.drop("photo.csv", b"GIF89a")
    slack.carla.see("This is an image")
    slack.carla.shortcut("Save to contacts", near="This is an image")
    slack.carla.see("There is no email address in this message.")


def test_a_viewer_cannot_save(slack):
    slack.admit(slack.amir, "Viewer")
    slack.carla.go("#general")
    slack.carla.say("ann@example.com")
    slack.amir.go("#general")
    slack.amir.shortcut("Save to contacts")
    slack.amir.see("You can look at this book, but not change it.")
