"""Reports about invented people, in the shape of an import, the same at every run.

Everybody is called "Voorbeeld" (Dutch for example) and a number. Who answers what follows from
the number, so that every lane is filled and small cells exist to be protected.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from registry.codes.facts import Facts
from registry.codes.periods import period_of
from registry.profiles.base import Answer, ImportedReport, Notebook, Profile, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORGANISATIONS: Final = (
    ("Opvang De Voorbeeldhaven", "shelter", 560),
    ("Jeugdhulp Voorbeeldstad", "youth_care", 240),
    ("Zorgcoördinatie Voorbeeldregio", "care_coordinator", 400),
)
"""Name, type and number of reports of each invented organisation."""

_FIRST: Final = date(2025, 7, 1)
_FORMS: Final = (
    ("sexual",),
    ("sexual",),
    ("forced_labour",),
    ("sexual",),
    ("criminal",),
    ("forced_labour",),
    ("sexual", "criminal"),
    ("forced_labour",),
    ("sexual",),
    ("criminal",),
    ("sexual",),
)
_CITIZENSHIPS: Final = ("NL", "RO", "NG", "PL", "NL", "VN", "SY", "BG", "NL")
_REGIONS: Final = ("amsterdam", "rotterdam", "den_haag", "oost_nederland", "limburg")
_ANSWERS: Final = ("yes", "yes", "no", "yes", "count", "yes", "silent", "yes", "no", "yes", "yes")


def read(_path: Path) -> Reading:
    """Hand out the caseload; there is no file to read."""
    return Reading(_reports(), Notebook())


PROFILE: Final = Profile(
    name="demo", description="Invented people for a first look at InBeeld.", read=read
)


def _reports() -> Iterator[ImportedReport]:
    number = 0
    for organisation, type_, many in ORGANISATIONS:
        for _ in range(many):
            number += 1
            yield _report(number, organisation, type_)


def _report(number: int, organisation: str, type_: str) -> ImportedReport:
    opened = _FIRST + timedelta(days=(number * 37) % 365)
    minor = type_ == "youth_care" or number % 5 == 0
    return ImportedReport(
        line=number,
        source_key=f"voorbeeld {number}",
        organisation=organisation,
        organisation_type=type_,
        opened_on=opened,
        facts=Facts(
            period=period_of(opened),
            forms=_FORMS[number * 7 % len(_FORMS)],
            age_group="minor" if minor else "adult",
            sex=("female", "female", "male")[number * 5 % 3],
            citizenship=(_CITIZENSHIPS[number * 4 % len(_CITIZENSHIPS)],),
            region=_REGIONS[number * 3 % len(_REGIONS)],
            route="domestic" if number % 4 == 0 else "cross_border",
        ),
        identity=_identity(number, minor=minor) if number % 6 else None,
        narrative=f"Verzonnen verhaal van Voorbeeld {number}. Niemand heeft dit meegemaakt.",
        answers=_answers(number, opened),
    )


def _identity(number: int, *, minor: bool) -> dict[str, object]:
    born = date(2010 if minor else 1995, 1 + number % 12, 1 + number % 28)
    return {"given_names": "Voorbeeld", "family_name": f"Nummer {number}", "birth_date": born}


def _answers(number: int, opened: date) -> tuple[Answer, ...]:
    said = _ANSWERS[number * 5 % len(_ANSWERS)]
    if said == "silent":
        return ()
    if said == "yes":
        return (_answer("registration", opened, yes=True),)
    return (
        _answer("registration", opened, yes=False),
        _answer("count", opened, yes=said == "count"),
    )


def _answer(purpose: str, day: date, *, yes: bool) -> Answer:
    return Answer(
        purpose=purpose,
        kind="given" if yes else "refused",
        basis="explicit_consent",
        expressed_by="self",
        how="spoken",
        true_from=day,
    )
