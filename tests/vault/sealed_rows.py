"""A stored row of every model with a sealed column, and ways past Django to its ciphertext."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

import pytest
from django.db import connection

from audit.access import opening
from consent.rules.history import Basis
from consent.verbs import record_legal_basis
from registry.models import Case, Identity, Tally
from registry.verbs import Who
from reporting.models import RegistryCounts, RegistryRecord
from vault import organisation_keys
from vault.context import CARE
from vault.fields import SEALED_MODELS, sealed_fields
from vault.organisation_keys import Algorithm

NAME: Final = "Geheimenaar"
SECRETS: Final = {
    "given_names": NAME,
    "family_name": NAME + " achter",
    "aliases": NAME + " bijnaam",
    "birth_date": date(2001, 2, 3),
    "phone": "0612345678" + NAME,
    "address": NAME + "straat 1",
    "narrative": NAME + " vertelde",
}
COLUMNS: Final = [(model, field) for model in SEALED_MODELS for field in sealed_fields(model)]

every_column = pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=[f"{model.__name__}.{field.name}" for model, field in COLUMNS]
)
every_model = pytest.mark.parametrize("model", SEALED_MODELS, ids=lambda model: model.__name__)


def stored_row(cast: Any, model: Any, organisation: Any = None, sender: Any = None) -> Any:
    """Return a stored row of ``model``, of the shelter's unless another organisation is named."""
    return _MAKERS[model](cast, organisation or cast.shelter, sender or cast.shelter)


def read_again(row: Any) -> Any:
    """Return the row as another request would read it."""
    return type(row)._base_manager.get(pk=row.pk)


@contextmanager
def reading(row: Any, field: Any, organisation: Any = None, purpose: str | None = None) -> Any:
    """Open the context that is right for a column of this row, but for what is named."""
    with opening(
        who="somebody",
        role="tester",
        organisation=organisation or row.organisation_id,
        purpose=purpose or field.ring or CARE,
        why="to try",
    ) as context:
        yield context


def cell_of(row: Any, field: Any) -> bytes:
    """Return the cell as it stands in the database, past Django."""
    pk = row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {field.column} FROM {row._meta.db_table} WHERE id = %s",  # noqa: S608
            [pk],
        )
        return bytes(cursor.fetchone()[0])


def write_cell(row: Any, field: Any, cell: bytes) -> None:
    """Put ``cell`` into the database, past Django."""
    pk = row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {field.column} = %s WHERE id = %s",  # noqa: S608
            [cell, pk],
        )


def _case(cast: Any, organisation: Any, _sender: Any) -> Any:
    user = cast.chiara if organisation == cast.youth_care else cast.aicha
    return cast.files(user, narrative=SECRETS["narrative"])


def _identity(cast: Any, organisation: Any, _sender: Any) -> Any:
    user = cast.chiara if organisation == cast.youth_care else cast.aicha
    known = {name: value for name, value in SECRETS.items() if name != "narrative"}
    return cast.files(user, who=Who(**known)).consent_file.identity


def _tally(cast: Any, organisation: Any, _sender: Any) -> Any:
    basis = record_legal_basis(
        organisation=organisation,
        purpose="count",
        basis=Basis.LEGAL_DUTY,
        decided_by="the board",
        reason="a test",
    )
    return _sealed(
        Tally(
            organisation=organisation,
            legal_basis=basis,
            period="2026-Q2",
            import_key=os.urandom(32),
            content={"people": 1, "told": NAME},
        ),
        "count",
    )


def _record(cast: Any, organisation: Any, sender: Any) -> Any:
    organisation_keys.provide(organisation.id, [("records", Algorithm.CELLS)])
    return _sealed(
        RegistryRecord(
            organisation=organisation,
            sender=sender,
            record=os.urandom(16).hex(),
            version=1,
            standing=True,
            content={"pseudonym": "p", "facts": {"told": NAME}, "events": []},
        ),
        "records",
    )


def _counts(cast: Any, organisation: Any, sender: Any) -> Any:
    organisation_keys.provide(organisation.id, [("records", Algorithm.CELLS)])
    return _sealed(
        RegistryCounts(
            organisation=organisation, sender=sender, sequence=1, content={"told": NAME}
        ),
        "records",
    )


def _sealed(row: Any, purpose: str) -> Any:
    with opening(
        who="somebody",
        role="tester",
        organisation=row.organisation_id,
        purpose=purpose,
        why="to make a row",
    ):
        row.save(force_insert=True)
    return row


_MAKERS: Final = {
    Case: _case,
    Identity: _identity,
    Tally: _tally,
    RegistryRecord: _record,
    RegistryCounts: _counts,
}
