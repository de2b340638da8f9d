"""Victims who are only counted: no record, one in a number.

Nobody in it is in another table, so that no two tables can be held against each other.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from reporting.disclosure.policy import Policy
from reporting.disclosure.tables import TableSpec
from reporting.tables.codes import AGE_GROUP, FORM, ORGANISATION_TYPE, PERIOD, SEX

TABLE: Final = TableSpec(
    name="counted",
    title=gettext_noop("Victims who are only counted, by quarter, kind of organisation and form"),
    population=gettext_noop(
        "Each person without a record at the central registry who is one in an organisation's "
        "number; what the number does not tell is unknown."
    ),
    dimensions=(PERIOD, ORGANISATION_TYPE, FORM, AGE_GROUP, SEX),
    policy=Policy(threshold=5, spread=4),
)
