"""Earlier imports: their list, who came with one, the rows to mend, and taking one back."""

from datetime import timedelta

from sqlmodel import update

from store import contacts
from store.columns import now
from store.contacts import Fields
from store.work_models import Import

FILE = b"Email,First name\nann@example.com,Ann\nben@example.com,Ben\nnobody,No\n"


def brought(slack, name="people.csv", content=FILE, button="Import 2 contacts"):
    slack.carla.open_messages()
    slack.carla.drop(name, content)
    slack.carla.click(button)
    slack.carla.see(f"added from “{name}”")


def count(slack):
    with slack.roster.database.reading() as session:
        return contacts.count(session, slack.team_book())


def rename(slack, email, name):
    """Amir corrects a name."""
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        one = contacts.by_email(session, book, email=email)
        fields = Fields(email=email, first_name=name)
        given = {"contact_id": one.id, "version": one.version, "fields": fields}
        contacts.edit(session, book, person=slack.amir.id, **given)


def test_the_rows_that_cannot_be_used_come_as_a_file_that_is_mended_and_dropped_again(slack):
    brought(slack)
    slack.carla.see("people - rows to mend.csv")
    rows = slack.carla.download("people - rows to mend.csv").decode("utf-8-sig")
    assert rows.splitlines()[0] == "Line,Reason,Email,First name"
    assert rows.splitlines()[1].startswith("4,")
    slack.carla.drop("mended.csv", rows.replace("nobody", "no@example.com").encode())
    slack.carla.see("“mended.csv”, 1 row: 1 new")


def test_a_file_of_which_nothing_can_be_used_ends_with_the_rows_to_mend(slack):
    slack.carla.drop("bad.csv", b"Email,First name\nnobody,No\n")
    slack.carla.see("There is nobody in it who could be imported.")
    slack.carla.see("bad - rows to mend.csv")
    assert "Cancel" not in slack.carla.screen


def test_rows_to_mend_that_slack_does_not_take_are_said_to_be_missing(slack, monkeypatch):
    monkeypatch.setattr("handlers.telling.UPLOADS", 0)  # it was tried often enough
    brought(slack)
    slack.carla.see("Slack did not take the file with the rows that cannot be used.")
    assert "rows to mend.csv" not in slack.carla.screen


def test_the_report_leads_to_just_those_who_came(slack):
    slack.carla.command("/contacts add zoe@example.com Zoe")
    brought(slack)
    slack.carla.click("Show these 2 contacts")
    slack.carla.see("1–2 of 2")
    slack.carla.see("came with the import “people.csv”")
    slack.carla.see_no("Zoe")


def test_an_import_is_undone_from_its_report_and_the_report_says_so(slack):
    slack.carla.command("/contacts add zoe@example.com Zoe")
    brought(slack)
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("The import of “people.csv” was undone: 2 contacts deleted.")
    assert "added from" not in slack.carla.screen
    assert count(slack) == 1


def test_in_a_modal_the_report_is_undone_where_it_stands(slack):
    slack.carla.command("/contacts import")
    slack.carla.attach("CSV file", "people.csv", FILE)
    slack.carla.submit()
    slack.carla.click("Import 2 contacts")
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("was undone: 2 contacts deleted.")
    assert slack.carla.screen.text.startswith("Import contacts (.csv)")


def test_whom_somebody_has_changed_since_is_kept_and_named(slack):
    brought(slack)
    rename(slack, "ann@example.com", "Anna")
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("1 contact deleted, 1 kept")
    slack.carla.see("Kept, because somebody has changed them since: Anna")
    assert count(slack) == 1


def test_the_list_of_imports_shows_each_and_undoes_it(slack):
    brought(slack)
    brought(slack, "more.csv", b"Email\ncy@example.com\n", "Import 1 contact")
    slack.carla.command("/contacts imports")
    slack.carla.see("more.csv")
    slack.carla.see("2 added")
    slack.carla.see("can be undone until")
    slack.carla.click("Undo import", near="people.csv", confirm="Undo import")
    slack.carla.see("2 contacts deleted")
    slack.carla.close()
    slack.carla.command("/contacts imports")
    slack.carla.see("undone on")
    assert count(slack) == 1


def test_the_list_turns_its_pages(slack):
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        for number in range(12):
            session.add(
                Import(
                    book_id=book.id,
                    person=slack.carla.id,
                    name=f"old {number}.csv",
                    label="CSV file",
                    state="done",
                    finished_at=now(),
                )
            )
    slack.carla.command("/contacts import")
    slack.carla.click("Earlier imports")
    slack.carla.see("old 11.csv")
    slack.carla.see_no("old 1.csv")
    slack.carla.click("Older imports")
    slack.carla.see("old 1.csv")
    slack.carla.see("old 0.csv")


def test_after_thirty_days_an_import_stays(slack):
    brought(slack)
    with slack.roster.database.writing() as session:
        session.exec(update(Import).values(finished_at=now() - timedelta(days=31)))
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("cannot be undone any more")
    slack.carla.command("/contacts imports")
    slack.carla.see("cannot be undone any more")
    assert count(slack) == 2


def test_an_undone_import_is_not_undone_twice(slack):
    slack.admit(slack.amir, "Editor")
    brought(slack)
    slack.amir.command("/contacts imports")
    slack.amir.see("people.csv")
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("2 contacts deleted")
    slack.amir.click("Undo import", confirm="Undo import")
    slack.amir.see("This import was undone already")


def test_the_home_tab_shows_that_they_are_gone(slack):
    brought(slack)
    slack.carla.home()
    slack.carla.see("1–2 of 2")
    slack.carla.command("/contacts imports")
    slack.carla.see("can be undone until")
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("2 contacts deleted")
    slack.carla.close()
    slack.carla.home()
    slack.carla.see("There is nobody in this book yet.")


def test_a_viewer_sees_no_list_of_imports(slack):
    slack.admit(slack.amir, "Viewer")
    slack.amir.command("/contacts imports")
    slack.amir.see("You can look at this book, but not change it.")


def test_an_import_is_stopped_and_says_how_far_it_came(slack, monkeypatch):
    monkeypatch.setattr("handlers.telling.PROGRESS_SECONDS", 0)
    monkeypatch.setattr("store.import_writer.CHUNK", 10)
    rows = b"".join(b"p%d@example.com\n" % number for number in range(3_000))
    slack.carla.open_messages()
    slack.carla.drop("many.csv", b"Email\n" + rows)
    slack.carla.click("Import 3,000 contacts")
    slack.carla.click("Stop")
    slack.carla.see("The import was stopped")
    assert 0 < count(slack) < 3_000
    slack.carla.click("Undo import", confirm="Undo import")
    slack.carla.see("was undone")
    assert count(slack) == 0
