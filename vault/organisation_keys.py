"""The keys of an organisation: made once, sealed under the root of their ring, kept for minutes.

Opened keys stay in this process only, for at most five minutes and a few thousand entries.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final
from uuid import UUID

from vault import rings
from vault.core.cells import KEY_BYTES, CellKey, Place, key_id_of
from vault.core.errors import CannotOpen, KeyNotHeld
from vault.core.ids import uuid7
from vault.core.messages import sealing_public_key_of
from vault.core.signatures import public_key_of
from vault.models import OrganisationKey

if TYPE_CHECKING:
    from collections.abc import Iterable

Algorithm = OrganisationKey.Algorithm
MAX_AGE_SECONDS: Final = 300
MAX_ENTRIES: Final = 4096

_open_keys: dict[tuple[UUID, str, str, UUID | None], tuple[float, CellKey]] = {}


def provide(organisation: UUID, kinds: Iterable[tuple[str, str]]) -> None:
    """Make the organisation's missing keys.

    Args:
        organisation: whose keys.
        kinds: pairs of ring and algorithm.
    """
    have = set(
        OrganisationKey.objects.filter(organisation_id=organisation).values_list(
            "ring", "algorithm"
        )
    )
    OrganisationKey.objects.bulk_create(
        [
            _new_key(organisation, ring, algorithm)
            for ring, algorithm in kinds
            if (ring, algorithm) not in have
        ]
    )


def sealing_key(organisation: UUID, ring: str) -> CellKey:
    """Return the organisation's newest key on ``ring``, to seal with."""
    return _held(organisation, ring, Algorithm.CELLS, None)


def opening_key(organisation: UUID, ring: str, cell: bytes) -> CellKey:
    """Return the one key that ``cell`` names; CannotOpen when the organisation has no such."""
    return _held(organisation, ring, Algorithm.CELLS, UUID(bytes=key_id_of(cell)))


def secret_of(organisation: UUID, ring: str, algorithm: str) -> bytes:
    """Return the raw newest key: a signing seed, a private key, or the key of a keyed digest."""
    return _held(organisation, ring, algorithm, None).expose()


def public_of(organisation: UUID, ring: str, algorithm: str) -> bytes:
    """Return the public half of the newest key; CannotOpen when there is none."""
    row = _newest(organisation, ring, algorithm)
    return bytes(row.public)


def forget() -> None:
    """Drop every opened key of this process."""
    _open_keys.clear()


def _held(organisation: UUID, ring: str, algorithm: str, key_id: UUID | None) -> CellKey:
    root = rings.root(ring)  # asked every time: a ring that was laid aside opens nothing
    name = (organisation, ring, algorithm, key_id)
    now = time.monotonic()
    known = _open_keys.get(name)
    if known and now - known[0] < MAX_AGE_SECONDS:
        return known[1]
    key = _open(_newest(organisation, ring, algorithm, key_id), root)
    if len(_open_keys) >= MAX_ENTRIES:
        _open_keys.clear()
    _open_keys[name] = (now, key)
    return key


def _newest(
    organisation: UUID, ring: str, algorithm: str, key_id: UUID | None = None
) -> OrganisationKey:
    rows = OrganisationKey.objects.filter(
        organisation_id=organisation, ring=ring, algorithm=algorithm
    )
    if key_id is not None:
        rows = rows.filter(id=key_id)
    row = rows.order_by("-generation").first()
    if row is None:
        raise CannotOpen
    return row


def _open(row: OrganisationKey, root: CellKey) -> CellKey:
    place = _place(row.organisation_id, row.ring, row.algorithm, row.id)
    return CellKey(key_id=row.id, key=root.open(bytes(row.sealed), place))


def _new_key(organisation: UUID, ring: str, algorithm: str) -> OrganisationKey:
    key, row_id = os.urandom(KEY_BYTES), uuid7()
    place = _place(organisation, ring, algorithm, row_id)
    return OrganisationKey(
        id=row_id,
        organisation_id=organisation,
        ring=ring,
        algorithm=algorithm,
        sealed=rings.root(ring).seal(key, place, os.urandom),
        public=_public_half(algorithm, key),
    )


def _public_half(algorithm: str, key: bytes) -> bytes:
    if algorithm == Algorithm.SIGNS:
        return public_key_of(key)
    if algorithm == Algorithm.UNSEALS:
        return sealing_public_key_of(key)
    return b""


def _place(organisation: UUID, ring: str, algorithm: str, row: UUID) -> Place:
    return Place("vault_organisationkey", f"{ring}/{algorithm}", organisation, row)


__all__ = [
    "Algorithm",
    "KeyNotHeld",
    "forget",
    "opening_key",
    "provide",
    "public_of",
    "sealing_key",
    "secret_of",
]
