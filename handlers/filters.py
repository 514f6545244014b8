"""The filter form: opening it, its rows, the live count, and its written form."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import access, narrowing
from handlers.access import Visitor
from handlers.screens import acknowledge, leave, repaint, replace_view, show
from handlers.state import Memory, PageState, number
from handlers.views import filter_form as forms
from handlers.views import filter_writing
from handlers.views.filter_form import Draft, Found
from handlers.views.kit import View, bold
from store import (
    deliveries,
    filter_form,
    filter_names,
    filter_sentence,
    filter_text,
    groups,
    imports,
    listing,
    products,
    segments,
)
from store.books import Seat
from store.db import Database
from store.errors import Mistake, Rejected, SegmentChanged
from store.filter_names import Names
from store.filters import EVERYBODY, Filter, Row
from store.words import Role

# Characters of a page and its filter. Slack keeps 3,000: the others are for a search, three places
# in the list and a form above it, in all of which each quote counts twice.
REMEMBERED = 1_300

Change = Callable[[Draft], Draft]


def open(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Open the form with all that the page asks for now."""
    memory = leave(who, database, body)
    with database.reading() as session:
        seat = access.enter(session, who, memory.page.book)
        asked = narrowing.read(session, seat.book, memory.page).whole
        drawn = draw(session, seat, who, memory.but(book=seat.book.id), asked)
    show(client, body, drawn)


def draw(session: Session, seat: Seat, who: Visitor, memory: Memory, asked: Filter) -> View:
    """The form that shows this filter; the written form, for one that has too many brackets."""
    lines = filter_form.lines(asked)
    names = filter_names.used_in(session, seat.book, asked)
    found = _found(session, seat, who, memory, asked, names)
    if lines is None:
        return filter_writing.form(seat, _written(asked, names), found, memory)
    return forms.form(seat, Draft.of(lines), found, names, memory)


def add(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """One row more."""
    _redraw(client, who, database, body, lambda draft: draft.add())


def remove(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """The other rows."""
    _redraw(client, who, database, body, lambda draft: draft.remove(_row_of(body)))


def show_more(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """All fields of one row."""
    _redraw(client, who, database, body, lambda draft: draft.show_more(_row_of(body)))


def recount(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """How many the form finds, after any change in it."""
    _redraw(client, who, database, body, lambda draft: draft)


def apply(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Show the contacts that the form asks for; keep it as a segment where it has a name."""
    try:
        draft = forms.read(view)
        asked = filter_text.check(filter_form.of_lines(draft.rows))
        return _apply(ack, view, who, context, database, asked)
    except SegmentChanged as changed:
        return ack(response_action="update", view=_form_again(database, who, view, changed, draft))
    except Rejected as rejected:
        return ack(response_action="errors", errors={forms.first_input(view): rejected.reason})


def apply_written(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database
) -> BoltResponse:
    """Show the contacts that the text asks for; point at its mistake, if it has one."""
    try:
        with database.reading() as session:
            seat = access.enter(session, who, Memory.load(view.get("private_metadata")).book)
            asked = _parse(session, seat, filter_writing.read(view))
        return _apply(ack, view, who, context, database, asked)
    except SegmentChanged as changed:
        return ack(response_action="update", view=_form_again(database, who, view, changed))
    except Rejected as rejected:
        return ack(response_action="errors", errors={"text": rejected.reason})


def settle(
    client: WebClient, who: Visitor, context: BoltContext, database: Database, body: dict[str, Any]
) -> None:
    """After the form: the page follows."""
    page = context.get("page")
    if page is None:
        return
    memory = Memory.load(body["view"].get("private_metadata")).but(page=PageState.load(page))
    repaint(client, who, database, memory.in_new_round(), context.get("notice") or "")


def write(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn the form into its written form."""
    view = body["view"]
    memory = Memory.load(view.get("private_metadata"))
    with database.reading() as session:
        seat = access.enter(session, who, memory.book)
        asked = filter_text.check(filter_form.of_lines(forms.read(view).rows))
        names = filter_names.used_in(session, seat.book, asked)
        found = _found(session, seat, who, memory, asked, names)
        drawn = filter_writing.form(seat, _written(asked, names), found, memory)
    replace_view(client, view["id"], drawn)


def count_written(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any]
) -> None:
    """How many the text finds, or its mistake."""
    _read_written(client, who, database, body, into_form=False)


def use_form(client: WebClient, who: Visitor, database: Database, body: dict[str, Any]) -> None:
    """Turn the text into rows of the form."""
    _read_written(client, who, database, body, into_form=True)


def suggest_products(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer the products whose names hold what was typed so far, and any of them."""
    with database.reading() as session:
        seat = access.enter(session, who, Memory.load(body["view"].get("private_metadata")).book)
        text = str(body.get("value") or "")
        found = products.suggest(session, seat.book, text=text)
    return ack(options=forms.choices([(one.name, one.id) for one in found], "Any product", text))


def suggest_groups(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer the groups whose names hold what was typed so far, and any of them."""
    with database.reading() as session:
        seat = access.enter(session, who, Memory.load(body["view"].get("private_metadata")).book)
        text = str(body.get("value") or "")
        found = groups.suggest(session, seat.book, text=text)
    return ack(options=forms.choices([(one.name, one.id) for one in found], "Any group", text))


def suggest_imports(
    ack: Ack, who: Visitor, database: Database, body: dict[str, Any]
) -> BoltResponse:
    """Offer the latest imports whose file and day hold what was typed so far, and any of them."""
    with database.reading() as session:
        seat = access.enter(session, who, Memory.load(body["view"].get("private_metadata")).book)
        text = str(body.get("value") or "")
        found = imports.suggest(session, seat.book, text=text)
    known = [(imports.told(seat.book, one), one.id) for one in found]
    return ack(options=forms.choices(known, "Any import", text))


def page_for(page: PageState, asked: Filter) -> PageState:
    """The page that asks for just this: in its filter row, where that can say it.

    Raises Rejected for more than a page can remember.
    """
    page = page.forget_filter()
    if isinstance(asked, Row) and (row := _in_sight(asked)):
        return page.but(**row)
    page = page.but(filter=filter_text.write(filter_text.check(asked)))
    if len(page.dump()) > REMEMBERED:
        reason = "This filter is too long. Please leave something out, or save it as a segment."
        raise Rejected("filter", reason)
    return page


def _in_sight(row: Row) -> dict[str, Any] | None:
    """What the filter row has to show to ask for the same; None where it cannot."""
    product = row.products[0] if row.products else None
    status = row.statuses[0] if row.statuses else None
    payment = row.payments[0] if row.payments else None
    same = Row(
        search=row.search,
        products=None if product is None else (product,),
        statuses=(status,) if status else (),
        payments=(payment,) if payment else (),
    )
    if row != same or len(row.search) > forms.SEARCH_LIMIT:
        return None
    return {"search": row.search, "product": product, "status": status, "payment": payment}


def _apply(
    ack: Ack, view: View, who: Visitor, context: BoltContext, database: Database, asked: Filter
) -> BoltResponse:
    """Turn the page to it; raises Rejected where it cannot be kept."""
    memory, name = Memory.load(view.get("private_metadata")), forms.read_name(view)
    if not memory.segment and not name:
        context["page"] = page_for(memory.page, asked).but(book=memory.book).dump()
        return ack()
    try:
        page = _save(view, who, context, database, asked)
    except Rejected as rejected:
        if rejected.field != "name":
            raise
        return ack(response_action="errors", errors={"name": rejected.reason})
    context["page"] = page.dump() if page else None
    return ack()


def _save(
    view: View, who: Visitor, context: BoltContext, database: Database, asked: Filter
) -> PageState | None:
    """Keep the filter as a new segment, or as that of the one it was opened from; the page that
    shows it. None for a form that was sent before."""
    memory, name = Memory.load(view.get("private_metadata")), forms.read_name(view)
    with database.writing() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        if not deliveries.once(session, f"submission {view['id']} {memory.version}"):
            return None
        if filter_names.missing(session, seat.book, asked):
            raise Rejected("filter", narrowing.GONE)
        by = who.person
        if memory.segment is None:
            saved = segments.add(session, seat.book, person=by, name=name, filter=asked)
        else:
            id, version = memory.segment, memory.version
            saved = segments.edit(
                session, seat.book, person=by, segment_id=id, version=version, filter=asked
            )
    context["notice"] = f":white_check_mark: The segment {bold(saved.name)} was saved."
    if memory.segment:
        return memory.page
    return memory.page.forget_filter().but(segment=saved.id)


def _form_again(
    database: Database,
    who: Visitor,
    view: View,
    changed: SegmentChanged,
    draft: Draft | None = None,
) -> View:
    """The form with what it holds, or the text, above which stands what somebody else has saved;
    sent once more, it takes the place of that."""
    memory = Memory.load(view.get("private_metadata")).but(version=changed.segment.version)
    with database.reading() as session:
        seat = access.enter(session, who, memory.book, needs=Role.editor)
        theirs = segments.filter_of(changed.segment)
        says = filter_sentence.say(theirs, filter_names.used_in(session, seat.book, theirs))
        told = (
            f"{changed} Now it means people who {says}. Save once more to put yours in its place."
        )
        if draft is None:
            text = filter_writing.read(view)
            return filter_writing.form(seat, text, Found(trouble=told), memory, told)
        asked = filter_form.of_lines(draft.rows)
        names = filter_names.used_in(session, seat.book, asked)
        return forms.form(seat, draft, Found(trouble=told), names, memory)


def _redraw(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], change: Change
) -> None:
    """Draw the form anew; what stands in it stays."""
    view = body["view"]
    memory = Memory.load(view.get("private_metadata"))
    with database.reading() as session:
        seat = access.enter(session, who, memory.book)
        draft: Draft = change(forms.read(view))
        asked = filter_form.of_lines(draft.rows)
        names = filter_names.used_in(session, seat.book, asked)
        try:
            found = _found(session, seat, who, memory, filter_text.check(asked), names)
        except Mistake as mistake:
            found = Found(trouble=mistake.reason)
    replace_view(client, view["id"], forms.form(seat, draft, found, names, memory))


def _read_written(
    client: WebClient, who: Visitor, database: Database, body: dict[str, Any], *, into_form: bool
) -> None:
    view, text = body["view"], filter_writing.read(body["view"])
    memory, trouble = Memory.load(view.get("private_metadata")), ""
    with database.reading() as session:
        seat = access.enter(session, who, memory.book)
        try:
            asked = _parse(session, seat, text)
        except Rejected as rejected:
            asked, trouble = EVERYBODY, rejected.reason
        names = filter_names.used_in(session, seat.book, asked)
        found = _found(session, seat, who, memory, asked, names)
        lines = filter_form.lines(asked) if into_form and not trouble else None
        if into_form and not trouble and lines is None:
            trouble = "This filter has too many brackets for the form. Here it can be changed."
    if lines is not None:
        drawn = forms.form(seat, Draft.of(lines), found, names, memory)
    else:
        drawn = filter_writing.form(seat, text, found, memory, trouble)
    replace_view(client, view["id"], drawn)


def _written(asked: Filter, names: Names) -> str:
    """The written form; where names make it longer than the box, with numbers in their place."""
    written = filter_text.write(asked, names)
    return written if len(written) <= filter_text.TEXT_LIMIT else filter_text.write(asked)


def _parse(session: Session, seat: Seat, text: str) -> Filter:
    return filter_text.parse(text, filter_names.all_of(session, seat.book))


def _found(
    session: Session, seat: Seat, who: Visitor, memory: Memory, asked: Filter, names: Names
) -> Found:
    """How many of the list the page shows are found, and how the filter is said and written."""
    sentence = "" if asked == EVERYBODY else filter_sentence.say(asked, names)
    written = filter_text.write(asked, names)
    if filter_names.lost(asked, names):
        return Found(sentence, written, trouble=narrowing.GONE)
    where = narrowing.scope_of(who, memory.page, asked)
    size, capped = listing.tally(session, seat.book, scope=where)
    return Found(sentence, written, size, capped)


def _row_of(body: dict[str, Any]) -> int:
    return number(str(body["actions"][0].get("value") or ""))


def register(app: App) -> None:
    """Tie each id to the function that it names; what stands behind a colon tells fields apart."""
    app.action("filters.open")(ack=acknowledge, lazy=[open])
    app.action("filters.add")(ack=acknowledge, lazy=[add])
    app.action("filters.remove")(ack=acknowledge, lazy=[remove])
    app.action("filters.show_more")(ack=acknowledge, lazy=[show_more])
    app.action("filters.write")(ack=acknowledge, lazy=[write])
    app.action("filters.count_written")(ack=acknowledge, lazy=[count_written])
    app.action("filters.use_form")(ack=acknowledge, lazy=[use_form])
    app.action(re.compile(r"^filters\.recount:"))(ack=acknowledge, lazy=[recount])
    app.options("filters.recount:products")(suggest_products)
    app.options("filters.recount:groups")(suggest_groups)
    app.options("filters.recount:imports")(suggest_imports)
    app.view("filters.apply")(ack=apply, lazy=[settle])
    app.view("filters.apply_written")(ack=apply_written, lazy=[settle])
