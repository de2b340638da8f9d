"""Every sealed column of every model: it opens at its place, in its context, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from tests.marks import database
from tests.vault.sealed_rows import (
    COLUMNS,
    SECRETS,
    cell_of,
    every_column,
    read_again,
    reading,
    stored_row,
    write_cell,
)
from vault.context import CARE
from vault.core.errors import CannotOpen, KeyNotHeld, NoAccessContext
from vault.fields import SEALED_MODELS, SealedField, sealed_fields

pytestmark = database


def value_of(row, field):
    with reading(row, field):
        return getattr(read_again(row), field.name)


def stays_closed(row, field, cell):
    """Put ``cell`` where the row's own stood; it must not open there."""
    own = cell_of(row, field)
    write_cell(row, field, cell)
    with reading(row, field), pytest.raises(CannotOpen):
        getattr(read_again(row), field.name)
    write_cell(row, field, own)


def test_sealed_columns_are_found():
    assert {"Case", "Identity", "Tally", "RegistryRecord", "RegistryCounts"} <= {
        model.__name__ for model in SEALED_MODELS
    }
    assert len(COLUMNS) >= 11


@every_column
def test_a_value_comes_back_from_the_database(cast, model, field):
    row = stored_row(cast, model)
    value = value_of(row, field)
    assert value == SECRETS.get(field.name, value)
    assert value


@every_column
def test_values_that_look_like_nothing_stay_what_they_are(cast, model, field):
    row = stored_row(cast, model)
    for value in ("", 0, False, None, {}, []):
        with reading(row, field):
            setattr(row, field.name, value)
            row.save(update_fields=[field.name])
        back = value_of(row, field)
        assert (type(back), back) == (type(value), value)


@every_column
def test_a_cell_of_another_row_never_opens(cast, model, field):
    row, other = stored_row(cast, model), stored_row(cast, model, sender=cast.youth_care)
    stays_closed(row, field, cell_of(other, field))


@every_column
def test_a_cell_of_another_organisation_never_opens(cast, model, field):
    row = stored_row(cast, model)
    other = stored_row(cast, model, cast.youth_care, cast.youth_care)
    stays_closed(row, field, cell_of(other, field))


@every_column
def test_a_cell_of_another_column_never_opens(cast, model, field):
    """Columns of the same row where there are any, and columns of other tables."""
    rows = {each: stored_row(cast, each) for each in SEALED_MODELS}
    for other_model, other_field in COLUMNS:
        if (other_model, other_field) != (model, field):
            stays_closed(rows[model], field, cell_of(rows[other_model], other_field))


@every_column
def test_no_flipped_bit_of_a_cell_ever_opens(cast, model, field):
    row = stored_row(cast, model)
    cell = cell_of(row, field)
    with reading(row, field):
        assert field.open(row, cell) == getattr(row, field.name)
        for bit in range(8 * len(cell)):
            changed = bytearray(cell)
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises(CannotOpen):
                field.open(row, bytes(changed))


@every_column
def test_a_cell_that_was_cut_changed_or_replaced_in_the_database_never_opens(cast, model, field):
    row = stored_row(cast, model)
    cell = cell_of(row, field)
    for place in (0, 1, 2, 17, 18, 29, 30, len(cell) - 1):
        stays_closed(row, field, cell[:place] + bytes([cell[place] ^ 4]) + cell[place + 1 :])
    for damaged in (b"", b"\x00", cell[:17], cell[:45], cell[:-1], cell + b"\x00", b"plain text"):
        stays_closed(row, field, damaged)
    if connection.vendor == "sqlite":  # where any column holds anything
        for stranger in ("plain text", 5, 10**12, 1.5):
            stays_closed(row, field, stranger)


@every_column
def test_outside_a_context_nothing_opens_and_nothing_is_sealed(cast, model, field):
    row = read_again(stored_row(cast, model))
    with pytest.raises(NoAccessContext):
        getattr(row, field.name)
    setattr(row, field.name, "new")
    with pytest.raises(NoAccessContext):
        row.save()


@every_column
def test_the_context_of_another_organisation_opens_and_seals_nothing(cast, model, field):
    row = read_again(stored_row(cast, model))
    stored_row(cast, model, cast.youth_care, cast.youth_care)
    with reading(row, field, organisation=cast.youth_care.id):
        with pytest.raises(CannotOpen):
            getattr(row, field.name)
        setattr(row, field.name, "new")
        with pytest.raises(CannotOpen):
            row.save()


@every_column
def test_the_context_of_another_purpose_opens_and_seals_nothing(cast, model, field):
    stored = stored_row(cast, model)
    others = {CARE, "registration", "count", "records", "made up"} - {field.ring or CARE}
    assert len(others) == 4
    for purpose in others:
        row = read_again(stored)
        with reading(row, field, purpose=purpose):
            with pytest.raises(CannotOpen):
                getattr(row, field.name)
            setattr(row, field.name, "new")
            with pytest.raises((CannotOpen, KeyNotHeld)), transaction.atomic():
                row.save()


@every_column
def test_a_row_that_is_said_to_be_of_another_organisation_does_not_open(cast, model, field):
    row = read_again(stored_row(cast, model))
    row.organisation_id = cast.youth_care.id
    for organisation in (cast.shelter.id, cast.youth_care.id):
        with (
            reading(row, field, organisation=organisation),
            pytest.raises((CannotOpen, KeyNotHeld)),
        ):
            getattr(row, field.name)


def test_every_model_names_its_person_or_uses_a_ring():
    for model in SEALED_MODELS:
        if any(field.compartment for field in sealed_fields(model)):
            assert hasattr(model, model.sealed_subject)


@pytest.mark.parametrize("said", [{}, {"compartment": "facts", "ring": "count"}])
def test_a_sealed_field_names_a_compartment_or_a_ring(said):
    with pytest.raises(FieldError):
        SealedField(**said)


@every_column
def test_a_migration_knows_the_field_again(model, field):
    _, path, args, options = field.deconstruct()
    again = SealedField(*args, **options)
    assert path == "vault.fields.SealedField"
    assert (again.compartment, again.ring) == (field.compartment, field.ring)
    assert again.db_type(connection) == field.db_type(connection)
