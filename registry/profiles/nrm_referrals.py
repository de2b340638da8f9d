"""The referrals of the UK National Referral Mechanism: one row per referred person.

In the United Kingdom an adult is referred only with that adult's consent, and a child without
consent being required (statutory guidance under s. 49 Modern Slavery Act 2015). So a row exists
only because one of the two was the case, and every row may be a record:

- adult: the person consented. The file does not say how, so neither do we.
- child: no consent was needed, and none is made up: the basis is the law, expressed by nobody.
- age not known: one of the two, and the file does not say which. The weaker claim is recorded:
  the basis is the law, and no consent is put in anybody's mouth. British law points the same
  way: who may be under 18 is treated as a child until the age is known (s. 51 of the Act).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from registry.codes.base import UNKNOWN
from registry.codes.facts import Facts, FactsError
from registry.codes.periods import UnknownPeriod, first_day
from registry.profiles.base import Answer, ImportedReport, Occurrences
from registry.profiles.nationalities import citizenship_of
from registry.profiles.tables import CellError, word_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from registry.profiles.base import Notebook
    from registry.profiles.tables import Row

COLUMNS: Final = (
    "organisation",
    "organisation_type",
    "quarter",
    "exploitation",
    "age_group",
    "gender",
    "nationality",
)
LONGEST_NAME: Final = 200
"""Characters of an organisation's name."""

_BETWEEN_FORMS: Final = re.compile(", | & ")
_ORGANISATION_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Government agency": "other_government",
        "Police": "police",
        "Local Authority": "local_authority",
        "NGO and third sector": "ngo",
    }
)
_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Sexual": "sexual",
        "Labour": "forced_labour",
        "Domestic": "domestic_servitude",
        "Criminal": "criminal",
        "Organ Harvesting": "organ_removal",
        "Not specified or unknown": UNKNOWN.value,
    }
)
_AGE_GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Adult (18 or over)": "adult",
        "Child (17 or under)": "minor",
        "Not specified or unknown": UNKNOWN.value,
    }
)
_SEXES: Final[Mapping[str, str]] = MappingProxyType(
    {"Female": "female", "Male": "male", "Other": "other", "Not Recorded": UNKNOWN.value}
)


class Referrals:
    """Turns the rows of one file into reports; ``notebook`` counts what was taken as unknown."""

    def __init__(self, *, notebook: Notebook) -> None:
        self._notebook = notebook
        self._occurrences = Occurrences()

    def item_of(self, row: Row) -> ImportedReport:
        """Return the report that ``row`` is.

        Raises:
            CellError: when a cell holds a word that is not known here.
        """
        organisation = _organisation(row)
        organisation_type = row.translated("organisation_type", _ORGANISATION_TYPES)
        facts = _facts(row)
        _note_gaps(row, facts, self._notebook)
        opened_on = first_day(facts.period)
        return ImportedReport(
            line=row.line,
            source_key=self._occurrences.key("nrm_uk", *(row.cells[name] for name in COLUMNS)),
            organisation=organisation,
            organisation_type=organisation_type,
            opened_on=opened_on,
            facts=facts,
            identity=None,
            narrative="",
            answers=(_answer(facts.age_group, opened_on),),
            file=row.file,
        )


def _organisation(row: Row) -> str:
    name = row.cells["organisation"]
    if len(name) > LONGEST_NAME:
        raise CellError("organisation", f"longer than {LONGEST_NAME} characters")
    return name


def _facts(row: Row) -> Facts:
    forms = _forms(row)
    try:
        return Facts(
            period=_period(row),
            forms=forms,
            age_group=row.translated("age_group", _AGE_GROUPS),
            sex=row.translated("gender", _SEXES),
            citizenship=citizenship_of(row.cells["nationality"]).codes,
            region="outside_nl",
        )
    except FactsError as error:
        # The other fields are checked by their tables: only a combination of forms is left.
        raise CellError("exploitation", error.reason) from error


def _forms(row: Row) -> tuple[str, ...]:
    words = _BETWEEN_FORMS.split(row.cells["exploitation"])
    return tuple(word_for("exploitation", word, _FORMS) for word in words)


def _period(row: Row) -> str:
    period = row.cells["quarter"].replace(" ", "-", 1)
    try:
        first_day(period)
    except UnknownPeriod as error:
        raise CellError("quarter", "a quarter is written here such as 2022 Q2") from error
    return period


def _answer(age_group: str, true_from: date) -> Answer:
    consented = age_group == "adult"
    return Answer(
        purpose="registration",
        kind="given",
        basis="explicit_consent" if consented else "legal_duty",
        expressed_by="self" if consented else "not_recorded",
        how="not_recorded",
        true_from=true_from,
    )


def _note_gaps(row: Row, facts: Facts, notebook: Notebook) -> None:
    gap = citizenship_of(row.cells["nationality"]).gap
    if gap:
        notebook.add(f"nationality: {gap}", row.cells["nationality"])
    coded = {"exploitation": facts.forms, "age_group": (facts.age_group,), "gender": (facts.sex,)}
    for column, codes in coded.items():
        if UNKNOWN.value in codes:
            notebook.add(f"{column}: unknown in the source", row.cells[column])
