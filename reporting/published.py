"""Reads a released table back, from its published bytes and nothing else."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporting.models import Release

TOTAL: Final = "_T"
_VALUE, _STATUS = "OBS_VALUE", "CONF_STATUS"
_NOT_DIMENSIONS: Final = frozenset({"STRUCTURE", "STRUCTURE_ID", "ACTION", _VALUE, _STATUS})


@dataclass(frozen=True, slots=True)
class Published:
    """A table as anyone can read it.

    Args:
        dimensions: SDMX concepts of its dimensions, in order, each with its codes.
        cells: value of each cell by its codes, `TOTAL` for a margin; None where it is hidden.
    """

    dimensions: Mapping[str, tuple[str, ...]]
    cells: Mapping[tuple[str, ...], int | None]

    @classmethod
    def of(cls, row: Release) -> Published:
        """Read a release."""
        rows = list(csv.DictReader(bytes(row.content).decode().splitlines()))
        names = [name for name in rows[0] if name not in _NOT_DIMENSIONS]
        codes = {name: tuple(dict.fromkeys(row[name] for row in rows)) for name in names}
        cells = {
            tuple(row[name] for name in names): int(row[_VALUE]) if row[_VALUE] else None
            for row in rows
        }
        return cls(dimensions=codes, cells=cells)

    @property
    def shown(self) -> int:
        """How many cells hold somebody and show how many."""
        return sum(bool(value) for value in self.cells.values())

    @property
    def zeros(self) -> int:
        """How many cells are known to hold nobody."""
        return sum(value == 0 for value in self.cells.values())

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(value is None for value in self.cells.values())

    def total(self, **codes: str) -> int | None:
        """Return the cell with these codes and the total over every other dimension."""
        return self.cells[tuple(codes.get(name, TOTAL) for name in self.dimensions)]
