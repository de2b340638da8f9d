"""Holds every consent event against the ledger: is it there, unchanged, and only it?"""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from audit.ledger import commitment, commitments_at
from audit.verification import LedgerBroken, verify
from consent.models import ConsentEvent
from vault import data_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from audit.verification import Verified
    from vault.core.cells import CellKey

CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Proven:
    """A ledger that is whole, and events that are what it commits to.

    Args:
        ledger: what was verified of the tree.
        events: how many events were held against it.
        erased: how many belong to persons whose ledger key is destroyed; their proofs hold,
            their content can no longer be checked by anyone.
    """

    ledger: Verified
    events: int
    erased: int


def prove(organisation: UUID) -> Proven:
    """Verify the ledger of ``organisation`` and every consent event in it.

    Raises:
        LedgerBroken: naming the first entry that is wrong.
    """
    verified = verify(organisation)
    events = list(ConsentEvent.objects.filter(organisation=organisation).order_by("ledger_index"))
    indexes = [event.ledger_index for event in events]
    if indexes != list(range(verified.size)):
        raise LedgerBroken(
            _first_gap(indexes, verified.size), "an event is missing, or one too many."
        )
    erased = 0
    for start in range(0, len(events), CHUNK):
        erased += _check(organisation, events[start : start + CHUNK], verified.commitments)
    return Proven(ledger=verified, events=len(events), erased=erased)


def genuine(organisation: UUID, files: Sequence[UUID]) -> list[UUID]:
    """Return those of ``files`` whose every event is what the ledger commits to.

    An event that somebody wrote or changed in the database has no commitment, because those are
    made with a key of the person that is not in the database.
    """
    events = list(ConsentEvent.objects.filter(file__in=files))
    leaves = commitments_at(organisation, [event.ledger_index for event in events])
    keys = data_keys.current(organisation, files, data_keys.LEDGER)
    doubtful = {event.file_id for event in events if not _committed(event, keys, leaves)}
    return [file for file in files if file not in doubtful]


def _committed(
    event: ConsentEvent, keys: Mapping[UUID, CellKey], leaves: Mapping[int, bytes]
) -> bool:
    key, leaf = keys.get(event.file_id), leaves.get(event.ledger_index)
    if key is None or leaf is None:
        return False
    return compare_digest(commitment(person_key=key.expose(), event=event.body()), leaf)


def _check(organisation: UUID, events: Sequence[ConsentEvent], commitments: Sequence[bytes]) -> int:
    files = {event.file_id for event in events}
    keys = data_keys.current(organisation, list(files), data_keys.LEDGER)
    leaves = dict(enumerate(commitments))
    erased = 0
    for event in events:
        if event.file_id not in keys:
            erased += 1
        elif not _committed(event, keys, leaves):
            raise LedgerBroken(event.ledger_index, "an event is not what was recorded.")
    return erased


def _first_gap(indexes: Sequence[int], size: int) -> int:
    for expected, index in zip(range(size), indexes, strict=False):
        if index != expected:
            return expected
    return min(size, len(indexes))
