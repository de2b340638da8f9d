"""Data keys of persons: made for care, found again by id, spent and retired.

`CARE` contexts open data keys under the organisation's own keys. Every other purpose opens only
what was granted to it: `Grant` rows, under the organisation's key for that purpose.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction

from vault.context import CARE, AccessContext
from vault.core.cells import KEY_BYTES, CellKey, Place, key_id_of
from vault.core.errors import CannotOpen
from vault.core.ids import uuid7
from vault.models import DataKey, Grant
from vault.organisation_keys import opening_key, sealing_key
from vault.router import KEY_STORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

logger = logging.getLogger(__name__)

IDENTITY: Final = "identity"
FACTS: Final = "facts"
NARRATIVE: Final = "narrative"
LEDGER: Final = "ledger"
KEY_ID_BYTES: Final = 16
RING_OF: Final = {IDENTITY: "care", FACTS: "care", NARRATIVE: "care", LEDGER: "ledger"}
"""Which of the organisation's keys seals the data key of a compartment."""


def make(organisation: UUID, subjects: Sequence[UUID], compartment: str) -> dict[UUID, CellKey]:
    """Make a current data key of ``compartment`` for each of the ``subjects``."""
    rows, keys = [], {}
    outer = sealing_key(organisation, RING_OF[compartment])
    for subject in subjects:
        key = CellKey(key_id=uuid7(), key=os.urandom(KEY_BYTES))
        keys[subject] = key
        rows.append(_row(organisation, subject, compartment, key, outer))
    DataKey.objects.bulk_create(rows)
    return keys


def current(organisation: UUID, subjects: Sequence[UUID], compartment: str) -> dict[UUID, CellKey]:
    """Return the current data keys of these subjects; who has none is not in the answer."""
    rows = DataKey.objects.filter(
        organisation_id=organisation,
        subject_id__in=subjects,
        compartment=compartment,
        spent=False,
    )
    return {
        row.subject_id: _opened(organisation, row.id, row.subject_id, compartment, row.sealed)
        for row in rows
    }


def to_seal(context: AccessContext, subject: UUID, compartment: str) -> CellKey:
    """Return the key that seals ``compartment`` of ``subject``, made now if there is none.

    It is looked up each time, because a key that was spent a moment ago must not seal: whoever
    writes facts of a known person holds that person's lock. Only who made new persons a moment
    ago has put their keys into ``context.current``.

    Raises:
        CannotOpen: in a context of another purpose than care: purposes read, they never write.
    """
    known = context.current.get((subject, compartment))
    if known is not None:
        return known
    if context.purpose != CARE:
        raise CannotOpen
    keys = current(context.organisation, [subject], compartment) or make(
        context.organisation, [subject], compartment
    )
    return keys[subject]


def load(context: AccessContext, key_ids: Iterable[bytes]) -> None:
    """Open the data keys with these ids into ``context``, with one query.

    What the context may not open is left out; its cells then raise `CannotOpen` one by one.
    """
    missing = set(key_ids) - context.keys.keys()
    wanted = [UUID(bytes=key_id) for key_id in missing if len(key_id) == KEY_ID_BYTES]
    if not wanted:
        return
    if context.purpose == CARE:
        _load_for_care(context, wanted)
    else:
        _load_granted(context, wanted)


def to_open(context: AccessContext, key_id: bytes) -> CellKey:
    """Return the data key that a cell names.

    Raises:
        CannotOpen: when it is gone, not granted, or another organisation's.
    """
    if key_id not in context.keys:
        load(context, [key_id])
    try:
        return context.keys[key_id]
    except KeyError as error:
        raise CannotOpen from error


def spend(organisation: UUID, subjects: Sequence[UUID], compartment: str) -> None:
    """Mark the current keys as spent: they seal nothing more, and go once nothing needs them."""
    DataKey.objects.filter(
        organisation_id=organisation,
        subject_id__in=subjects,
        compartment=compartment,
        spent=False,
    ).update(spent=True)


def spent_keys(subjects: Sequence[UUID]) -> list[DataKey]:
    """Return the spent data keys of these subjects that cells may still name."""
    return list(DataKey.objects.filter(subject_id__in=subjects, spent=True, retired=False))


def retire(key_ids: Sequence[UUID]) -> None:
    """Take every grant of these keys, and keep the keys for older backups of the data only."""
    with transaction.atomic(using=KEY_STORE):
        Grant.objects.filter(data_key_id__in=key_ids).delete()
        DataKey.objects.filter(id__in=key_ids).update(retired=True)


def _load_for_care(context: AccessContext, wanted: list[UUID]) -> None:
    rows = list(
        DataKey.objects.filter(organisation_id=context.organisation, id__in=wanted).values_list(
            "id", "subject_id", "compartment", "sealed"
        )
    )
    for compartment in {row[2] for row in rows}:
        subjects = dict.fromkeys(row[1] for row in rows if row[2] == compartment)
        context.journal.opened(context, compartment, list(subjects))
    outer: dict[bytes, CellKey] = {}
    keys = {}
    for key_id, subject, compartment, stored in rows:
        try:
            sealed = bytes(stored)
            name = key_id_of(sealed)
            if name not in outer:
                outer[name] = opening_key(context.organisation, _ring_of(compartment), sealed)
            place = Place("vault_datakey", compartment, context.organisation, subject)
            keys[key_id.bytes] = CellKey(key_id=key_id, key=outer[name].open(sealed, place))
        except CannotOpen:  # one damaged key closes one person's cells, not the page
            logger.warning("data key %s does not open", key_id)
    context.keep(keys)


def _load_granted(context: AccessContext, wanted: list[UUID]) -> None:
    rows = Grant.objects.filter(
        organisation_id=context.organisation, purpose=context.purpose, data_key_id__in=wanted
    )
    keys = {}
    for row in rows:
        with suppress(CannotOpen):
            keys[row.data_key_id.bytes] = _open_grant(row)
    context.keep(keys)


def _open_grant(row: Grant) -> CellKey:
    sealed = bytes(row.sealed)
    outer = opening_key(row.organisation_id, row.purpose, sealed)
    return CellKey(key_id=row.data_key_id, key=outer.open(sealed, grant_place(row)))


def grant_place(row: Grant) -> Place:
    """Return where a grant stands: it opens for this subject and purpose only."""
    return Place("vault_grant", row.purpose, row.organisation_id, row.subject_id)


def _row(
    organisation: UUID, subject: UUID, compartment: str, key: CellKey, outer: CellKey
) -> DataKey:
    place = Place("vault_datakey", compartment, organisation, subject)
    return DataKey(
        id=UUID(bytes=key.key_id),
        organisation_id=organisation,
        subject_id=subject,
        compartment=compartment,
        sealed=outer.seal(key.expose(), place, os.urandom),
    )


def _opened(
    organisation: UUID, key_id: UUID, subject: UUID, compartment: str, stored: bytes | memoryview
) -> CellKey:
    sealed = bytes(stored)
    outer = opening_key(organisation, _ring_of(compartment), sealed)
    place = Place("vault_datakey", compartment, organisation, subject)
    return CellKey(key_id=key_id, key=outer.open(sealed, place))


def _ring_of(compartment: str) -> str:
    """Return the ring of a stored compartment; CannotOpen for one that is none of ours."""
    try:
        return RING_OF[compartment]
    except KeyError as error:
        raise CannotOpen from error
