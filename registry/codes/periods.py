"""The quarter in which a report falls: the only date that ever leaves."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

PERIOD: Final = re.compile(r"((?:19|20)[0-9]{2})-Q([1-4])")


class UnknownPeriod(ValueError):
    """A text is not a quarter such as 2022-Q2."""


def period_of(day: date) -> str:
    """Return the quarter of ``day``, such as ``2022-Q2``.

    Raises:
        UnknownPeriod: when the year is not between 1900 and 2099.
    """
    period = f"{day.year:04d}-Q{(day.month + 2) // 3}"
    first_day(period)
    return period


def first_day(period: object) -> date:
    """Return the first day of the quarter ``period``.

    Raises:
        UnknownPeriod: when it is not a quarter between 1900-Q1 and 2099-Q4.
    """
    match = PERIOD.fullmatch(period) if isinstance(period, str) else None
    if match is None:
        raise UnknownPeriod("a quarter is written as a year and a quarter, such as 2022-Q2")
    return date(int(match[1]), 3 * int(match[2]) - 2, 1)
