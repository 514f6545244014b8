"""Products: their list with how many have each, and the forms to name and delete one."""

from handlers.state import Memory, address
from handlers.views import memberships
from handlers.views.kit import (
    Block,
    View,
    bold,
    field,
    menu,
    modal,
    option,
    section,
    text_input,
    typed,
)
from store.books import Seat
from store.limits import PRODUCT_NAME_LIMIT
from store.models import Product
from store.products import ProductPage, ProductRow
from store.words import Role


def rows(seat: Seat, page: ProductPage) -> list[Block]:
    """A line for each product: its name, and how many memberships of it there are."""
    return [_row(seat, row) for row in page.rows]


def name_form(memory: Memory, *, product: Product | None = None, name: str = "") -> View:
    """Asks for the name of a new product, or for another name of this one."""
    box = text_input("name", initial=product.name if product else name, limit=PRODUCT_NAME_LIMIT)
    return modal(
        "Rename product" if product else "New product",
        [field("Name", "name", box, hint="What people have access to: Yoga 101, Silver plan…")],
        callback_id="products.rename" if product else "products.create",
        submit="Rename" if product else "Create product",
        close="Cancel",
        memory=memory.dump(),
    )


def read_name(view: View) -> str:
    """The name that was typed."""
    return typed(view, "name")


def delete_question(product: Product, count: int, memory: Memory) -> View:
    """Says what deleting a product takes, and what would take less."""
    taken = f" with its *{memberships.count(count)}* and their history" if count else ""
    instead = (
        "\nTo give it to nobody any more and keep all that, *archive* it instead."
        if count and not product.archived_at
        else ""
    )
    return modal(
        "Delete product",
        [
            section(
                f":warning: Delete the product {bold(product.name)}{taken}?\n"
                f"This is permanent, for everybody who uses this book. The contacts stay.{instead}"
            )
        ],
        callback_id="products.confirm_delete",
        submit="Delete product",
        close="Cancel",
        memory=memory.but(product=product.id, book=product.book_id, mark=str(count)).dump(),
    )


def _row(seat: Seat, row: ProductRow) -> Block:
    product = row.product
    archived = "  ·  archived" if product.archived_at else ""
    more, more_expired = "+" * row.capped, "+" * row.expired_capped
    parts = [f"{row.active:,}{more} active", f"{row.expired:,}{more_expired} expired"]
    upcoming = [f"{row.upcoming:,}{more} upcoming"] if row.upcoming else []
    text = f"{bold(product.name)}{archived}\n{'  ·  '.join([*parts, *upcoming])}"
    return section(text, _more(seat, product), f"product:{product.id}")


def _more(seat: Seat, product: Product) -> Block:
    value = address(product.book_id, product.id)
    choices = [option("Show memberships", f"open {value}")]
    if seat.role.allows(Role.editor):
        choices.append(option("Rename product", f"rename {value}"))
        choices.append(
            option("Give it again", f"restore {value}")
            if product.archived_at
            else option("Archive product", f"archive {value}")
        )
    if seat.role.allows(Role.owner):
        choices.append(option("Delete product", f"delete {value}"))
    return menu(choices, "products.more")
