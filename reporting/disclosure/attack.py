"""The intruder: tries to see through the hidden cells of a published table.

He starts from what is published and nothing else; he cannot tell small cells from those hidden to
protect them. A small cell in plain sight is his at once. For every hidden cell he looks for
tables of whole numbers that agree with all he knows, until they show the cell as free as the
policy promises: first for all cells at once, then cell by cell, largest and smallest. Each such
table is checked with whole-number arithmetic, so no tolerance of the solver can make a cell look
safe. What is not shown to be safe is exposed, also when the solver gave up; a table too large to
attack is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.knowledge import HIDDEN, Knowledge
from reporting.disclosure.margins import without_margins
from reporting.disclosure.ranges import Ranges, probe, sweep
from reporting.disclosure.tables import Mark

if TYPE_CHECKING:
    from reporting.disclosure.tables import Key, ProtectedTable, Value

MAX_UNKNOWNS: Final = 1000
"""Cells that hold anybody and are no totals. Measured on one core, protecting and attacking
together: eleven seconds with 489 of them, three and a half minutes with 889."""

MAX_CELLS: Final = 200_000
"""Cells with all totals, peopled or not: what fits in memory many times over."""

_PATIENCE: Final = 4
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposedCell:
    """A cell that the intruder sees, or bounds more closely than the policy allows.

    Args:
        key: which cell.
        low: fewest persons it can hold, for all he found.
        high: most persons it can hold, for all he found.
    """

    key: Key
    low: int
    high: int

    def __str__(self) -> str:
        return f"{'/'.join(self.key)} holds {self.low} to {self.high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackReport:
    """What an attack did and found.

    Args:
        attacked: how many hidden cells.
        witnesses: how many agreeing tables were found.
        exposed: the cells that are not safe.
    """

    attacked: int
    witnesses: int
    exposed: tuple[ExposedCell, ...]


class Exposed(ReleaseRefused):
    """Cells that should tell nothing can be seen, or seen through.

    Args:
        report: names each of them.
    """

    def __init__(self, report: AttackReport) -> None:
        self.report = report
        some = "; ".join(str(cell) for cell in report.exposed[:_SHOWN])
        super().__init__(
            f"{len(report.exposed)} cells can be worked out too closely, with {report.attacked} "
            f"hidden: {some}. Do not publish this table; hide more, or divide people less finely."
        )


def attack(table: ProtectedTable) -> AttackReport:
    """Return what was tried when every hidden cell of the table is safe; raise otherwise.

    Args:
        table: as it would be published.

    Raises:
        Exposed: when a hidden cell is not shown to be as free as the table's policy promises.
        ReleaseRefused: when the table is too large to attack, or contradicts itself.
    """
    policy = table.spec.policy
    published = np.array([_number(value) for value in table.values], dtype=np.int64)
    cross = published.reshape(table.spec.shape)
    refuse_too_large(cells=cross.size, unknowns=int((without_margins(cross) == HIDDEN).sum()))
    knowledge = Knowledge.of(cross, policy)
    ranges = Ranges(cross.size)
    sweep(knowledge, ranges, policy, patience=_PATIENCE)
    if knowledge.hidden.any() and not ranges.seen:
        raise ReleaseRefused("The table contradicts itself: no counts agree with all its cells.")
    unsafe = np.flatnonzero(ranges.unsafe(knowledge.hidden, policy))
    seen_through = [cell for cell in unsafe if not probe(knowledge, ranges, policy, int(cell))]
    exposed = [*np.flatnonzero(policy.is_small(published)), *seen_through]
    report = AttackReport(
        attacked=int(knowledge.hidden.sum()),
        witnesses=ranges.seen,
        exposed=_named(table, knowledge, ranges, exposed),
    )
    if exposed:
        raise Exposed(report)
    return report


def refuse_too_large(*, cells: int, unknowns: int) -> None:
    """Refuse a table that cannot be attacked in reasonable time.

    Args:
        cells: how many it has with all its totals.
        unknowns: how many of them are no totals, and hidden or to be considered.

    Raises:
        ReleaseRefused: when either is above its limit.
    """
    if unknowns > MAX_UNKNOWNS or cells > MAX_CELLS:
        raise ReleaseRefused(
            f"The table is too large to be attacked before release: {unknowns} cells below its "
            f"totals ({MAX_UNKNOWNS} at most), {cells} with all totals ({MAX_CELLS} at most). "
            "Divide people less finely, or release fewer periods at once."
        )


def _number(value: Value) -> int:
    if isinstance(value, int):
        return value
    return HIDDEN if value is Mark.HIDDEN else 0


def _named(
    table: ProtectedTable, knowledge: Knowledge, ranges: Ranges, cells: list[np.intp]
) -> tuple[ExposedCell, ...]:
    low = np.where(knowledge.hidden, ranges.low, knowledge.published)
    high = np.where(knowledge.hidden, ranges.high, knowledge.published)
    keys = dict(enumerate(table.spec.every_key())) if cells else {}
    return tuple(
        ExposedCell(key=keys[int(cell)], low=int(low[cell]), high=int(high[cell])) for cell in cells
    )
