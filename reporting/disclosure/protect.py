"""Hides small cells, and as many others as it takes, until the intruder learns too little.

All totals of a table are one linked whole. Small cells are hidden wherever they stand. Then, as
long as one of them can be bounded too closely, the smallest is taken and the published cells are
hidden in which the cheapest alternative table differs (`complement`): totals of single codes, and
the total of all, only where nothing else helps. What comes out is attacked before it is returned.

The same counts give the same table, whatever the order of the rows. No other set of hidden cells
is claimed to be smaller.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from reporting.disclosure.attack import attack, refuse_too_large
from reporting.disclosure.complement import TrueTable, cheapest_alternative
from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.knowledge import HIDDEN, Knowledge
from reporting.disclosure.margins import dense, with_margins
from reporting.disclosure.ranges import Ranges, probe
from reporting.disclosure.tables import PROTECT_TOKEN, Mark, ProtectedTable

if TYPE_CHECKING:
    from reporting.disclosure.margins import Ints, Mask
    from reporting.disclosure.policy import Policy
    from reporting.disclosure.tables import CountTable, TableSpec, Value

_SAME: Final = 1e-5
_TRIES: Final = 16


def protect(counts: CountTable) -> ProtectedTable:
    """Return the table as it may be published.

    Args:
        counts: what was counted.

    Raises:
        ReleaseRefused: when the table cannot be made safe, or is too large to be attacked.
    """
    spec = counts.spec
    refuse_too_large(cells=math.prod(spec.shape), unknowns=len(counts.counts))
    cross = with_margins(dense(spec, counts.counts))
    hidden = _hidden(cross, spec.policy)
    table = ProtectedTable(spec=spec, values=_values(spec, cross, hidden), token=PROTECT_TOKEN)
    attack(table)
    return table


def _hidden(cross: Ints, policy: Policy) -> Mask:
    table = TrueTable.of(cross)
    ranges = Ranges(table.counts.size)
    ranges.absorb(table.counts)
    hidden = policy.is_small(table.counts)
    while (unsafe := np.flatnonzero(ranges.unsafe(hidden, policy))).size:
        published = np.where(hidden, HIDDEN, table.counts).reshape(cross.shape)
        knowledge = Knowledge.of(published, policy)
        smallest = int(unsafe[np.argmin(table.counts[unsafe])])
        hidden |= _also_hide(table, knowledge, ranges, policy, smallest)
    return hidden


def _also_hide(
    table: TrueTable, knowledge: Knowledge, ranges: Ranges, policy: Policy, cell: int
) -> Mask:
    """Return what to hide so that ``cell`` is safe, or nearer to it; nothing when it was safe."""
    goal = max(policy.threshold, int(ranges.low[cell]) + policy.spread)
    for _ in range(_TRIES):
        cells = cheapest_alternative(table, knowledge.hidden, cell=cell, goal=goal)
        nearest = np.rint(cells).astype(np.int64)
        differs = ~knowledge.hidden & (np.abs(cells - table.counts) > _SAME)
        if (np.abs(cells - nearest) <= _SAME).all():
            ranges.absorb(nearest)
            return differs
        if differs.any():
            return differs
        if probe(knowledge, ranges, policy, cell):
            return differs
        # Fractions of persons would do, whole ones would not: ask for more room.
        goal *= 2
    raise ReleaseRefused("A small cell cannot be protected. Divide people less finely.")


def _values(spec: TableSpec, cross: Ints, hidden: Mask) -> tuple[Value, ...]:
    room = with_margins(1 - dense(spec, dict.fromkeys(spec.not_applicable, 1))).ravel()
    return tuple(
        Mark.NOT_APPLICABLE if not leaves else Mark.HIDDEN if hides else int(count)
        for count, hides, leaves in zip(cross.ravel(), hidden, room, strict=True)
    )
