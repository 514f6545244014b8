"""People: what Roster was told about somebody, and since when."""

from store import people


def test_somebody_who_was_never_met_is_unknown(database):
    with database.reading() as session:
        assert people.get(session, workspace="T1", person="Ann") is None


def test_what_is_learnt_last_counts(database):
    with database.writing() as session:
        first = people.remember(
            session, workspace="T1", person="U1", name="Ann", admin=True
        ).checked_at
    with database.writing() as session:
        people.remember(session, workspace="T1", person="U1", name="Ann Lee", admin=False)
    with database.reading() as session:
        known = people.get(session, workspace="T1", person="U1")
    assert (known.name, known.admin) == ("Ann Lee", False)
    assert known.checked_at >= first
    assert known.checked_at.utcoffset().total_seconds() == 0


def test_people_are_told_apart_by_workspace(database):
    with database.writing() as session:
        people.remember(session, workspace="T1", person="U1", name="Ann", admin=True)
        assert people.get(session, workspace="T2", person="U1") is None
