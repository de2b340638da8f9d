"""Holds every consent event against the ledger: is it there, unchanged, and only it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from audit.ledger import commitment
from audit.verification import LedgerBroken, verify
from consent.models import ConsentEvent
from vault import data_keys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from audit.verification import Verified

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
    events = list(
        ConsentEvent.objects.filter(organisation=organisation).order_by("ledger_index")
    )
    indexes = [event.ledger_index for event in events]
    if indexes != list(range(verified.size)):
        raise LedgerBroken(_first_gap(indexes), "an event is missing, or one too many.")
    erased = 0
    for start in range(0, len(events), CHUNK):
        erased += _check(organisation, events[start : start + CHUNK], verified.commitments)
    return Proven(ledger=verified, events=len(events), erased=erased)


def _check(
    organisation: UUID, events: Sequence[ConsentEvent], commitments: Sequence[bytes]
) -> int:
    files = {event.file_id for event in events}
    keys = data_keys.current(organisation, list(files), data_keys.LEDGER)
    erased = 0
    for event in events:
        key = keys.get(event.file_id)
        if key is None:
            erased += 1
        elif commitment(person_key=key.expose(), event=event.body()) != (
            commitments[event.ledger_index]
        ):
            raise LedgerBroken(event.ledger_index, "an event is not what was recorded.")
    return erased


def _first_gap(indexes: Sequence[int]) -> int:
    for expected, index in enumerate(indexes):
        if index != expected:
            return expected
    return len(indexes)
