"""An intruder of another make: one equation a published cell, two programs a hidden one.

It shares no line with the product, and takes no short cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

from reporting.disclosure.tables import Mark
from tests.reporting.disclosure.small import part_of

if TYPE_CHECKING:
    from reporting.disclosure.tables import Key, ProtectedTable

FAR = 10_000


def bounds(table: ProtectedTable, *, whole: bool = True) -> dict[Key, tuple[float, float]]:
    """Return the smallest and largest value of each hidden cell; whole persons, or fractions."""
    cells = dict(table.cells())
    leaves = [key for key in cells if "_T" not in key]
    rows = {key: np.array([part_of(leaf, key) for leaf in leaves], dtype=float) for key in cells}
    hidden = [key for key, value in cells.items() if value is Mark.HIDDEN]
    told = [key for key in cells if key not in hidden]
    problem = {
        "A_eq": np.array([rows[key] for key in told]) if told else None,
        "b_eq": [cells[key] for key in told] if told else None,
        "A_ub": -np.array([rows[key] for key in hidden]),
        "b_ub": -np.ones(len(hidden)),
        "bounds": (0, FAR),
        "integrality": np.full(len(leaves), int(whole)),
    }
    return {key: (_best(rows[key], 1, problem), _best(rows[key], -1, problem)) for key in hidden}


def exposed(table: ProtectedTable, *, whole: bool = True) -> set[Key]:
    """Return the hidden cells that break the promise of the table's policy."""
    policy = table.spec.policy
    return {
        key
        for key, (low, high) in bounds(table, whole=whole).items()
        if high < policy.threshold or high - low < policy.spread
    }


def _best(row: np.ndarray, sign: int, problem: dict[str, object]) -> float:
    found = linprog(sign * row, **problem)
    assert found.status == 0, found.message
    return round(sign * found.fun, 6)
