"""Reports that stopped: nothing left about the person, and why.

Nobody in it is in another table, so that no two tables can be held against each other.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from reporting.disclosure.policy import Policy
from reporting.disclosure.tables import TableSpec
from reporting.tables.codes import ORGANISATION_TYPE, PERIOD, REASON

TABLE: Final = TableSpec(
    name="stopped",
    title=gettext_noop("Reports that stopped, by quarter, kind of organisation and reason"),
    population=gettext_noop(
        "Each report about a person of whom neither a record nor a number left, once, with the "
        "reason why there is no record."
    ),
    dimensions=(PERIOD, ORGANISATION_TYPE, REASON),
    policy=Policy(threshold=5, spread=4),
)
