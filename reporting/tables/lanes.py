"""Which way each report went: how many left as a record, as a number or not at all, and why."""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from reporting.disclosure.policy import Policy
from reporting.disclosure.tables import TableSpec
from reporting.tables.codes import LANE, ORGANISATION_TYPE, PERIOD

TABLE: Final = TableSpec(
    name="lanes",
    title=gettext_noop("Reports by quarter, kind of organisation and what left"),
    population=gettext_noop(
        "Each report of an organisation, once: with a record at the registry, counted in a number "
        "only, or neither, and then why not."
    ),
    dimensions=(PERIOD, ORGANISATION_TYPE, LANE),
    policy=Policy(threshold=5, spread=4),
)
