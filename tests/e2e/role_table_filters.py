"""Who may do what with filters and segments: all may look, editors keep what they look for."""

from tests.e2e.role_row import BOOK, EDITOR, HOME, NOTHING, VIEWER, WORK, Row, command

OPEN, MORE, WRITTEN = "filters.open", "filters.show_more", "filters.write"
OF_PRODUCT = {"line:0 filters.recount:products": ["{product}"]}
TEXT = "product:#{product} group:#{group} import:{imported}"

COMMANDS = [
    command("/segments", VIEWER, NOTHING, "Quillsegment", ""),
    command("/segments find", VIEWER, NOTHING, "Quilla", "find quillsegment"),
    command("/segments find (a list)", VIEWER, NOTHING, "Quillsegment", "segment"),
    command("/segments help", None, NOTHING, "do with segments", "help"),
]
ROW = [
    Row(
        "filter_row.choose_product",
        VIEWER,
        NOTHING,
        "Quilla",
        on=HOME,
        typed={"filter: filter_row.choose_product": "{product}"},
        alone=True,
    ),
    Row(
        "filter_row.choose_product (of memberships)",
        VIEWER,
        NOTHING,
        "Quillyoga",
        on="memberships.show",
        typed={"filter: filter_row.choose_product": "{product}"},
        alone=True,
    ),
    Row(
        "filter_row.choose_product (as is typed)", VIEWER, NOTHING, "Quillyoga", on=HOME, asks=True
    ),
    Row(
        "filter_row.choose_status",
        VIEWER,
        NOTHING,
        "Quilla",
        on="filter_row.choose_product",
        typed={"filter: filter_row.choose_status": "active"},
        alone=True,
    ),
    Row(
        "filter_row.choose_payment",
        VIEWER,
        NOTHING,
        "Quilla",
        on="filter_row.choose_product",
        typed={"filter: filter_row.choose_payment": "paid"},
        alone=True,
    ),
    Row("filter_row.clear", VIEWER, NOTHING, "Quilla", on="filter_row.choose_product", alone=True),
]
SEGMENTS = [
    Row("segments.show", VIEWER, NOTHING, "Quillsegment", on=HOME, alone=True),
    Row(
        "segments.choose",
        VIEWER,
        NOTHING,
        "Quilla",
        on=HOME,
        typed={"filter: segments.choose": "{segment}"},
        alone=True,
    ),
    Row("segments.choose (as is typed)", VIEWER, NOTHING, "Quillsegment", on=HOME, asks=True),
    Row("segments.ask_name", EDITOR, NOTHING, "Save as segment", on="filter_row.choose_product"),
    Row(
        "segments.ask_name (of a written filter)",
        EDITOR,
        NOTHING,
        "Save as segment",
        on="filters.apply_written",
    ),
    Row(
        "segments.create",
        EDITOR,
        BOOK,
        "was saved",
        on="segments.ask_name",
        typed={"name": "Novelties"},
    ),
    Row(
        "segments.create (of a written filter)",
        EDITOR,
        BOOK,
        "was saved",
        on="segments.ask_name (of a written filter)",
        typed={"name": "Novelties"},
    ),
    Row("segments.more open", VIEWER, NOTHING, "Quilla", on="segments.show", alone=True),
    Row("segments.more rename", EDITOR, NOTHING, "Rename segment", on="segments.show"),
    Row("segments.more edit", EDITOR, NOTHING, "Edit filter", on="segments.show"),
    Row("segments.more invite", EDITOR, NOTHING, "Make invitation", on="segments.show"),
    Row("segments.more delete", EDITOR, NOTHING, "Delete the segment", on="segments.show"),
    Row(
        "segments.rename",
        EDITOR,
        BOOK,
        "is called",
        on="segments.more rename",
        typed={"name": "Novelties"},
    ),
    Row("segments.confirm_delete", EDITOR, BOOK, "was deleted", on="segments.more delete"),
]
CHOSEN = {
    "joint": "and not",
    "products": ["{product}"],
    "statuses": ["active"],
    "payments": ["paid"],
}
CHOSEN_BELOW = {
    "groups": ["{group}"],
    "favorite": "yes",
    "sources": ["hand"],
    "imports": ["{imported}"],
    "added": "between",
    "starts": "today",
    "ends": "today",
}
ASKED = {"products": "Quillyoga", "groups": "Quillgroup", "imports": "Quillfile.csv"}
TYPED = {"search": "quilla", "companies": "Acme", "domains": "example.com"}
FORM = [
    Row(OPEN, VIEWER, NOTHING, "Filter contacts", on=HOME),
    Row("filters.open (of a segment)", VIEWER, NOTHING, "Quillyoga", on="segments.choose"),
    Row("filters.add", VIEWER, NOTHING, "Row 2", on=OPEN),
    Row("filters.remove", VIEWER, NOTHING, "Row 1", on="filters.add"),
    Row(MORE, VIEWER, NOTHING, "Email domain", on=OPEN),
    *(
        Row(
            f"filters.recount:{field}",
            VIEWER,
            NOTHING,
            "Row 1",
            on=OPEN,
            typed={f"line:0 filters.recount:{field}": value},
        )
        for field, value in CHOSEN.items()
    ),
    *(
        Row(
            f"filters.recount:{field}",
            VIEWER,
            NOTHING,
            "Row 1",
            on=MORE,
            typed={f"line:0:more filters.recount:{field}": value},
        )
        for field, value in CHOSEN_BELOW.items()
    ),
    *(
        Row(f"filters.recount:{field}", VIEWER, NOTHING, "Row 1", on=MORE, typed={block: value})
        for field, value in TYPED.items()
        for block in (f"line:0:{field}",)
    ),
    *(
        Row(
            f"filters.recount:{side}",
            VIEWER,
            NOTHING,
            "Row 1",
            on="filters.recount:added",
            typed={f"line:0:added filters.recount:{side}": "2026-01-31"},
        )
        for side in ("first", "last")
    ),
    *(
        Row(f"filters.recount:{field} (as is typed)", VIEWER, NOTHING, shown, on=MORE, asks=True)
        for field, shown in ASKED.items()
    ),
    # Whoever is not let in any more is shown their own book again.
    Row("filters.apply", VIEWER, NOTHING, "Quilla", on=OPEN, typed=OF_PRODUCT, alone=True),
    Row(
        "filters.apply (under a name)",
        EDITOR,
        BOOK,
        "was saved",
        on=OPEN,
        typed=OF_PRODUCT | {"name": "Novelties"},
    ),
    Row(
        "filters.apply (of a segment)",
        EDITOR,
        BOOK,
        "was saved",
        on="segments.more edit",
        typed=OF_PRODUCT | {"line:0:search": "quill"},
    ),
]
WRITING = [
    Row(WRITTEN, VIEWER, NOTHING, "Use the form instead", on=OPEN, typed=OF_PRODUCT),
    Row("filters.count_written", VIEWER, NOTHING, "Quillyoga", on=WRITTEN, typed={"text": TEXT}),
    Row("filters.use_form", VIEWER, NOTHING, "Row 1", on=WRITTEN, typed={"text": TEXT}),
    Row("filters.apply_written", VIEWER, NOTHING, "Quilla", on=WRITTEN, typed={"text": TEXT}),
    Row(
        "filters.apply_written (under a name)",
        EDITOR,
        BOOK,
        "was saved",
        on=WRITTEN,
        typed={"text": TEXT, "name": "Novelties"},
    ),
]
INVITING = [
    Row(
        "inviting.invite (a segment)",
        EDITOR,
        WORK,
        "quilla1@example.com",
        on="segments.more invite",
        typed={"title": "Yoga", "starts_at": 4_131_363_600},
    ),
]
TABLE = [*COMMANDS, *ROW, *SEGMENTS, *FORM, *WRITING, *INVITING]
