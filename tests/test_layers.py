"""The arrow: bot -> handlers -> store, at any depth, and which library belongs to which package."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path for name in ("bot", "handlers", "store") for path in (ROOT / name).rglob("*.py")
)

# Longest prefix wins: what a part of the house may import of the house.
ALLOWED = {
    "store": {"store"},
    "handlers.views": {"handlers.views", "handlers.state", "store"},
    "handlers.state": {"store"},
    "handlers": {"handlers", "store"},
    "bot.playground": {"bot.playground"},
    "bot": {"bot", "handlers", "store"},
}
# Where a library may be imported; one that is not listed may be imported anywhere.
LIBRARIES = {
    "slack_bolt": ("bot", "handlers"),
    "slack_sdk": ("bot", "handlers"),
    "sqlalchemy": ("store",),
    # These name the Session that they pass on.
    "sqlmodel": (
        "store",
        "handlers.access",
        "handlers.account_list",
        "handlers.bulk",
        "handlers.connecting",
        "handlers.exporting",
        "handlers.filters",
        "handlers.grouping",
        "handlers.import_choices",
        "handlers.inviting",
        "handlers.labels",
        "handlers.lists",
        "handlers.membership_changes",
        "handlers.memberships",
        "handlers.narrowing",
        "handlers.receiving",
        "handlers.screens",
        "handlers.ticks",
    ),
    "alembic": ("store",),
    "psycopg": ("store",),
    "sqlite3": ("store",),
    "apscheduler": ("bot.worker",),
    "flask": ("bot",),
    "werkzeug": ("bot",),
    "waitress": ("bot",),
    "urllib3": ("bot", "store.sync.bounded"),
    "requests": (
        "store.sync.asking",
        "store.sync.bounded",
        "store.sync.google",
        "store.sync.microsoft",
    ),
    "google_auth_oauthlib": ("store.sync.google",),
    "google": ("store.sync.google",),
    "oauthlib": ("store.sync.google",),
    "msal": ("store.sync.microsoft",),
    "http": ("bot",),
    "typer": ("bot",),
    "rich": ("bot",),
    "cryptography": ("store.secrets",),
    "email_validator": ("store.emails",),
    "icalendar": ("store.invitations",),
    "lark": ("store.filter_text", "store.filter_mistakes"),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> list[str]:
    """Every module that a file imports, wherever the import stands."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} uses a relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def inside(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(prefix + ".")


def allowed_for(module: str) -> set[str]:
    return ALLOWED[max((prefix for prefix in ALLOWED if inside(module, prefix)), key=len)]


def test_the_walk_sees_every_package():
    assert {name_of(path).partition(".")[0] for path in MODULES} == {"bot", "handlers", "store"}
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_downward_only(path):
    house = {"bot", "handlers", "store", "tests"}
    wrong = [
        module
        for module in imports(path)
        if module.partition(".")[0] in house
        and not any(inside(module, prefix) for prefix in allowed_for(name_of(path)))
    ]
    assert not wrong, f"{name_of(path)} must not import {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_each_library_stays_where_it_belongs(path):
    wrong = [
        module
        for module in imports(path)
        if (owners := LIBRARIES.get(module.partition(".")[0])) is not None
        and not any(inside(name_of(path), owner) for owner in owners)
    ]
    assert not wrong, f"{name_of(path)} must not import {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_import_hides_in_a_function(path):
    hidden = [
        node.lineno
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_file_opens_with_a_sentence_and_stays_short(path):
    if "versions" in path.parts:
        return
    text = path.read_text()
    assert (ast.get_docstring(ast.parse(text)) or "").strip(), f"{name_of(path)} says nothing"
    assert text.count("\n") <= 400


@pytest.mark.parametrize("word", ["slack", "block kit", "bolt"])
def test_the_store_never_mentions_slack(word):
    named = [
        name_of(path)
        for path in MODULES
        if inside(name_of(path), "store")
        and path != ROOT / "store/__init__.py"
        and word in path.read_text().lower()
    ]
    assert not named


@pytest.mark.parametrize("word", [".exec(", ".execute(", "select(session", "schedul", "http"])
def test_the_handlers_never_mention_sql_schedules_or_http(word):
    named = [
        name_of(path)
        for path in MODULES
        if inside(name_of(path), "handlers") and word in path.read_text().lower()
    ]
    assert not named
