"""A released table as a page shows it: two dimensions across, the others chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reporting import labels
from reporting.published import TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from reporting.published import Published


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as the components take it: a value, or hidden."""

    kind: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A dimension to choose a code of."""

    name: str
    label: StrOrPromise
    codes: Sequence[tuple[str, StrOrPromise]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of rows and columns.

    Args:
        head: the words above the rows.
        columns: the words above the numbers.
        rows: words and cells of each row.
        choices: the other dimensions, with what is chosen.
    """

    head: StrOrPromise
    columns: Sequence[StrOrPromise]
    rows: Sequence[tuple[StrOrPromise, Sequence[Cell]]]
    choices: Sequence[Choice]


def cross(published: Published, *, row: str, column: str, chosen: Mapping[str, str]) -> Cross:
    """Return ``published`` with ``row`` down and ``column`` across.

    Args:
        published: the released table.
        row: the concept of the rows.
        column: the concept of the columns.
        chosen: codes of other dimensions; what is not chosen, or not there, is the total.
    """
    fixed = {
        name: chosen.get(name, TOTAL) if chosen.get(name) in codes else TOTAL
        for name, codes in published.dimensions.items()
        if name not in {row, column}
    }
    columns = _totals_last(published.dimensions[column])
    rows = [
        (
            labels.code(code),
            [_cell(published.total(**fixed, **{row: code, column: each})) for each in columns],
        )
        for code in _totals_last(published.dimensions[row])
    ]
    return Cross(
        head=labels.dimension(row),
        columns=[labels.code(each) for each in columns],
        rows=rows,
        choices=[_choice(published, name, value) for name, value in fixed.items()],
    )


def _choice(published: Published, name: str, chosen: str) -> Choice:
    codes = [(code, labels.code(code)) for code in _totals_first(published.dimensions[name])]
    return Choice(name=name, label=labels.dimension(name), codes=codes, chosen=chosen)


def _cell(value: int | None) -> Cell:
    return Cell(kind="hidden" if value is None else "number", value=value)


def _totals_last(codes: Sequence[str]) -> list[str]:
    return sorted(codes, key=lambda code: (code == TOTAL, codes.index(code)))


def _totals_first(codes: Sequence[str]) -> list[str]:
    return sorted(codes, key=lambda code: (code != TOTAL, codes.index(code)))


ROWS_AND_COLUMNS: Final = {
    "registrations": ("ORG_TYPE", "TIME_PERIOD"),
    "counted": ("ORG_TYPE", "TIME_PERIOD"),
    "stopped": ("REASON", "TIME_PERIOD"),
}
"""Which dimensions a page shows down and across."""
