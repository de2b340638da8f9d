"""The rules of a table, and what they promise to the people in it.

**Hidden.** Every cell of 1 to `threshold - 1` persons, in the table and in all its totals.
Zeros are published.

**Promised**, for every hidden cell: there are two tables of whole numbers that agree with every
published cell, with the published zeros and with the fact that no hidden cell is zero; in one of
them the cell is at least `threshold`; and their values of the cell lie at least `spread` apart.
So nobody who holds the whole published table and knows these rules can show that a hidden cell
lies below the threshold, or can bound it more closely than `spread`. Readers cannot tell a small
hidden cell from a large one that was hidden to protect it, so the promise holds for both.

Why two parts: the first alone would let a cell of 4 be bounded to "4 or 5"; the second alone
would let a cell be bounded to "1 to 4". The default spread, `threshold - 1`, is as wide as the
range of small cells; on a year of real referrals it hid no cell more than a spread of 1.
Whole numbers, because a person cannot be split: linear bounds over fractions are wider than what
an intruder who knows this can reach, and would promise too much.

**Not protected:**

- From someone who knows some of the persons: he can subtract them. An organisation knows its own.
- From someone who runs this published method on guesses and compares the outcomes.
- From probability: the promise bounds what is possible, not what is likely.
- What a published cell says about its group: forty persons in a row, all under one code.
- A zero: that nobody is in a cell is told.
- Two tables, or two releases, that share persons, held side by side: each is attacked alone.

Sources: Hundepool et al., *Statistical Disclosure Control* (2012), ch. 4, for thresholds, feasible
intervals and complementary suppression; Fischetti and Salazar (2001), "Solving the cell
suppression problem on tabular data with linear constraints", Management Science 47(7), for the
attacker's two problems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporting.disclosure.errors import ContradictoryPolicy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST_THRESHOLD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a cell is hidden and how well.

    Args:
        threshold: persons; a cell of 1 to `threshold - 1` is hidden, and no hidden cell can be
            shown to lie below it.
        spread: persons; how far apart the possible values of a hidden cell reach at least.

    Raises:
        ContradictoryPolicy: when the rules hide nothing, or hide without protecting.
    """

    threshold: int = 5
    spread: int = 4

    def __post_init__(self) -> None:
        if type(self.threshold) is not int or type(self.spread) is not int:
            raise ContradictoryPolicy("The threshold and the spread are whole numbers of persons.")
        if self.threshold < SMALLEST_THRESHOLD:
            raise ContradictoryPolicy(
                f"A threshold of {self.threshold} hides nothing: choose {SMALLEST_THRESHOLD} or "
                "more."
            )
        if self.spread < 1:
            raise ContradictoryPolicy(
                f"A spread of {self.spread} hides cells whose value can be worked out: choose 1 "
                "or more."
            )

    def is_small(self, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of ``counts`` (persons, any shape) must be hidden."""
        return (counts > 0) & (counts < self.threshold)
