"""Which published cells to hide so that an unsafe hidden cell becomes free.

Look for another table in which the unsafe cell is large enough, and which differs from the true
one in published cells as little as possible, each difference weighed by the persons the cell
holds. Where the two differ must be hidden: then both tables agree with what is published, and the
cell may be either.

Source: Kelly, Golden and Assad (1992), "Cell suppression: disclosure protection for sensitive
tabular data", Networks 22(4); with one linear problem for each unsafe cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.margins import depths, incidence, without_margins

if TYPE_CHECKING:
    from reporting.disclosure.margins import Ints, Mask

Floats: TypeAlias = NDArray[np.float64]

_KEPT_DEPTHS: Final = (1, 0, -1)
"""Totals to keep, at any price first: those of single codes and of all, that of all, none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrueTable:
    """The true counts and how they add up; each array flat, over all cells of the cross.

    Args:
        counts: persons in each cell.
        sums: cells x leaves that hold anybody, 1 where the leaf is part of the cell.
        depths: over how many dimensions each cell is not a total.
    """

    counts: Ints
    sums: sparse.csr_array
    depths: Ints

    @classmethod
    def of(cls, cross: Ints) -> Self:
        """Return the true table of ``cross``."""
        return cls(
            counts=cross.ravel(),
            sums=incidence(cross.shape, without_margins(cross) > 0),
            depths=depths(cross.shape),
        )


def cheapest_alternative(table: TrueTable, hidden: Mask, *, cell: int, goal: int) -> Floats:
    """Return all cells of a table near the true one in which ``cell`` holds ``goal`` persons.

    Args:
        table: the true one.
        hidden: cells that may differ at no cost.
        cell: the one to enlarge.
        goal: persons it must hold at least.

    Raises:
        ReleaseRefused: when there is none, even if all totals are hidden.
    """
    for depth in _KEPT_DEPTHS:
        kept = table.depths <= depth
        leaves = _solve(table, ~hidden & (table.counts > 0), kept, cell, goal)
        if leaves is not None:
            return table.sums @ leaves
    raise ReleaseRefused("A small cell cannot be protected. Divide people less finely.")


def _solve(table: TrueTable, published: Mask, kept: Mask, cell: int, goal: int) -> Floats | None:
    told = np.flatnonzero(published)
    shifts = sparse.eye_array(told.size)
    unknowns = table.sums.shape[1]
    most = np.where(kept[told], 0.0, np.inf)
    result = milp(
        np.concatenate([np.zeros(unknowns), table.counts[told], table.counts[told]]),
        bounds=Bounds(
            np.repeat([1.0, 0.0], [unknowns, 2 * told.size]),
            np.concatenate([np.full(unknowns, np.inf), most, most]),
        ),
        constraints=[
            LinearConstraint(
                sparse.hstack([table.sums[told], -shifts, shifts], format="csr"),
                table.counts[told],
                table.counts[told],
            ),
            LinearConstraint(
                sparse.hstack([table.sums[[cell]], sparse.csr_array((1, 2 * told.size))]), goal
            ),
        ],
    )
    return None if result.x is None else result.x[:unknowns]
