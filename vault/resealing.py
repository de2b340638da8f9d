"""Gives a person's compartment a new data key: every cell is opened once and sealed again.

Each step may be the last one before a crash. The spent key is retired only after no cell names
it any more, so nothing is lost; until then the next run starts where this one stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction

from vault import data_keys
from vault.core.cells import key_id_of
from vault.fields import SEALED_MODELS, Sealed, SealedField, sealed_fields, unlock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from vault.models import DataKey


def reseal(subjects: Sequence[UUID], compartment: str) -> int:
    """Seal every cell of ``compartment`` of these persons under their current data key.

    Called inside a care context. Returns how many rows were changed.
    """
    changed = 0
    for model in SEALED_MODELS:
        fields = [field for field in sealed_fields(model) if field.compartment == compartment]
        if fields:
            changed += _reseal_model(model, fields, subjects)
    return changed


def retire_unused(spent: Sequence[DataKey]) -> None:
    """Retire the spent keys that no cell names any more."""
    used = set()
    for model in SEALED_MODELS:
        for field in sealed_fields(model):
            rows = _rows(model, [key.subject_id for key in spent]) if field.compartment else []
            used |= {key_id_of(_cell(row, field)) for row in rows}
    data_keys.retire([key.id for key in spent if key.id.bytes not in used])


def _reseal_model(
    model: type[models.Model], fields: list[SealedField], subjects: Sequence[UUID]
) -> int:
    names = [field.attname for field in fields]
    with transaction.atomic():
        rows = _rows(model, subjects)
        unlock(rows, *names)
        for row in rows:
            for name in names:
                setattr(row, name, getattr(row, name))
            row.save(update_fields=names)
    return len(rows)


def _rows(model: type[models.Model], subjects: Sequence[UUID]) -> list[models.Model]:
    subject = getattr(model, "sealed_subject")  # noqa: B009 (declared by each sealed model)
    return list(model._base_manager.filter(**{f"{subject}__in": subjects}))


def _cell(row: models.Model, field: SealedField) -> bytes:
    stored = row.__dict__[field.attname]
    return stored.cell if isinstance(stored, Sealed) else b""
