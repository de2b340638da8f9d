"""Small tables to protect and attack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporting.disclosure.policy import Policy
from reporting.disclosure.tables import (
    PROTECT_TOKEN,
    CountTable,
    Dimension,
    ProtectedTable,
    TableSpec,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporting.disclosure.tables import Key, Value


def a_spec(*sizes: int, policy: Policy | None = None) -> TableSpec:
    """Return a table with dimensions a, b, c... of these sizes, and codes a0, a1..., b0..."""
    dimensions = [
        Dimension(name=name, concept=name.upper(), codes=tuple(f"{name}{i}" for i in range(size)))
        for name, size in zip("abcdef", sizes, strict=False)
    ]
    return TableSpec(
        name="small",
        title="A small table",
        population="Nobody real",
        dimensions=tuple(dimensions),
        policy=policy or Policy(),
    )


def a_count(numbers: Sequence[int], *sizes: int, policy: Policy | None = None) -> CountTable:
    """Return the counts of a small table, its cells in their order."""
    spec = a_spec(*sizes, policy=policy)
    leaves = [key for key in spec.every_key() if "_T" not in key]
    return CountTable(spec=spec, counts=dict(zip(leaves, numbers, strict=True)))


def truth(counts: CountTable) -> dict[Key, int]:
    """Return the true number of every cell and total."""
    return {
        cell: sum(number for leaf, number in counts.counts.items() if part_of(leaf, cell))
        for cell in counts.spec.every_key()
    }


def part_of(leaf: Key, cell: Key) -> bool:
    """Say whether the persons of ``leaf`` are counted in ``cell``."""
    return all(whole in {part, "_T"} for part, whole in zip(leaf, cell, strict=True))


def forged(table: ProtectedTable, changes: Mapping[Key, Value]) -> ProtectedTable:
    """Return ``table`` with other values, as nobody but a test can make it."""
    values = tuple(changes.get(key, value) for key, value in table.cells())
    return replace(table, values=values, token=PROTECT_TOKEN)
