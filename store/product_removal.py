"""Removing a product that very many have: a job that survives its process, chunk by chunk.

Its one step of work moves on to products.tell.
"""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, delete, select

from store import books, jobs, products
from store.db import Database
from store.errors import Gone
from store.models import Book, Membership
from store.work_models import Job

# Memberships that are deleted in one transaction: long enough to be quick, short enough that
# nobody waits for it to end. A product with no more is deleted at once.
CHUNK = 2_500

Progress = Callable[[int, int], None]


def begin(
    session: Session,
    book: Book,
    *,
    person: str,
    key: str,
    product_id: int,
    data: dict[str, Any],
) -> Job | None:
    """Note that the product shall go; until it has, it is archived. None when it was noted before.

    Raises Gone.
    """
    with session.begin_nested():
        size = products.size(session, book, product_id=product_id)
        about = {"product": product_id, "total": size, "done": 0}
        job = jobs.add(
            session, book, person=person, key=key, step="products.remove", data=data | about
        )
        if job is not None:
            products.archive(session, book, person=person, product_id=product_id)
    return job


def run(database: Database, job: Job, *, on_progress: Progress) -> int:
    """Delete the memberships, then the product, and let the person be told; how many went.

    A process that dies loses the chunk it was at, and the next one takes what is left.
    """
    with database.reading() as session:
        book = books.get(session, book_id=job.book_id)
    while _delete_chunk(database, job, book):
        on_progress(job.data["done"], max(job.data["total"], job.data["done"]))
    with database.writing() as session:
        left = _delete_product(session, book, job)
        done: int = job.data["done"] + left
        jobs.keep(session, job, data=job.data | {"done": done, "total": done})
        jobs.move(session, job, step="products.tell", due=True)
    return done


def _delete_chunk(database: Database, job: Job, book: Book) -> bool:
    """Whether there was something left to delete."""
    with database.writing() as session:
        some = select(Membership.id, Membership.contact_id).where(
            Membership.book_id == book.id, Membership.product_id == job.data["product"]
        )
        chunk = session.exec(some.limit(CHUNK)).all()
        if not chunk:
            return False
        products.hold(session, book, contact_ids=[contact for _, contact in chunk])
        going = col(Membership.id).in_([id for id, _ in chunk])
        deleted = delete(Membership).where(col(Membership.book_id) == book.id, going)
        went = session.exec(deleted.execution_options(synchronize_session=False)).rowcount
        data = job.data | {"done": job.data["done"] + went}
        jobs.keep(session, job, data=data, progress=True)
    return True


def _delete_product(session: Session, book: Book, job: Job) -> int:
    """How many memberships went with it: none as a rule, for nobody was given it any more."""
    id = job.data["product"]
    try:
        _, had = products.delete(session, book, person=job.person, product_id=id)
    except Gone:
        return 0
    return had
