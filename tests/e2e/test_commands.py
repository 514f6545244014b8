"""`/contacts` and the words after it."""


def test_the_command_alone_opens_the_page(slack):
    slack.carla.command("/contacts")
    slack.carla.see("There is nobody in this book yet.")


def test_the_command_adds_a_contact_from_its_words(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.see("Ann Lee (ann@example.com) was added to your team book.")
    slack.carla.command("/contacts")
    slack.carla.see("1–1 of 1")


def test_the_words_may_come_in_any_order(slack):
    slack.carla.command("/contacts add Ann Lee ann@example.com")
    slack.carla.see("Ann Lee (ann@example.com) was added")


def test_a_known_email_leads_to_its_contact(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.command("/contacts add ANN@example.com")
    slack.carla.see("Ann Lee (ann@example.com) is already in this book.")
    slack.carla.click("Open contact")
    slack.carla.see("Delete contact")


def test_a_bad_email_is_refused_with_an_example(slack):
    slack.carla.command("/contacts add ann@@example Ann")
    slack.carla.see("/contacts add ann@example.com Ann Lee")


def test_add_alone_opens_the_form(slack):
    slack.carla.command("/contacts add")
    slack.carla.type("Email", "ann@example.com")
    slack.carla.submit()
    slack.carla.see("ann@example.com was added.")


def test_add_with_a_name_fills_the_form(slack):
    slack.carla.command("/contacts add Ann Lee")
    slack.carla.type("Email", "ann@example.com")
    slack.carla.submit()
    slack.carla.see("Ann Lee was added.")


def test_find_opens_the_page_with_who_matches(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.command("/contacts add ben@example.com Ben Orr")
    slack.carla.command("/contacts find ann")
    slack.carla.see("1–1 of 1 matching “ann”")


def test_find_can_be_left_out(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.command("/contacts ann lee")
    slack.carla.see("1–1 of 1 matching “ann lee”")


def test_the_page_in_a_modal_searches_with_its_button(slack):
    slack.carla.command("/contacts add ann@example.com Ann Lee")
    slack.carla.command("/contacts")
    slack.carla.type("Search", "nobody")
    slack.carla.submit()
    slack.carla.see("Nobody matches “nobody”.")


def test_three_modals_deep_the_page_below_is_kept_up_to_date(slack):
    carla = slack.carla
    carla.command("/contacts add ann@example.com Ann Lee")
    carla.command("/contacts")
    carla.see("1–1 of 1")
    carla.click("Open", near="Ann Lee")
    carla.see("Added by hand")
    carla.click("Edit contact")
    carla.type("Last name", "Leigh")
    carla.submit()
    carla.see("Edit contact")
    carla.close()
    carla.see("Ann Leigh was updated.")


def test_help_says_what_there_is(slack):
    slack.carla.command("/contacts help")
    slack.carla.see("/contacts find ann")
    slack.carla.see("drop a CSV or vCard file")


def test_writing_to_roster_is_answered_with_the_help(slack):
    slack.carla.say("hello?")
    slack.carla.see("Roster keeps your contacts inside Slack.")
