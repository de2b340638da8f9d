"""The duty to notify of the United Kingdom: adults who did **not** consent to a referral.

Public authorities must report that they met such a person, without who it was (s. 52 Modern
Slavery Act 2015). So these people are a number and never a record. The columns are Nationality
and Total; the quarter is in the file's name only.

The last row is named "Total" and adds up the others. It holds no people: counting it would count
everybody twice. It is used to check that no row was lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from registry.profiles.base import ImportedTally, Occurrences, ProfileError
from registry.profiles.nationalities import citizenship_of
from registry.profiles.tables import CellError

if TYPE_CHECKING:
    from registry.profiles.base import Notebook
    from registry.profiles.tables import Row

COLUMNS: Final = ("Nationality", "Total")
SUM_ROW: Final = "Total"
ORGANISATION: Final = "Duty to notify (no consent)"
JOINED_BY: Final = "+"
"""Between the country codes of one tally, such as ``AL+GR``."""

_QUARTER: Final = re.compile(r".*_((?:19|20)[0-9]{2})_q([1-4])\.csv", re.IGNORECASE | re.DOTALL)
_PEOPLE: Final = re.compile(r"[1-9][0-9]{0,6}")


def period_in(file_name: str) -> str:
    """Return the quarter in a file's name, such as ``2022-Q2``.

    Raises:
        ProfileError: when the name does not end in a year and a quarter.
    """
    match = _QUARTER.fullmatch(file_name)
    if match is None:
        wrong = "the name of this file does not say which quarter it is about"
        raise ProfileError(file_name, wrong, "Name it such as duty_to_notify_2022_q2.csv.")
    return f"{match[1]}-Q{match[2]}"


class Notifications:
    """Turns the rows of one file into tallies, and adds them up to check its last row.

    Args:
        period: the quarter that the file is about.
        notebook: where the labels taken as unknown are counted.
    """

    def __init__(self, *, period: str, notebook: Notebook) -> None:
        self._period = period
        self._notebook = notebook
        self._occurrences = Occurrences()
        self._people = 0

    def item_of(self, row: Row) -> ImportedTally | None:
        """Return the tally that ``row`` is, or None for the row that adds up the others.

        Raises:
            CellError: when the total is not a number of people, or not what the rows add up to.
        """
        count = _count(row)
        if row.cells["Nationality"] == SUM_ROW:
            self._check_sum(count)
            return None
        self._people += count
        return self._tally(row, count)

    def _check_sum(self, people: int) -> None:
        if people != self._people:
            reason = f"says {people} people, but the rows above it add up to {self._people}"
            raise CellError("Total", reason)

    def _tally(self, row: Row, count: int) -> ImportedTally:
        label = row.cells["Nationality"]
        citizenship = citizenship_of(label)
        if citizenship.gap:
            self._notebook.add(f"nationality: {citizenship.gap}", label, count)
        codes = JOINED_BY.join(sorted(citizenship.codes))
        return ImportedTally(
            line=row.line,
            source_key=self._occurrences.key("nrm_uk", self._period, label, str(count)),
            organisation=ORGANISATION,
            organisation_type="other_government",
            period=self._period,
            dimensions={"age_group": "adult", "citizenship": codes},
            count=count,
            basis="legal_duty",
            file=row.file,
        )


def _count(row: Row) -> int:
    total = row.cells["Total"]
    if not _PEOPLE.fullmatch(total):
        raise CellError("Total", f"{total[:40]!r} is not a whole number of people, at least 1")
    return int(total)
