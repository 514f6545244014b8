"""Products: their list, making, renaming, archiving and deleting one."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import access, bulk
from handlers.access import Visitor
from handlers.choices import Listener, follow
from handlers.screens import acknowledge, leave, repaint
from handlers.screens import show as put_up
from handlers.state import Memory, chosen
from handlers.telling import tell_job
from handlers.views import memberships
from handlers.views import products as views
from handlers.views.kit import View, bold, escape, modal, section
from handlers.work import Work
from store import deliveries, product_removal, products
from store.db import Database
from store.errors import Gone, NotAllowed, Rejected
from store.models import Product
from store.words import Role


def show(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """List the products of the book."""
    memory = leave(who, database, body)
    repaint(client, who, database, memory.but(page=memory.page.turn_to("products")))


def show_memberships(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """List the memberships of the chosen product."""
    book_id, product_id = chosen(body)
    memory = leave(who, database, body)
    page = memory.page.turn_to("memberships").forget_filter()
    repaint(client, who, database, memory.but(page=page.but(book=book_id, product=product_id)))


def add(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for the name of a new product."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book, needs=Role.editor)
    put_up(client, body, views.name_form(memory.but(book=seat.book.id)))


def create(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Make the product."""
    memory, name = Memory.load(view.get("private_metadata")), views.read_name(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            if not deliveries.once(session, f"submission {view['id']}"):
                return ack()
            product = products.add(session, seat.book, person=who.person, name=name)
    except Rejected as rejected:
        return ack(response_action="errors", errors={"name": rejected.reason})
    return _close(ack, context, f"The product {bold(product.name)} was made.")


def ask_rename(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Ask for another name of the chosen product."""
    book_id, product_id = chosen(body)
    memory = leave(who, database, body).but(book=book_id, product=product_id)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        product = products.get(session, seat.book, product_id=product_id)
    put_up(client, body, views.name_form(memory, product=product))


def rename(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Give the product its other name."""
    memory, name = Memory.load(view.get("private_metadata")), views.read_name(view)
    try:
        with database.writing() as session:
            seat = access.enter(session, who, memory.book, needs=Role.editor)
            id = memory.product or 0
            product = products.rename(
                session, seat.book, person=who.person, product_id=id, name=name
            )
    except Rejected as rejected:
        return ack(response_action="errors", errors={"name": rejected.reason})
    return _close(ack, context, f"The product is called {bold(product.name)} now.")


def archive(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Give the chosen product to nobody any more; who has it keeps it."""
    told = "is archived: nobody is given it any more, and its memberships live on."
    _change(client, who, database, body, products.archive, told)


def restore(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Let the chosen product be given again."""
    _change(client, who, database, body, products.restore, "can be given again.")


def ask_delete(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Say what deleting the chosen product would take, and ask."""
    book_id, product_id = chosen(body)
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, book_id, needs=Role.owner)
        product = products.get(session, seat.book, product_id=product_id)
        count = products.size(session, seat.book, product_id=product_id)
    put_up(client, body, views.delete_question(product, count, memory))


def confirm_delete(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Delete the product with its memberships: at once, or as work where they are many."""
    memory, key = Memory.load(view.get("private_metadata")), f"submission {view['id']}"
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.owner)
        if not deliveries.once(session, key):
            return ack()
        id, by = memory.product or 0, who.person
        product = products.get(session, seat.book, product_id=id)
        count = products.size(session, seat.book, product_id=id)
        if str(count) != memory.mark:  # others have it than those whom the question counted
            deliveries.forget(session, key)
            question = views.delete_question(product, count, memory)
            return ack(response_action="update", view=question)
        if count <= product_removal.CHUNK:
            products.delete(session, seat.book, person=by, product_id=id)
            return _close(ack, context, _deleted(product.name, count))
        place = {"view": view["id"], "title": "Delete product", "page": memory.dump()}
        data = place | {"name": product.name}
        product_removal.begin(session, seat.book, person=by, key=key, product_id=id, data=data)
    context["settled"] = True
    waiting = f":hourglass_flowing_sand: Deleting {bold(product.name)}…"
    return ack(response_action="update", view=modal("Delete product", [section(waiting)]))


def more(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Do what was chosen in a product's ⋮ menu."""
    choices: dict[str, Listener] = {
        "open": show_memberships,
        "rename": ask_rename,
        "archive": archive,
        "restore": restore,
        "delete": ask_delete,
    }
    follow(choices, client, who, database, body)


def remove(work: Work) -> None:
    """A step of the job: delete the memberships of the product, and it."""
    job, name = work.job, bold(work.job.data["name"])

    def progress(done: int, count: int) -> None:
        told = f":hourglass_flowing_sand: Deleting {name}: {done:,} of {memberships.count(count)}…"
        tell_job(work, told, [section(told)])

    try:
        with work.database.reading() as session:
            access.enter_for_job(session, job, Role.owner)
        product_removal.run(work.database, job, on_progress=progress)
    except (Gone, NotAllowed) as refused:
        bulk.finish(work, f":warning: {escape(str(refused))} The product is archived.")


def tell(work: Work) -> None:
    """A step of the job: say what came of it."""
    job = work.job
    bulk.finish(work, f":white_check_mark: {_deleted(job.data['name'], job.data['total'])}")


def failed(work: Work) -> None:
    """The last step when another one failed again and again."""
    if work.job.step == "products.tell":
        tell(work)
    else:
        name = bold(work.job.data["name"])
        told = f"{name} could not be deleted whole. It is archived; please try again in a while."
        bulk.finish(work, f":warning: {told}")


def _change(
    client: WebClient,
    who: Visitor,
    database: Database,
    body: dict[str, Any],
    change: Callable[..., Product],
    told: str,
) -> None:
    book_id, product_id = chosen(body)
    memory = leave(who, database, body)
    with database.writing() as session:
        seat = access.enter(session, who, book_id, needs=Role.editor)
        product = change(session, seat.book, person=who.person, product_id=product_id)
    repaint(client, who, database, memory, f":white_check_mark: {bold(product.name)} {told}")


def _deleted(name: str, count: int) -> str:
    went = f" with {memberships.count(count)}" if count else ""
    return f"The product {bold(name)} was deleted{went}."


def _close(ack: Ack, context: BoltContext, told: str) -> BoltResponse:
    context["settled"], context["notice"] = True, f":white_check_mark: {told}"
    return ack()


def register(app: App) -> None:
    """Tie each id to the function that it names."""
    app.action("products.show")(ack=acknowledge, lazy=[show])
    app.action("products.add")(ack=acknowledge, lazy=[add])
    app.action("products.more")(ack=acknowledge, lazy=[more])
    app.view("products.create")(ack=create, lazy=[bulk.settle])
    app.view("products.rename")(ack=rename, lazy=[bulk.settle])
    app.view("products.confirm_delete")(ack=confirm_delete, lazy=[bulk.settle])
