"""How much of a table stays published, computed from what is published alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporting.disclosure.tables import Mark

if TYPE_CHECKING:
    from reporting.disclosure.tables import ProtectedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What readers get and what they do not.

    Args:
        shown: cells and totals published that hold anybody.
        hidden: cells and totals hidden.
        persons: share of persons that stand in published cells, over the table and all its
            totals; None when the total of all is hidden, for then nobody may know.
    """

    shown: int
    hidden: int
    persons: float | None

    @property
    def cells(self) -> float:
        """Share of the cells and totals that hold anybody; 1 when none does."""
        every = self.shown + self.hidden
        return self.shown / every if every else 1.0


def coverage(table: ProtectedTable) -> Coverage:
    """Return how much of ``table`` is published."""
    shown = [value for value in table.values if isinstance(value, int) and value]
    total = table.values[-1]
    persons = None
    if isinstance(total, int):
        # Each person stands once in each of the 2^k sets of totals.
        every = total * 2 ** len(table.spec.dimensions)
        persons = sum(shown) / every if every else 1.0
    return Coverage(shown=len(shown), hidden=table.values.count(Mark.HIDDEN), persons=persons)
