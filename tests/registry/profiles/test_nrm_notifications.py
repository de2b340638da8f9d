from __future__ import annotations

from collections import Counter

import pytest

from registry.profiles.base import ImportedTally, ProfileError, RowProblem
from registry.profiles.nrm_notifications import period_in
from registry.profiles.nrm_uk import read


def _only(path):
    (item,) = read(path).items
    return item


def test_a_row_becomes_a_tally_of_adults_without_consent(notifications):
    tally = _only(notifications('"Eritrean Sudanese",12'))
    assert isinstance(tally, ImportedTally)
    assert (tally.line, tally.period, tally.count) == (2, "2022-Q2", 12)
    assert tally.dimensions == {"age_group": "adult", "citizenship": "ER+SD"}
    assert tally.organisation == "Duty to notify (no consent)"
    assert (tally.organisation_type, tally.basis) == ("other_government", "legal_duty")


def test_the_row_that_adds_up_the_others_is_not_counted_as_people(notifications):
    items = list(read(notifications("Chinese,3", "UK,4", "Total,7")).items)
    assert sum(item.count for item in items) == 7


@pytest.mark.parametrize("people", [6, 8, 14])
def test_a_sum_that_does_not_add_up_is_a_problem(notifications, people):
    *_, problem = read(notifications("Chinese,3", "UK,4", f"Total,{people}")).items
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column) == (4, "Total")
    assert problem.reason == f"says {people} people, but the rows above it add up to 7"


def test_a_row_that_was_not_taken_shows_in_the_sum_too(notifications):
    problems = list(read(notifications("Chinese,three", "Total,3")).items)
    assert [problem.line for problem in problems] == [2, 3]


def test_a_file_without_a_sum_is_read_too(notifications):
    assert _only(notifications("Chinese,3")).count == 3


@pytest.mark.parametrize(
    "total", ["0", "-1", "1.0", "1e3", "many", "+4", "1_000", "07", "\u0663", "9" * 5000]
)
def test_a_total_that_is_no_number_of_people_is_a_problem(notifications, total):
    problem = _only(notifications(f"Chinese,{total}"))
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column) == (2, "Total")
    assert len(problem.reason) < 120


def test_people_of_an_unknown_nationality_stay_counted_and_are_noted(notifications):
    reading = read(notifications("Not Known,3", "Martian,2"))
    assert [item.dimensions["citizenship"] for item in reading.items] == ["unknown", "unknown"]
    assert {note.value: note.count for note in reading.notes} == {"Not Known": 3, "Martian": 2}


def test_the_same_row_of_another_quarter_is_not_the_same_row(notifications):
    one = _only(notifications("Chinese,3"))
    other = _only(notifications("Chinese,3", name="duty_to_notify_2022_q3.csv"))
    assert one.source_key != other.source_key


def test_a_file_name_may_say_anything_before_its_quarter():
    assert period_in("no_consent_2023_Q1.csv") == "2023-Q1"


@pytest.mark.parametrize(
    "name", ["duty.csv", "duty_2022.csv", "duty_2022_q5.csv", "duty_22_q1.csv", "duty_2022_q1.txt"]
)
def test_a_file_name_without_a_quarter_is_refused(notifications, name):
    with pytest.raises(ProfileError, match="does not say which quarter"):
        read(notifications("Chinese,3", name=name))


@pytest.mark.real_data
def test_the_real_notifications_count_each_person_once(nrm):
    items = [item for file in nrm.glob("duty_to_notify_*.csv") for item in read(file).items]
    assert {type(item) for item in items} == {ImportedTally}
    people = Counter()
    for item in items:
        people[item.period] += item.count
    # Half of what the columns add up to: each file ends with a row of its own sum.
    assert people == {"2022-Q2": 1_125, "2022-Q3": 1_160, "2022-Q4": 1_307, "2023-Q1": 1_420}
