"""Steps that stories about memberships share: a product, and who has it."""

from datetime import date

from store import memberships, products
from store.memberships import Terms
from store.words import Payment


def product(slack, name):
    """A product of the team book, as if it had been there for long."""
    book = slack.team_book()
    with slack.roster.database.writing() as session:
        found = products.by_name(session, book, name=name)
        return found or products.add(session, book, person=slack.carla.id, name=name)


def member(slack, email, name, *, payment="paid", starts=date(2026, 1, 1), ends=None):
    """Somebody has, had or will have a product; whoever is unknown becomes a contact."""
    book, of = slack.team_book(), product(slack, name)
    with slack.roster.database.writing() as session:
        return memberships.add(
            session,
            book,
            person=slack.carla.id,
            email=email,
            product_id=of.id,
            terms=Terms(Payment(payment), starts, ends),
        ).entry
