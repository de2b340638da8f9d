"""Rows of append-only tables are never changed and never removed, whoever asks the database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from audit.append_only import append_only, statements
from consent.rules.history import Basis
from consent.verbs import record_legal_basis
from reporting.models import Release
from tests.conftest import APPEND_ONLY
from tests.marks import database

pytestmark = database
MODELS = {model._meta.db_table: model for model in apps.get_models()}
every_table = pytest.mark.parametrize("table", APPEND_ONLY)


@pytest.fixture(autouse=True)
def _filled(cast):
    """Leave at least one row in every append-only table; a new table needs one here too."""
    cast.answers(cast.files())
    record_legal_basis(
        organisation=cast.shelter,
        purpose="count",
        basis=Basis.LEGAL_DUTY,
        decided_by="the board",
        reason="a test",
    )
    Release.objects.create(table="t", released_at=timezone.now(), content=b"c", signature=b"s")
    connection.check_constraints()  # PostgreSQL truncates nothing with checks still to be done


def rows_of(table):
    return MODELS[table]._base_manager.order_by("pk")


def contents(table):
    found = list(rows_of(table).values())
    assert found, f"no row in {table} to try it on"
    return found


def send(sql, **names):
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**names))


def refused(protected, ask, *arguments, **options):
    before = contents(protected)
    with pytest.raises(DatabaseError, match=f"{protected} is append-only"), transaction.atomic():
        ask(*arguments, **options)
    assert contents(protected) == before


def plain_field(table):
    """Return a field that is no key and can be given the value that it has."""
    return next(
        field
        for field in MODELS[table]._meta.concrete_fields
        if not field.primary_key and field.unique is False and field.null is False
    )


@every_table
def test_raw_sql_changes_and_removes_nothing(table):
    column = connection.ops.quote_name(plain_field(table).column)
    refused(table, send, "UPDATE {table} SET {column} = {column}", table=table, column=column)
    refused(table, send, "DELETE FROM {table}", table=table)
    if connection.vendor == "postgresql":
        refused(table, send, "TRUNCATE {table} CASCADE", table=table)


@every_table
def test_the_orm_changes_and_removes_nothing(table):
    rows, field = rows_of(table), plain_field(table)
    row = rows[0]
    refused(table, row.save)
    refused(table, row.delete)
    refused(table, rows._raw_delete, "default")
    refused(table, rows.bulk_update, [row], [field.name])
    refused(table, lambda: rows.update(**{field.attname: getattr(row, field.attname)}))


@every_table
def test_a_row_written_over_an_old_one_is_refused(table):
    """Upserts: both databases know `ON CONFLICT`, SQLite also `REPLACE`."""
    others = [f.name for f in MODELS[table]._meta.concrete_fields if not f.primary_key]
    refused(
        table,
        lambda: MODELS[table]._base_manager.bulk_create(
            [rows_of(table)[0]],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=others,
        ),
    )
    if connection.vendor == "sqlite":
        refused(table, send, "REPLACE INTO {table} SELECT * FROM {table}", table=table)


@every_table
def test_a_row_can_be_added(table):
    before = contents(table)
    row = rows_of(table).last()
    row.pk = row._meta.pk.get_default()
    for place in ("index", "size", "ledger_index"):
        if hasattr(row, place):
            setattr(row, place, 99)
    row.save(force_insert=True)
    assert len(contents(table)) == len(before) + 1


def test_every_table_that_has_the_triggers_is_listed_and_every_listed_one_has_them():
    asked = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        assert {table for (table,) in cursor.fetchall()} == set(APPEND_ONLY)


@pytest.mark.parametrize("on", [True, False])
def test_a_database_without_a_version_of_its_own_is_an_error(on):
    with pytest.raises(KeyError):
        statements("mysql", "audit_treehead", on=on)


class Editor:
    """What a migration is given, without Django's care for constraints of SQLite."""

    def __init__(self, database):
        self.connection = database

    def execute(self, statement):
        send("{statement}", statement=statement)


@pytest.mark.parametrize("table", [table for table in APPEND_ONLY if table.startswith("audit_")])
def test_the_migration_can_be_undone_and_done_again(table):
    step, editor = append_only(table), Editor(connection)
    step.reverse_code(apps, editor)
    rows_of(table).update(organisation_id=contents(table)[0]["organisation_id"])
    step.code(apps, editor)
    refused(table, send, "DELETE FROM {table}", table=table)


def test_the_migration_leaves_the_key_store_alone():
    append_only("audit_treehead").code(apps, Editor(connections["keys"]))
    append_only("audit_treehead").reverse_code(apps, Editor(connections["keys"]))
