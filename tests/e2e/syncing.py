"""What stories about connected accounts have in common."""

from sqlmodel import select, update

from store.columns import now
from store.sync_models import Connection
from store.work_models import Job
from tests.e2e.consenting import let_in

GOOGLE, MICROSOFT = "Google Contacts", "Office 365"


def account(slack, provider="google", number=0):
    """An account of the playground."""
    return slack.playground.accounts.directory.of(provider)[number]


def open_accounts(person):
    """Open *Sync contacts* from the Home tab."""
    person.home()
    person.click("Sync contacts")
    person.see("Roster only reads")


def connect(slack, which, *, provider=GOOGLE, only=()):
    """Carla connects an account, from the list of accounts on."""
    slack.carla.click(provider)
    company = {GOOGLE: "Google", MICROSOFT: "Microsoft"}[provider]
    link = slack.carla.link(f"Continue to {company}")
    slack.carla.click(f"Continue to {company}")
    return let_in(link, which, only=only)


def connected(slack, which=None, **more):
    """An account that is connected, and was read."""
    which = which or account(slack)
    open_accounts(slack.carla)
    connect(slack, which, **more)
    slack.carla.see(f"groups from {which.email}")
    work(slack)
    slack.carla.close(everything=True)
    return which


def rows(slack, table=Connection):
    with slack.roster.database.reading() as session:
        return session.exec(select(table)).all()


def change(slack, table=Connection, **values):
    """What a story needs to have happened."""
    with slack.roster.database.writing() as session:
        session.exec(update(table).values(**values))


def work(slack):
    """Do all that is due now; when this is over, nobody works on anything."""
    worker = slack.roster.worker
    worker.work()
    with worker._idle:
        assert worker._idle.wait_for(lambda: worker._busy == 0, timeout=20)


def run_again(slack):
    """Let a quarter of an hour go by, for the accounts."""
    work(slack)
    with slack.roster.database.writing() as session:
        session.exec(update(Job).where(Job.step == "connections.sync").values(due_at=now()))
    work(slack)
