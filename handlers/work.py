"""Long work as the worker hands it to a step: the job, and what it needs to do and to tell."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from store.db import Database
from store.sync.accounts import Accounts
from store.work_models import Job

# Lets the worker look for work at once.
Wake = Callable[[], None]


@dataclass(frozen=True)
class Work:
    """`download` fetches a file from Slack by its address; raises Unreadable with a sentence.

    `accounts` opens the account of a connection.
    """

    database: Database
    client: WebClient
    job: Job
    download: Callable[[str], bytes]
    accounts: Accounts


def rouse(wake: Wake) -> None:
    """After a form: let the worker begin. Not sooner: what it tells would be painted over by the
    answer to the form."""
    wake()
