"""Grants: a person's data key, sealed once more under the organisation's key for a purpose.

Giving consent writes them, every kind of "no" deletes them. Who calls this has asked
`consent.rules.decide`; the vault only does as told, and tells what there is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from vault import data_keys
from vault.data_keys import FACTS
from vault.models import DataKey, Grant
from vault.organisation_keys import sealing_key
from vault.router import KEY_STORE

if TYPE_CHECKING:
    from collections.abc import Sequence


def standing(subjects: Sequence[UUID]) -> set[tuple[UUID, str]]:
    """Return the pairs of subject and purpose for which any grant exists."""
    rows = Grant.objects.filter(subject_id__in=subjects)
    return set(rows.values_list("subject_id", "purpose"))


def missing(purpose: str, subjects: Sequence[UUID]) -> list[UUID]:
    """Return those of ``subjects`` whose current facts key is not granted to ``purpose``."""
    granted = Grant.objects.filter(subject_id__in=subjects, purpose=purpose)
    keys = DataKey.objects.filter(subject_id__in=subjects, compartment=FACTS, spent=False)
    without = keys.exclude(id__in=granted.values("data_key_id"))
    return list(without.order_by("subject_id").values_list("subject_id", flat=True))


def give(organisation: UUID, purpose: str, subjects: Sequence[UUID]) -> int:
    """Grant the current facts keys of ``subjects`` to ``purpose``; return how many were new.

    Who has no facts yet gets none: there is nothing to open.
    """
    keys = data_keys.current(organisation, subjects, FACTS)
    have = set(
        Grant.objects.filter(subject_id__in=subjects, purpose=purpose).values_list(
            "subject_id", "data_key_id"
        )
    )
    outer = sealing_key(organisation, purpose)
    new = []
    for subject, key in keys.items():
        if (subject, UUID(bytes=key.key_id)) in have:
            continue
        row = Grant(
            organisation_id=organisation,
            subject_id=subject,
            purpose=purpose,
            data_key_id=UUID(bytes=key.key_id),
        )
        row.sealed = outer.seal(key.expose(), data_keys.grant_place(row), os.urandom)
        new.append(row)
    Grant.objects.bulk_create(new)
    return len(new)


def take(organisation: UUID, purpose: str, subjects: Sequence[UUID]) -> None:
    """Delete the grants of ``subjects`` to ``purpose`` and spend their facts keys.

    A copy of an old grant then opens nothing that is stored from now on.
    """
    with transaction.atomic(using=KEY_STORE):
        Grant.objects.filter(subject_id__in=subjects, purpose=purpose).delete()
        data_keys.spend(organisation, subjects, FACTS)
