"""Health: how the database stands to this code, without changing it."""

from sqlalchemy import text

from store import health
from store.db import connect
from store.health import Standing


def test_a_fresh_database_answers_and_is_current(database):
    assert health.answers(database)
    assert health.standing(database) is Standing.current


def test_an_empty_database_is_empty(tmp_path):
    database = connect(f"sqlite:///{tmp_path / 'new.db'}")
    assert health.standing(database) is Standing.empty
    database.close()


def test_a_database_of_a_newer_roster_is_known_as_such(database):
    with database.connecting() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    assert health.standing(database) is Standing.newer


def test_what_is_no_database_does_not_answer(tmp_path):
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database, but long enough to be read as one" * 100)
    before = broken.read_bytes()
    for address in (f"sqlite:///{broken}", f"sqlite:///{tmp_path}/no/such/folder/x.db"):
        database = connect(address)
        assert not health.answers(database)
        assert health.standing(database) is Standing.unreachable
        database.close()
    assert broken.read_bytes() == before


def test_a_server_that_is_not_there_does_not_answer():
    database = connect("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert not health.answers(database)
    assert health.standing(database) is Standing.unreachable
    database.close()
