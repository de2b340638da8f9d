"""Makes a table append-only in the database itself, on PostgreSQL and on SQLite.

The application never updates or deletes these rows; the triggers stop everyone who reaches the
database without it. Who is stronger than a trigger (a superuser) is found out by the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import migrations

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ON: Final = {
    "postgresql": (
        (
            "CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
        ),
        (
            "CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        ),
    ),
    "sqlite": (
        (
            "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ),
        (
            "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ),
    ),
}
_OFF: Final = {
    "postgresql": (
        "DROP TRIGGER {table}_rows ON {table}",
        "DROP TRIGGER {table}_all ON {table}",
        "DROP FUNCTION {table}_is_append_only()",
    ),
    "sqlite": ("DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"),
}


def append_only(*tables: str) -> migrations.RunPython:
    """Return the migration step that makes ``tables`` append-only, and its reverse."""
    return migrations.RunPython(_runner(tables, on=True), _runner(tables, on=False))


def statements(vendor: str, table: str, *, on: bool) -> list[str]:
    """Return the SQL that protects ``table`` on a database of ``vendor``, or undoes it.

    Raises:
        KeyError: when the vendor has no version, so that no database goes unprotected unseen.
    """
    return [statement.format(table=table) for statement in (_ON if on else _OFF)[vendor]]


def _runner(
    tables: tuple[str, ...], *, on: bool
) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.alias != "default":
            return
        for table in tables:
            for statement in statements(editor.connection.vendor, table, on=on):
                editor.execute(statement)

    return run
