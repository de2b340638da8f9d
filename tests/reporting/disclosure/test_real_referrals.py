"""A year of real referrals, the worst case: most are alone in their cell.

Source: UK National Referral Mechanism, 2022 Q2 to 2023 Q1, 17,920 persons.
"""

from __future__ import annotations

import csv
import time
from collections import Counter

import pytest

from reporting.disclosure.aggregate import aggregate
from reporting.disclosure.coverage import coverage
from reporting.disclosure.protect import protect
from reporting.disclosure.tables import Mark
from reporting.tables import table

pytestmark = pytest.mark.real_data

ORGANISATIONS = {
    "Government agency": "other_government",
    "Police": "police",
    "Local Authority": "local_authority",
    "NGO and third sector": "ngo",
}
FORMS = {
    "Sexual": "sexual",
    "Labour": "forced_labour",
    "Domestic": "domestic_servitude",
    "Criminal": "criminal",
    "Organ Harvesting": "organ_removal",
    "Not specified or unknown": "unknown",
}
AGES = {
    "Adult (18 or over)": "adult",
    "Child (17 or under)": "minor",
    "Not specified or unknown": "unknown",
}
SEXES = {"Female": "female", "Male": "male", "Other": "other", "Not Recorded": "unknown"}


@pytest.fixture(scope="module")
def referrals(real_data):
    with (real_data / "nrm" / "referrals_2022q2_2023q1.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def counts(referrals):
    rows = [
        {
            "period": line["quarter"].replace(" ", "-"),
            "organisation_type": ORGANISATIONS[line["organisation_type"]],
            "form": FORMS.get(line["exploitation"], "multiple"),
            "age_group": AGES[line["age_group"]],
            "sex": SEXES[line["gender"]],
        }
        for line in referrals
    ]
    periods = sorted({row["period"] for row in rows})
    return aggregate(rows, table("registrations").with_codes("period", periods))


@pytest.fixture(scope="module")
def protected(counts):
    started = time.process_time()
    made = protect(counts)
    return made, time.process_time() - started


@pytest.fixture(scope="module")
def cells(protected):
    return dict(protected[0].cells())


def total(cells, **codes):
    names = ("period", "organisation_type", "form", "age_group", "sex")
    return cells[tuple(codes.get(name, "_T") for name in names)]


def test_most_combinations_in_the_file_are_of_one_person(referrals):
    alone = Counter(Counter(tuple(line.values()) for line in referrals).values())
    assert round(alone[1] / sum(alone.values()), 2) == 0.73


def test_small_cells_were_there_and_none_is_seen(counts, cells):
    small = [key for key, count in counts.counts.items() if count < 5]
    assert len(small) == 180
    assert {cells[key] for key in small} == {Mark.HIDDEN}
    assert not {1, 2, 3, 4} & {value for value in cells.values() if isinstance(value, int)}


def test_the_totals_of_quarters_and_kinds_of_organisation_are_those_of_the_file(referrals, cells):
    for quarter, number in Counter(line["quarter"] for line in referrals).items():
        assert total(cells, period=quarter.replace(" ", "-")) == number
    for kind, number in Counter(line["organisation_type"] for line in referrals).items():
        assert total(cells, organisation_type=ORGANISATIONS[kind]) == number
    assert total(cells) == len(referrals) == 17_920


def test_who_is_not_in_the_file_is_a_zero_and_not_hidden(cells):
    assert total(cells, organisation_type="shelter") == 0
    assert total(cells, form="forced_begging", sex="female") == 0


def test_the_one_person_whose_sex_was_not_recorded_is_hidden_with_a_partner(cells):
    hidden = {sex for sex in SEXES.values() if total(cells, sex=sex) is Mark.HIDDEN}
    assert hidden == {"unknown", "other", "female"}


def test_what_stays_is_most_of_the_persons(protected):
    found = coverage(protected[0])
    assert found.cells > 0.33
    assert found.persons > 0.83


def test_it_takes_less_than_a_minute_of_one_core(protected):
    assert protected[1] < 60
