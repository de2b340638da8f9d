"""The intruder: tries to see through the hidden cells of a published table.

He starts from what is published and nothing else; he cannot tell small cells from those hidden to
protect them. For every hidden cell he looks for tables of whole numbers that agree with all he
knows, until they show the cell as free as the policy promises: first for all cells at once, then
cell by cell, largest and smallest. Each such table is checked with whole-number arithmetic, so no
tolerance of the solver can make a cell look safe. What is not shown to be safe is exposed, also
when the solver gave up; a table too large to attack is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.knowledge import HIDDEN, Knowledge
from reporting.disclosure.ranges import Ranges, probe, sweep
from reporting.disclosure.tables import Mark

if TYPE_CHECKING:
    from reporting.disclosure.tables import Key, ProtectedTable, Value

MAX_UNKNOWNS: Final = 2500
"""Hidden cells that are no totals; with more, the attack takes too long to be run each time."""

_PATIENCE: Final = 4
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposedCell:
    """A hidden cell that the intruder bounds more closely than the policy allows.

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
    """Hidden cells can be seen through.

    Args:
        report: names each of them.
    """

    def __init__(self, report: AttackReport) -> None:
        self.report = report
        some = "; ".join(str(cell) for cell in report.exposed[:_SHOWN])
        super().__init__(
            f"{len(report.exposed)} of {report.attacked} hidden cells can be worked out too "
            f"closely: {some}. Do not publish this table; hide more, or divide people less finely."
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
    knowledge = Knowledge.of(published.reshape(table.spec.shape), policy)
    refuse_too_large(knowledge.sums.shape[1])
    ranges = Ranges(published.size)
    sweep(knowledge, ranges, policy, patience=_PATIENCE)
    unsafe = np.flatnonzero(ranges.unsafe(knowledge.hidden, policy))
    exposed = [int(i) for i in unsafe if not probe(knowledge, ranges, policy, int(i))]
    keys = list(table.spec.keys()) if exposed else []
    report = AttackReport(
        attacked=int(knowledge.hidden.sum()),
        witnesses=ranges.seen,
        exposed=tuple(
            ExposedCell(key=keys[i], low=int(ranges.low[i]), high=int(ranges.high[i]))
            for i in exposed
        ),
    )
    if exposed:
        raise Exposed(report)
    return report


def refuse_too_large(unknowns: int) -> None:
    """Refuse a table with more hidden leaves than can be attacked.

    Raises:
        ReleaseRefused: when there are more than `MAX_UNKNOWNS`.
    """
    if unknowns > MAX_UNKNOWNS:
        raise ReleaseRefused(
            f"The table hides {unknowns} cells below its totals; at most {MAX_UNKNOWNS} can be "
            "attacked before release. Divide people less finely, or release fewer periods at once."
        )


def _number(value: Value) -> int:
    if isinstance(value, int):
        return value
    return HIDDEN if value is Mark.HIDDEN else 0
