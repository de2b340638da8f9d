"""No way of Django's gives a sealed value without a context, and what cannot work says so."""

from __future__ import annotations

import copy
import pickle  # noqa: TID251 (rows are pickled by caches; this shows what is in them)

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Length
from django.forms.models import model_to_dict

from tests.marks import database
from tests.vault.sealed_rows import (
    NAME,
    SECRETS,
    cell_of,
    every_column,
    every_model,
    read_again,
    reading,
    stored_row,
)
from vault.core.errors import NoAccessContext, NotSealable
from vault.fields import Sealed, sealed_fields

pytestmark = database
CANARIES = (NAME, "amsterdam", "sexual", "0612345678", "2001-02-03")
LOOKUPS = (
    "exact", "iexact", "in", "isnull", "contains", "icontains", "startswith", "endswith",
    "regex", "gt", "lt", "range", "year", "length",
)  # fmt: skip


def rows_of(model):
    return model._base_manager.all()


def assert_gives_nothing_away(thing):
    """Hold a text, bytes or anything with a repr against every secret of the test's rows."""
    raw = thing if isinstance(thing, bytes) else repr(thing).encode()
    for canary in CANARIES:
        assert canary.encode() not in raw
        assert canary.encode().hex().encode() not in raw


@every_column
def test_what_stands_in_the_database_gives_nothing_away(cast, model, field):
    assert_gives_nothing_away(cell_of(stored_row(cast, model), field))


@every_column
def test_values_and_annotations_give_ciphertext(cast, model, field):
    row, name = stored_row(cast, model), field.name
    with reading(row, field):
        for found in (
            rows_of(model).values_list(name, flat=True),
            rows_of(model).values_list(models.F(name), flat=True),
            rows_of(model).annotate(copy=models.F(name)).values_list("copy", flat=True),
        ):
            assert {type(value) for value in found} <= {Sealed, bytes, memoryview}
            assert_gives_nothing_away(b"".join(getattr(v, "cell", v) for v in found))
        assert [type(found[name]) for found in rows_of(model).values()] == [Sealed]
        assert all(isinstance(size, int) for size in rows_of(model).values_list(Length(name)).get())


@every_column
def test_deferred_columns_come_as_ciphertext_and_open_in_a_context_only(cast, model, field):
    row = stored_row(cast, model)
    for rows in (rows_of(model).defer(field.name), rows_of(model).only("id")):
        found = rows.get(pk=row.pk)
        assert field.name not in vars(found)
        with pytest.raises(NoAccessContext):
            getattr(found, field.name)
        with reading(row, field):
            assert getattr(found, field.name) == getattr(row, field.name)
        assert type(vars(found)[field.name]) is Sealed


@every_column
def test_reading_keeps_nothing_on_the_row(cast, model, field):
    row = stored_row(cast, model)
    found = read_again(row)
    with reading(row, field):
        assert getattr(found, field.name)
        assert type(vars(found)[field.name]) is Sealed
        assert_gives_nothing_away(vars(found))
        for same in (copy.copy(found), copy.deepcopy(found)):
            assert type(vars(same)[field.name]) is Sealed
    with pytest.raises(NoAccessContext):
        getattr(found, field.name)


@every_column
def test_refreshing_a_row_opens_nothing_and_keeps_nothing(cast, model, field):
    row = stored_row(cast, model)
    found = read_again(row)
    for fields in (None, [field.name], ["organisation_id"], [field.name, "organisation_id"]):
        found.refresh_from_db(fields=fields)
        with pytest.raises(NoAccessContext):
            getattr(found, field.name)
    with reading(row, field):
        found.refresh_from_db()
        assert_gives_nothing_away(vars(found))
        assert getattr(found, field.name) == getattr(row, field.name)


@every_column
def test_refreshing_brings_what_was_written_since(cast, model, field):
    row = stored_row(cast, model)
    found = read_again(row)
    with reading(row, field):
        setattr(row, field.name, "newer")
        row.save(update_fields=[field.name])
        setattr(found, field.name, "never saved")
        found.refresh_from_db()
        assert getattr(found, field.name) == "newer"


@every_model
def test_a_pickled_row_or_page_of_rows_is_ciphertext(cast, model):
    row = stored_row(cast, model)
    page = rows_of(model)
    for field in sealed_fields(model):
        with reading(row, field):
            assert [getattr(found, field.name) for found in page]
            assert_gives_nothing_away(pickle.dumps(page))
            assert_gives_nothing_away(pickle.dumps(list(page)))
    back = pickle.loads(pickle.dumps(page))[0]  # noqa: S301 (our own)
    with pytest.raises(NoAccessContext):
        getattr(back, sealed_fields(model)[0].name)


@every_column
def test_a_row_with_a_value_that_is_not_sealed_yet_is_never_pickled_or_shown(cast, model, field):
    row = stored_row(cast, model)
    setattr(row, field.name, NAME)
    assert_gives_nothing_away(vars(row))
    for write_down in (pickle.dumps, copy.deepcopy):
        with pytest.raises(NotSealable):
            write_down(row)


@every_column
def test_no_lookup_compares_a_sealed_column(cast, model, field):
    row = stored_row(cast, model)
    with reading(row, field):
        for lookup in LOOKUPS:
            for condition in ("", [], SECRETS.get(field.name), None, True):
                with pytest.raises(FieldError, match="sealed"):
                    list(rows_of(model).filter(**{f"{field.name}__{lookup}": condition}))
        for ask in (rows_of(model).filter, rows_of(model).exclude, rows_of(model).get):
            with pytest.raises(FieldError, match="sealed"):
                ask(**{field.name: NAME})
        with pytest.raises(FieldError, match="sealed"):
            list(rows_of(model).filter(models.Q(**{field.name: models.F(field.name)})))


@every_column
def test_writing_past_the_row_is_refused(cast, model, field):
    row = stored_row(cast, model)
    before = cell_of(row, field)
    with reading(row, field):
        setattr(row, field.name, NAME)
        for write in (
            lambda: rows_of(model).update(**{field.name: NAME}),
            lambda: rows_of(model).update(**{field.name: b"a cell?"}),
            lambda: rows_of(model).update(**{field.name: models.Value(NAME)}),
            lambda: rows_of(model).update(**{field.name: models.F("id")}),
            lambda: rows_of(model).bulk_update([row], [field.name]),
            lambda: rows_of(model).bulk_update([read_again(row)], [field.name]),
        ):
            with pytest.raises(NotSealable), transaction.atomic():
                write()
        with pytest.raises(IntegrityError), transaction.atomic():
            rows_of(model).update(**{field.name: None})
    assert cell_of(row, field) == before


@every_column
def test_sorting_by_a_sealed_column_sorts_ciphertext(cast, model, field):
    stored_row(cast, model)
    other = stored_row(cast, model, sender=cast.youth_care)
    cells = [
        value.cell
        for value in rows_of(model).order_by(field.name).values_list(field.name, flat=True)
    ]
    assert cells == sorted(cells)
    assert cell_of(other, field) in cells


@every_model
@pytest.mark.parametrize("form", ["json", "python", "xml", "jsonl"])
def test_a_dump_of_rows_is_refused_in_every_context(cast, model, form):
    row = stored_row(cast, model)
    with pytest.raises((NotSealable, NoAccessContext)):
        serializers.serialize(form, [row])
    for field in sealed_fields(model):
        with reading(row, field), pytest.raises(NotSealable, match="back up the database"):
            serializers.serialize(form, rows_of(model), fields=[field.name])


@every_model
def test_forms_never_ask_for_a_sealed_column(cast, model):
    row = stored_row(cast, model)
    names = {field.name for field in sealed_fields(model)}
    assert not names & model_to_dict(row).keys()
    assert not any(field.editable for field in sealed_fields(model))
