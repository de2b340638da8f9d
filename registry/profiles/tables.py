"""Reads CSV files row by row, and refuses what is not one.

A file is read to its end once before the first row is handed out, so that a file that turns out
to be broken halfway has imported nothing. It is never held in memory.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.profiles.base import ProfileError, RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from registry.profiles.base import Item

SAVE_AS_CSV = "Save it as CSV with commas, in UTF-8, and try again."


class CellError(ValueError):
    """One cell of a row cannot be understood; the row becomes a `RowProblem`."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class Row:
    """One row: its file, the line on which it starts (the header's is 1), its cells by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def translated(self, column: str, words: Mapping[str, str]) -> str:
        """Return this system's word for the cell in ``column``.

        Raises:
            CellError: when the cell's word is not in ``words``.
        """
        return word_for(column, self.cells[column], words)


def word_for(column: str, word: str, words: Mapping[str, str]) -> str:
    """Return this system's word for ``word``, which stands in ``column``.

    Raises:
        CellError: when ``word`` is not in ``words``.
    """
    if word not in words:
        raise CellError(column, f"{word[:40]!r} is not one of {', '.join(words)}")
    return words[word]


def table_files(path: Path) -> list[Path]:
    """Return ``path`` itself, or the CSV files of the folder ``path`` in order of name.

    Raises:
        ProfileError: when it is neither, or a folder without CSV files.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ProfileError(path.name, "there is no such file or folder", "Check the path.")
    files = sorted(file for file in path.glob("*.csv") if file.is_file())
    if not files:
        raise ProfileError(path.name, "this folder holds no .csv file", "Check the path.")
    return files


def header_of(path: Path) -> tuple[str, ...]:
    """Return the column names of a file, after reading it to its end.

    Raises:
        ProfileError: when the file is empty, has no rows, or is not CSV in UTF-8.
    """
    records = _records(path)
    _, header = next(records, (0, []))
    rows = sum(1 for _ in records)
    if not rows:
        wrong = "this file has a header but no rows" if header else "this file is empty"
        raise ProfileError(path.name, wrong, "Choose the file with the data.")
    return tuple(name.strip() for name in header)


def check_header(path: Path, header: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Check that ``header`` names exactly ``columns``, in any order.

    Raises:
        ProfileError: when one is missing, doubled or not known.
    """
    if sorted(header) == sorted(columns):
        return
    if len(header) == 1 and ";" in header[0]:
        raise ProfileError(path.name, "its columns are separated by semicolons", SAVE_AS_CSV)
    raise ProfileError(
        path.name,
        f"its columns are {', '.join(header)[:200]}",
        f"Needed are exactly {', '.join(columns)}.",
    )


def converted_rows(
    path: Path, header: tuple[str, ...], convert: Callable[[Row], Item | None]
) -> Iterator[Item]:
    """Yield each row below the header as what ``convert`` makes of it, or as a problem.

    A row for which ``convert`` returns None holds nobody, such as a line that adds up the others.

    Raises:
        ProfileError: when the file has changed since `header_of` and cannot be read any more.
    """
    records = _records(path)
    next(records, None)
    for line, cells in records:
        try:
            item: Item | None = convert(Row(path.name, line, _named(cells, header)))
        except CellError as error:
            item = RowProblem(line=line, column=error.column, reason=error.reason, file=path.name)
        if item is not None:
            yield item


def _named(cells: list[str], header: tuple[str, ...]) -> Mapping[str, str]:
    if len(cells) != len(header):
        raise CellError("", f"{len(cells)} cells where the header names {len(header)}")
    named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    for name, cell in named.items():
        if not cell:
            raise CellError(name, "this cell is empty")
    return named


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record starts, and its cells; blank lines are no records."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            for cells in reader:
                if any("\0" in cell for cell in cells):
                    raise ProfileError(path.name, "this is not a text file", SAVE_AS_CSV)
                if cells:
                    yield line, cells
                line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise ProfileError(path.name, "this is not text in UTF-8", SAVE_AS_CSV) from error
    except csv.Error as error:
        wrong = f"from line {line} on this is not CSV ({error})"
        raise ProfileError(path.name, wrong, SAVE_AS_CSV) from error
    except OSError as error:
        wrong = f"it cannot be opened ({error.strerror})"
        raise ProfileError(path.name, wrong, "Ask for the right to read it.") from error
