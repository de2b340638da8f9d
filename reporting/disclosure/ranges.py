"""Between which values each hidden cell was seen, over tables that agree with what is published.

One agreeing table is evidence for every cell it holds, so a few dozen of them vouch for thousands
of hidden cells. No bound is ever computed for a cell that was seen to move far enough.
"""

from __future__ import annotations

from hashlib import shake_256
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from reporting.disclosure.knowledge import Knowledge
    from reporting.disclosure.margins import Ints, Mask
    from reporting.disclosure.policy import Policy

_NEVER_SEEN: Final = 2**60
_ROUGH: Final = 0.5


class Ranges:
    """The smallest and the largest value of each cell over all tables seen.

    Args:
        cells: how many cells the cross has.
    """

    def __init__(self, cells: int) -> None:
        self.low: Ints = np.full(cells, _NEVER_SEEN, dtype=np.int64)
        self.high: Ints = np.full(cells, -_NEVER_SEEN, dtype=np.int64)
        self.seen = 0

    def absorb(self, cells: Ints | None) -> None:
        """Take in a table that agrees with what is published; None is no table."""
        if cells is not None:
            self.seen += 1
            np.minimum(self.low, cells, out=self.low)
            np.maximum(self.high, cells, out=self.high)

    def unsafe(self, hidden: Mask, policy: Policy) -> Mask:
        """Return which hidden cells were not yet seen to be as free as the policy promises."""
        free = (self.high >= policy.threshold) & (self.high - self.low >= policy.spread)
        return hidden & ~free


def sweep(knowledge: Knowledge, ranges: Ranges, policy: Policy, *, patience: int) -> None:
    """Push all unsafe cells up and down at once, in ever other patterns, while that helps.

    Args:
        knowledge: what is published.
        ranges: what was seen so far; grows.
        policy: when a cell is safe.
        patience: patterns in a row that may help nothing before it stops.
    """
    idle = 0
    for pattern in count():
        unsafe = np.flatnonzero(ranges.unsafe(knowledge.hidden, policy))
        if not unsafe.size or idle == patience:
            return
        weights = np.zeros_like(knowledge.published)
        weights[unsafe] = _signs(pattern, unsafe.size)
        ranges.absorb(knowledge.push(weights, slack=_ROUGH))
        left = np.count_nonzero(ranges.unsafe(knowledge.hidden, policy))
        idle = 0 if left < unsafe.size else idle + 1


def probe(knowledge: Knowledge, ranges: Ranges, policy: Policy, cell: int) -> bool:
    """Push one cell as far up and as far down as it goes; say whether it is safe."""
    for direction in (1, -1):
        if not ranges.unsafe(knowledge.hidden, policy)[cell]:
            return True
        weights = np.zeros_like(knowledge.published)
        weights[cell] = direction
        ranges.absorb(knowledge.push(weights, slack=0.0))
    return not ranges.unsafe(knowledge.hidden, policy)[cell]


def _signs(pattern: int, size: int) -> Ints:
    # From a hash, not from a generator: the same on every machine and in every version.
    bits = shake_256(f"pattern {pattern}".encode()).digest(size // 8 + 1)
    ones = np.unpackbits(np.frombuffer(bits, dtype=np.uint8))[:size]
    return 2 * ones.astype(np.int64) - 1
