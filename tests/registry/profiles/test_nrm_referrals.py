from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from registry.profiles.base import Answer, ImportedReport, RowProblem
from registry.profiles.nrm_uk import read


def _only(path):
    (item,) = read(path).items
    return item


def test_a_row_becomes_a_report(referrals):
    report = _only(referrals({}))
    assert isinstance(report, ImportedReport)
    assert report.line == 2
    assert (report.organisation, report.organisation_type) == ("Harbour Police", "police")
    assert report.opened_on == date(2022, 4, 1)
    assert report.facts.let_out("registration") == {
        "period": "2022-Q2",
        "forms": ["forced_labour"],
        "route": "not_asked",
        "age_group": "adult",
        "sex": "male",
        "citizenship": ["ER"],
        "region": "outside_nl",
        "status": "possible",
    }
    assert (report.identity, report.narrative) == (None, "")


def test_an_adult_consented_in_person(referrals):
    assert _only(referrals({})).answers == (
        Answer(
            purpose="registration",
            kind="given",
            basis="explicit_consent",
            expressed_by="self",
            how="not_recorded",
            true_from=date(2022, 4, 1),
        ),
    )


@pytest.mark.parametrize("age_group", ["Child (17 or under)", "Not specified or unknown"])
def test_no_consent_is_made_up_for_a_child_or_for_an_unknown_age(referrals, age_group):
    (answer,) = _only(referrals({"age_group": age_group})).answers
    assert (answer.kind, answer.basis) == ("given", "legal_duty")
    assert answer.expressed_by == "not_recorded"


@pytest.mark.parametrize(
    ("exploitation", "forms"),
    [
        ("Sexual", {"sexual"}),
        ("Labour & Criminal", {"forced_labour", "criminal"}),
        ("Labour, Organ Harvesting & Criminal", {"forced_labour", "organ_removal", "criminal"}),
        ("Sexual, Domestic & Criminal", {"sexual", "domestic_servitude", "criminal"}),
        ("Not specified or unknown", {"unknown"}),
    ],
)
def test_several_forms_are_read_from_one_cell(referrals, exploitation, forms):
    assert set(_only(referrals({"exploitation": exploitation})).facts.forms) == forms


@pytest.mark.parametrize(
    ("gender", "sex"),
    [("Female", "female"), ("Male", "male"), ("Other", "other"), ("Not Recorded", "unknown")],
)
def test_other_and_not_recorded_are_two_different_things(referrals, gender, sex):
    assert _only(referrals({"gender": gender})).facts.sex == sex


@pytest.mark.parametrize(
    ("column", "word", "reason"),
    [
        ("organisation", "", "empty"),
        ("organisation", "x" * 201, "longer than 200"),
        ("organisation_type", "Navy", "'Navy' is not one of Government agency, Police"),
        ("organisation_type", "police", "'police' is not one of"),
        ("quarter", "2022 Q5", "such as 2022 Q2"),
        ("quarter", "Q2 2022", "such as 2022 Q2"),
        ("exploitation", "Labour & Piracy", "'Piracy' is not one of Sexual, Labour"),
        ("exploitation", "Labour & Labour", "the same answer twice"),
        ("exploitation", "Labour & Not specified or unknown", "cannot be combined"),
        ("exploitation", "Labour &", "'Labour &' is not one of"),
        ("age_group", "17", "'17' is not one of Adult"),
        ("gender", "", "empty"),
        ("gender", "Unknown", "'Unknown' is not one of"),
    ],
)
def test_a_word_that_is_not_known_is_a_problem_of_its_row(referrals, column, word, reason):
    good, problem = read(referrals({}, {column: word})).items
    assert isinstance(good, ImportedReport)
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column, problem.file) == (3, column, "referrals.csv")
    assert reason in problem.reason


def test_a_nationality_that_is_not_known_loses_nobody_and_is_noted(referrals):
    reading = read(referrals({"nationality": "Martian"}, {"nationality": "Martian"}))
    assert [item.facts.citizenship for item in reading.items] == [("unknown",)] * 2
    (note,) = reading.notes
    assert (note.kind, note.value, note.count) == ("nationality: not in the table", "Martian", 2)


def test_everything_taken_as_unknown_is_noted(referrals):
    unknown = "Not specified or unknown"
    row = {"exploitation": unknown, "age_group": unknown, "gender": "Not Recorded"}
    reading = read(referrals(row | {"nationality": "Unknown"}, {}))
    assert len(list(reading.items)) == 2
    columns = [note.kind.removesuffix(": unknown in the source") for note in reading.notes]
    assert columns == ["age_group", "exploitation", "gender", "nationality"]
    assert {note.count for note in reading.notes} == {1}


def test_a_row_that_was_not_taken_leaves_no_note(referrals):
    reading = read(referrals({"nationality": "Unknown", "gender": "?"}))
    assert len(list(reading.items)) == 1
    assert reading.notes == ()


def test_identical_rows_are_two_people_and_recognised_the_next_time(referrals):
    path = referrals({}, {"gender": "Female"}, {})
    keys = [[item.source_key for item in read(path).items] for _ in range(2)]
    assert len(set(keys[0])) == 3
    assert keys[0] == keys[1]


@pytest.mark.real_data
def test_every_real_referral_becomes_a_report_in_the_record_lane(nrm):
    items = list(read(nrm / "referrals_2022q2_2023q1.csv").items)
    assert {type(item) for item in items} == {ImportedReport}
    assert len({item.source_key for item in items}) == len(items) == 17_920
    periods = Counter(item.facts.period for item in items)
    assert periods == {"2022-Q2": 4_171, "2022-Q3": 4_586, "2022-Q4": 4_417, "2023-Q1": 4_746}
    assert {(a.purpose, a.kind) for item in items for a in item.answers} == {
        ("registration", "given")
    }
    bases = Counter(item.answers[0].basis for item in items)
    assert bases == {"explicit_consent": 9_395, "legal_duty": 7_456 + 1_069}


@pytest.mark.real_data
def test_the_real_unknowns_are_counted_in_the_notes(nrm):
    reading = read(nrm / "referrals_2022q2_2023q1.csv")
    assert sum(1 for _ in reading.items) == 17_920
    counts = {(note.kind.split(":")[0], note.value): note.count for note in reading.notes}
    assert counts["age_group", "Not specified or unknown"] == 1_069
    assert counts["exploitation", "Not specified or unknown"] == 1_872
    assert counts["gender", "Not Recorded"] == 1
    assert counts["nationality", "Unknown"] == 45
    assert counts["nationality", "Albanian Unknown"] == 7
    assert not any("not in the table" in note.kind for note in reading.notes)
