"""Recomputes a ledger from its entries and holds it against every signed head.

It trusts the public key and nothing else, and names the first index that is wrong.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from audit import merkle
from audit.ledger import RING, head_bytes
from audit.models import Ledger, LedgerEntry, TreeHead
from vault.core.errors import CannotOpen
from vault.core.signatures import check_signature
from vault.organisation_keys import Algorithm, public_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from uuid import UUID

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far a head's clock may lie before an earlier one's: processes wait for each other."""


class LedgerBroken(Exception):
    """The ledger was changed.

    Args:
        index: the first entry that is wrong.
        reason: what is wrong with it, in words.
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"The ledger is wrong from entry {index} on: {reason}")
        self.index = index
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger in which everything was right.

    Args:
        size: its number of entries.
        root: its root hash.
        heads: how many signed heads were checked.
        commitments: the commitment of each entry, by index.
    """

    size: int
    root: bytes
    heads: int
    commitments: tuple[bytes, ...]


def verify(organisation: UUID) -> Verified:
    """Verify the whole ledger of ``organisation``.

    Raises:
        LedgerBroken: naming the first bad index.
    """
    heads = list(TreeHead.objects.filter(organisation_id=organisation).order_by("size"))
    frontier: list[bytes] = []
    size, previous, commitments = 0, merkle.EMPTY_ROOT, []
    latest = datetime.min.replace(tzinfo=UTC)
    # Left open by an error, a database cursor waits for a connection that waits for it.
    with closing(_entries(organisation)) as entries:
        for head in heads:
            start = size
            while size < head.size:
                hash_, commitment = _next(entries, size)
                frontier = merkle.extend(frontier, size, [hash_])
                commitments.append(commitment)
                size += 1
            previous = _check_head(head, frontier, previous, start)
            latest = _check_clock(head, latest, start)
        more = next(entries, None) is not None
    _check_end(organisation, size, more=more)
    return Verified(size=size, root=previous, heads=len(heads), commitments=tuple(commitments))


def _entries(organisation: UUID) -> Generator[LedgerEntry]:
    rows = LedgerEntry.objects.filter(organisation_id=organisation).order_by("index")
    yield from rows.iterator(chunk_size=2000)


def _next(entries: Iterator[LedgerEntry], index: int) -> tuple[bytes, bytes]:
    entry = next(entries, None)
    if entry is None or entry.index != index:
        raise LedgerBroken(index, "an entry is missing.")
    leaf = bytes(entry.leaf)
    try:
        commitment = bytes.fromhex(json.loads(leaf)["commitment"])
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerBroken(index, "an entry is not one of ours.") from error
    return merkle.leaf_hash(leaf), commitment


def _check_head(head: TreeHead, frontier: list[bytes], previous: bytes, start: int) -> bytes:
    root = merkle.root_of_frontier(frontier)
    if bytes(head.previous_root) != previous:
        raise LedgerBroken(start, "a head does not follow from the one before it.")
    if bytes(head.root) != root:
        raise LedgerBroken(start, f"the signed head of size {head.size} has another root.")
    message = head_bytes(head.organisation_id, head.size, root, previous, head.signed_at)
    try:
        public = public_of(head.organisation_id, RING, Algorithm.SIGNS)
        check_signature(public=public, message=message, signature=bytes(head.signature))
    except CannotOpen as error:
        raise LedgerBroken(start, f"the head of size {head.size} is not signed by us.") from error
    return root


def _check_clock(head: TreeHead, latest: datetime, start: int) -> datetime:
    """Return the latest time so far; a clock set back is how a late answer is made early."""
    if latest - head.signed_at > CLOCK_SKEW:
        raise LedgerBroken(start, f"the head of size {head.size} was signed by a clock set back.")
    return max(latest, head.signed_at)


def _check_end(organisation: UUID, size: int, *, more: bool) -> None:
    """Return when nothing is left over and nothing was cut off.

    An entry commits together with its head and its count, so what was appended since the heads
    were read has a later head by now.
    """
    counted = Ledger.objects.filter(organisation_id=organisation).first()
    if TreeHead.objects.filter(organisation_id=organisation, size__gt=size).exists():
        return
    if more:
        raise LedgerBroken(size, "it has entries that no signed head covers.")
    if (counted.size if counted else 0) > size:
        raise LedgerBroken(size, "the newest entries are gone, and the heads that covered them.")
