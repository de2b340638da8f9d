"""What is counted, what was counted, and what may be seen of it.

Three marks never mix: the number 0 (nobody), `Mark.HIDDEN` (somebody; how many is not told) and
`Mark.NOT_APPLICABLE` (this cell cannot hold anybody).
"""

from __future__ import annotations

import enum
import itertools
import math
import re
from dataclasses import InitVar, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from reporting.disclosure.errors import BadRow, BadSpec, NotProtected
from reporting.disclosure.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Key: TypeAlias = tuple[str, ...]

TOTAL: Final = "_T"
"""The code of a total over a dimension, as in SDMX code lists."""

PROTECT_TOKEN: Final = object()
"""Held by `protect` alone: who does not hold it cannot make a `ProtectedTable`."""

_CODE: Final = re.compile(r"[A-Za-z0-9_@$-]+")


class Mark(enum.Enum):
    """What stands in a cell that shows no number."""

    HIDDEN = "hidden"
    NOT_APPLICABLE = "not applicable"


Value: TypeAlias = int | Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way in which a table divides people.

    Args:
        name: what rows of people call it.
        concept: SDMX concept, the column's name in published files.
        codes: every code it may take, in order; empty while it is still open.

    Raises:
        BadSpec: when a code is doubled, reserved or not an SDMX identifier.
    """

    name: str
    concept: str
    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.codes)) != len(self.codes):
            raise BadSpec(f"The dimension {self.name} lists a code twice.")
        for code in self.codes:
            if code == TOTAL or not _CODE.fullmatch(code):
                raise BadSpec(f"{code!r} cannot be a code of {self.name}: use letters and digits.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A published table, before anybody is counted.

    Args:
        name: its identifier.
        title: for readers.
        population: who is counted, and when once only, for readers.
        dimensions: in the order of the published columns.
        policy: when cells are hidden, and how well.
        not_applicable: cells (one code for each dimension) that cannot hold anybody.

    Raises:
        BadSpec: without dimensions, or with two that share a name or a concept.
    """

    name: str
    title: str
    population: str
    dimensions: tuple[Dimension, ...]
    policy: Policy = field(default_factory=Policy)
    not_applicable: frozenset[Key] = frozenset()

    def __post_init__(self) -> None:
        names = {dimension.name for dimension in self.dimensions}
        concepts = {dimension.concept for dimension in self.dimensions}
        if not self.dimensions or not len(names) == len(concepts) == len(self.dimensions):
            raise BadSpec(f"The table {self.name} needs dimensions, each named once.")

    def with_codes(self, name: str, codes: Sequence[str]) -> TableSpec:
        """Return the table with the open dimension ``name`` filled in.

        Raises:
            BadSpec: when there is no such dimension, it is not open, or ``codes`` is empty.
        """
        found = [each for each in self.dimensions if each.name == name and not each.codes]
        if not found or not codes:
            raise BadSpec(f"The table {self.name} has no open dimension {name}, or got no codes.")
        filled = replace(found[0], codes=tuple(codes))
        dimensions = (filled if each is found[0] else each for each in self.dimensions)
        return replace(self, dimensions=tuple(dimensions))

    @property
    def shape(self) -> tuple[int, ...]:
        """How many codes each dimension has, with its total.

        Raises:
            BadSpec: while a dimension is open.
        """
        for dimension in self.dimensions:
            if not dimension.codes:
                raise BadSpec(f"Fill in the codes of {dimension.name} with with_codes() first.")
        return tuple(len(dimension.codes) + 1 for dimension in self.dimensions)

    def every_key(self) -> Iterator[Key]:
        """Yield every cell in the published order: codes as listed, totals last."""
        return itertools.product(*((*dimension.codes, TOTAL) for dimension in self.dimensions))

    def admits(self, key: Key) -> bool:
        """Say whether persons can be counted in ``key``."""
        return (
            len(key) == len(self.dimensions)
            and all(code in each.codes for code, each in zip(key, self.dimensions, strict=True))
            and key not in self.not_applicable
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """Persons in each cell: not protected, never to be shown.

    Args:
        spec: the table, with all codes filled in.
        counts: persons by cell, one code for each dimension; a cell not named holds nobody.

    Raises:
        BadRow: for a cell that the table does not have, or a count that is not a whole number.
        BadSpec: while a dimension is open.
    """

    spec: TableSpec
    counts: Mapping[Key, int] = field(repr=False)

    def __post_init__(self) -> None:
        math.prod(self.spec.shape)
        for key, count in self.counts.items():
            if not self.spec.admits(key):
                raise BadRow(f"The table {self.spec.name} has no cell {'/'.join(key)} to count in.")
            if type(count) is not int or count < 0:
                raise BadRow(f"The cell {'/'.join(key)} does not hold a whole number of persons.")
        peopled = {key: count for key, count in self.counts.items() if count}
        object.__setattr__(self, "counts", MappingProxyType(peopled))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedTable:
    """A table that withstood the attack; the only thing that can be written or released.

    It holds nothing of what it hides.

    Args:
        spec: the table.
        values: what is published of each cell, in the order of `TableSpec.every_key`.
        token: held by `protect` alone.

    Raises:
        NotProtected: when anything but `protect` makes it.
    """

    spec: TableSpec
    values: tuple[Value, ...]
    token: InitVar[object]

    def __post_init__(self, token: object) -> None:
        if token is not PROTECT_TOKEN or len(self.values) != math.prod(self.spec.shape):
            raise NotProtected

    def cells(self) -> Iterator[tuple[Key, Value]]:
        """Yield each cell with what is published of it, in the published order."""
        return zip(self.spec.every_key(), self.values, strict=True)
