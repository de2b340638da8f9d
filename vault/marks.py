"""How much of each organisation's ledger the key store has seen.

Keys are never given on the word of a ledger that is shorter than the one they followed before:
it was cut, or an old backup of the data was put back, and a withdrawal may be missing from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vault.models import LedgerMark

if TYPE_CHECKING:
    from uuid import UUID


def seen(organisation: UUID) -> int:
    """Return the largest size of the ledger that the keys have followed; 0 at first."""
    mark = LedgerMark.objects.filter(organisation_id=organisation).first()
    return mark.size if mark else 0


def saw(organisation: UUID, size: int) -> None:
    """Remember that the keys follow a ledger of ``size`` entries; it never gets smaller."""
    mark, _ = LedgerMark.objects.get_or_create(organisation_id=organisation)
    if mark.size < size:
        LedgerMark.objects.filter(organisation_id=organisation, size__lt=size).update(size=size)
