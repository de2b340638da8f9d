"""Registered victims, by when, by whom, and what was done to whom."""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from reporting.disclosure.policy import Policy
from reporting.disclosure.tables import TableSpec
from reporting.tables.codes import AGE_GROUP, FORM, ORGANISATION_TYPE, PERIOD, SEX

TABLE: Final = TableSpec(
    name="registrations",
    title=gettext_noop("Registered victims by quarter, kind of organisation, form, age and sex"),
    population=gettext_noop(
        "Each person with a record at the central registry, once for each organisation that "
        "registered them; someone with several forms of exploitation counts once."
    ),
    dimensions=(PERIOD, ORGANISATION_TYPE, FORM, AGE_GROUP, SEX),
    policy=Policy(threshold=5, spread=4),
)
