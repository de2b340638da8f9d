"""Rows of people become counts. A row that does not fit stops the count: nobody is left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reporting.disclosure.errors import BadRow
from reporting.disclosure.tables import CountTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporting.disclosure.tables import Dimension, Key, TableSpec


def aggregate(rows: Iterable[Mapping[str, str]], spec: TableSpec) -> CountTable:
    """Count the rows in the cells of a table.

    Args:
        rows: one mapping for each person, from dimension name to code; more names are ignored.
        spec: the table, with all codes filled in.

    Raises:
        BadRow: when a row lacks a dimension, or has a code or a cell the table does not have.
        BadSpec: while a dimension is open.
    """
    counts: Counter[Key] = Counter()
    for number, row in enumerate(rows, start=1):
        key = tuple(_code(number, row, dimension) for dimension in spec.dimensions)
        if key in spec.not_applicable:
            raise BadRow(
                f"Row {number} is in {'/'.join(key)}, where nobody can be: correct the row, or "
                f"the cells that {spec.name} calls not applicable."
            )
        counts[key] += 1
    return CountTable(spec=spec, counts=counts)


def _code(number: int, row: Mapping[str, str], dimension: Dimension) -> str:
    if dimension.name not in row:
        raise BadRow(
            f"Row {number} has no {dimension.name}: give it a code, the one for unknown if need be."
        )
    code = row[dimension.name]
    if code not in dimension.codes:
        raise BadRow(
            f"Row {number} has {code!r} as {dimension.name}, which is not one of its codes: "
            "correct the row or add the code to the table."
        )
    return code
