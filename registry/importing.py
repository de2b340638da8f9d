"""Many reports at once: whole reports only, resumable, and nothing twice.

Each batch is one transaction of one organisation. An import that dies leaves whole batches; the
next run knows them again by a keyed digest of their rows and goes on with the rest. Keys of new
persons are made before their rows, so a crash in between leaves keys that open nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from django.utils import timezone

from registry.codes.periods import first_day
from registry.import_batches import BatchWriter
from registry.organisations import care_organisation
from registry.profiles.base import ImportedReport, ImportedTally, RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from accounts.models import Organisation
    from registry.profiles.base import Item, Note, Profile

_Row = TypeVar("_Row", ImportedReport, ImportedTally)

CHUNK: Final = 4_000
"""Rows read before they are written, batch by batch and organisation by organisation."""

BATCH: Final = 500
"""Reports in one transaction."""


@dataclass(slots=True)
class ImportResult:
    """What an import found and did.

    Args:
        reports: rows about a person.
        added: how many of them are new here.
        known: how many were here already.
        tallied: people in rows that are only numbers.
        tallies_added: how many such rows are new here.
        problems: rows that did not fit, with line, column and reason.
        notes: values that became "unknown", with how often.
    """

    reports: int = 0
    added: int = 0
    known: int = 0
    tallied: int = 0
    tallies_added: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    notes: Sequence[Note] = ()


def run_import(*, path: Path, profile: Profile, who: str, dry_run: bool = False) -> ImportResult:
    """Read ``path`` with ``profile`` and file what is new.

    Args:
        path: a file, or a folder of files, as the profile says.
        profile: how to read it.
        who: the user or process that imports.
        dry_run: read and check everything, write nothing.

    Raises:
        ProfileError: when the file as a whole is not what the profile reads.
    """
    result = ImportResult()
    reading = profile.read(path)
    items = iter(reading.items)
    while chunk := list(islice(items, CHUNK)):
        reports, tallies = _sort(chunk, result)
        if not dry_run:
            _write(reports, tallies, profile, who, result)
    result.notes = reading.notes
    return result


def _sort(
    chunk: list[Item], result: ImportResult
) -> tuple[list[ImportedReport], list[ImportedTally]]:
    chunk = [_checked(item) for item in chunk]
    reports = [item for item in chunk if isinstance(item, ImportedReport)]
    tallies = [item for item in chunk if isinstance(item, ImportedTally)]
    result.problems += [item for item in chunk if isinstance(item, RowProblem)]
    result.reports += len(reports)
    result.tallied += sum(tally.count for tally in tallies)
    return reports, tallies


def _checked(item: Item) -> Item:
    """Return ``item``, or a problem when it is of a day that has not come yet."""
    if isinstance(item, RowProblem):
        return item
    day = item.opened_on if isinstance(item, ImportedReport) else first_day(item.period)
    if day <= timezone.localdate():
        return item
    reason = f"it begins on {day.isoformat()}, which has not come yet"
    return RowProblem(line=item.line, column="date", reason=reason, file=item.file)


def _write(
    reports: list[ImportedReport],
    tallies: list[ImportedTally],
    profile: Profile,
    who: str,
    result: ImportResult,
) -> None:
    for organisation, rows in _by_organisation(reports):
        writer = BatchWriter(organisation=organisation, profile=profile, who=who)
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            added = writer.file_reports(batch)
            result.added += added
            result.known += len(batch) - added
    for organisation, numbers in _by_organisation(tallies):
        writer = BatchWriter(organisation=organisation, profile=profile, who=who)
        result.tallies_added += writer.file_tallies(numbers)


def _by_organisation(rows: Sequence[_Row]) -> Iterator[tuple[Organisation, list[_Row]]]:
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.organisation, row.organisation_type].append(row)
    for (name, type_), group in groups.items():
        yield care_organisation(name=name, type_=type_), group
