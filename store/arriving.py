"""Arriving: thousands of rows in a table that has no keys to keep. From there one statement takes
them all, which is much quicker than a statement for each."""

from collections.abc import Mapping, Sequence

from psycopg import Connection as PostgresConnection
from sqlalchemy import Connection


def fill(
    connection: Connection,
    table: str,
    columns: Mapping[str, str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Fill a table that only this connection sees; `columns` are their names and types."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({names})")
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(rows))
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, PostgresConnection)
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with driver.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({typed}) ON COMMIT DELETE ROWS")
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def clear(connection: Connection, table: str) -> None:
    """Empty it again, for what arrives next."""
    connection.exec_driver_sql(f"DELETE FROM {table}")
