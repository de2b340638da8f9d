"""What a reader of the published table knows, as equations over the cells he cannot see.

He knows every published cell, every zero, that a total is the sum of its parts, that persons are
whole, and that a hidden cell is not zero (for then it would have been published). A *table that
agrees* with all this might be the true one, for all he can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.margins import incidence, with_margins, without_margins

if TYPE_CHECKING:
    from scipy import sparse

    from reporting.disclosure.margins import Ints, Mask
    from reporting.disclosure.policy import Policy

HIDDEN: Final = -1
"""Stands in an array for a number that is not published."""

_NODES: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """The published cells, and how the hidden ones add up.

    Args:
        published: each cell of the cross, flat; `HIDDEN` where it is hidden.
        known: persons of each cell that stand in published leaves.
        sums: cells x hidden leaves, 1 where the leaf is part of the cell.
        equations: the rows of `sums` that are published and hold hidden leaves.
        totals: persons that the hidden leaves of each equation hold together.
        ceiling: persons; no hidden leaf needs to be thought larger.
    """

    published: Ints
    known: Ints
    sums: sparse.csr_array
    equations: sparse.csr_array
    totals: Ints
    ceiling: int

    @classmethod
    def of(cls, cross: Ints, policy: Policy) -> Self:
        """Return what the published ``cross`` tells.

        Raises:
            ReleaseRefused: when a published total is not the sum of its published parts.
        """
        leaves = without_margins(cross)
        published = cross.ravel()
        known = with_margins(np.maximum(leaves, 0)).ravel()
        sums = incidence(cross.shape, leaves == HIDDEN)
        open_sums = np.diff(sums.indptr) > 0
        told = published != HIDDEN
        if (published != known)[told & ~open_sums].any():
            raise ReleaseRefused(
                "The table contradicts itself: a total is not the sum of its parts."
            )
        equations = np.flatnonzero(told & open_sums)
        return cls(
            published=published,
            known=known,
            sums=sums,
            equations=sums[equations],
            totals=(published - known)[equations],
            ceiling=int(published.max(initial=0)) + policy.threshold + policy.spread,
        )

    @property
    def hidden(self) -> Mask:
        """Which cells are hidden."""
        hidden: Mask = self.published == HIDDEN
        return hidden

    def push(self, weights: Ints, *, slack: float) -> Ints | None:
        """Return an agreeing table in which the weighed cells are as large as they can be.

        Args:
            weights: for each cell of the cross: above zero to push it up, below to push it down.
            slack: how far from the best the answer may stay, as a share of it.

        Returns:
            Persons in each cell of the cross, checked to the last person; None when the solver
            found no such table.
        """
        unknowns = self.sums.shape[1]
        if not unknowns:
            return self.known
        result = milp(
            -(self.sums.T @ weights),
            integrality=np.ones(unknowns, dtype=np.int8),
            bounds=Bounds(np.ones(unknowns), np.full(unknowns, self.ceiling)),
            constraints=LinearConstraint(self.equations, self.totals, self.totals),
            options={"mip_rel_gap": slack, "node_limit": _NODES},
        )
        return None if result.x is None else self._agreeing(np.rint(result.x).astype(np.int64))

    def _agreeing(self, unknowns: Ints) -> Ints | None:
        cells = self.known + self.sums @ unknowns
        agrees = np.where(self.hidden, cells > 0, cells == self.published)
        return cells if agrees.all() and (unknowns > 0).all() else None
