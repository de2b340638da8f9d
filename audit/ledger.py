"""Appends to an organisation's ledger and signs its head, inside the caller's transaction.

The caller writes its event and its leaf together or not at all: the ledger leads, and the key
store follows only after this transaction has committed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from django.db import transaction

from audit import merkle
from audit.models import Ledger, LedgerEntry, TreeHead
from vault.core.codec import canonical_json
from vault.core.signatures import keyed_digest, sign
from vault.organisation_keys import Algorithm, secret_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

RING: Final = "ledger"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one entry says: a kind of event, and a commitment to the event itself.

    Args:
        kind: what happened, such as ``consent``.
        commitment: 32 bytes that only the holder of the person's ledger key can tie to the event.
    """

    kind: str
    commitment: bytes

    def encoded(self, at: datetime) -> bytes:
        """Return the bytes that are hashed into the tree."""
        return canonical_json(
            {"v": 1, "kind": self.kind, "commitment": self.commitment.hex(), "at": at.isoformat()}
        )


def commitment(*, person_key: bytes, event: object) -> bytes:
    """Return the commitment to ``event`` under a person's ledger key.

    Once that key is destroyed the commitment tells nothing, and every proof stays valid.
    """
    return keyed_digest(
        key=person_key, domain="inbeeld ledger commitment 1", message=canonical_json(event)
    )


def append(organisation: UUID, leaves: Sequence[Leaf], at: datetime) -> range:
    """Append ``leaves`` and sign the new head; return the indexes that they got.

    Raises:
        TransactionManagementError: outside a transaction, because entry and event are one act.
    """
    ledger = _locked(organisation)
    entries = [
        LedgerEntry(organisation_id=organisation, index=ledger.size + offset, leaf=leaf.encoded(at))
        for offset, leaf in enumerate(leaves)
    ]
    if not entries:
        return range(ledger.size, ledger.size)
    old_frontier = _split(bytes(ledger.frontier))
    hashes = [merkle.leaf_hash(bytes(entry.leaf)) for entry in entries]
    frontier = merkle.extend(old_frontier, ledger.size, hashes)
    first, ledger.size = ledger.size, ledger.size + len(entries)
    ledger.frontier = b"".join(frontier)
    LedgerEntry.objects.bulk_create(entries)
    ledger.save(update_fields=["size", "frontier"])
    _sign_head(ledger, frontier, old_frontier, at)
    return range(first, ledger.size)


def commitments_at(organisation: UUID, indexes: Sequence[int]) -> dict[int, bytes]:
    """Return the commitments of the entries at ``indexes``; one that is not there is left out."""
    rows = LedgerEntry.objects.filter(organisation_id=organisation, index__in=indexes)
    leaves = ((row.index, json.loads(bytes(row.leaf))) for row in rows)
    return {index: bytes.fromhex(leaf["commitment"]) for index, leaf in leaves}


def head_bytes(
    organisation: UUID, size: int, root: bytes, previous_root: bytes, signed_at: datetime
) -> bytes:
    """Return the bytes of a head that are signed."""
    return canonical_json(
        {
            "v": 1,
            "organisation": str(organisation),
            "size": size,
            "root": root.hex(),
            "previous_root": previous_root.hex(),
            "signed_at": signed_at.astimezone(UTC).isoformat(),
        }
    )


def _locked(organisation: UUID) -> Ledger:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An entry is appended with its event, or not.")
    Ledger.objects.get_or_create(organisation_id=organisation)
    return Ledger.objects.select_for_update().get(organisation_id=organisation)


def _split(frontier: bytes) -> list[bytes]:
    step = merkle.HASH_BYTES
    return [frontier[start : start + step] for start in range(0, len(frontier), step)]


def _sign_head(
    ledger: Ledger, frontier: list[bytes], old_frontier: list[bytes], at: datetime
) -> None:
    root = merkle.root_of_frontier(frontier)
    previous = merkle.root_of_frontier(old_frontier)
    message = head_bytes(ledger.organisation_id, ledger.size, root, previous, at)
    seed = secret_of(ledger.organisation_id, RING, Algorithm.SIGNS)
    TreeHead.objects.create(
        organisation_id=ledger.organisation_id,
        size=ledger.size,
        root=root,
        previous_root=previous,
        signed_at=at,
        signature=sign(seed=seed, message=message),
    )
