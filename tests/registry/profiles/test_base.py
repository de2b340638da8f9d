from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.codes.facts import Facts
from registry.profiles.base import ImportedReport, Note, Notebook, Occurrences, ProfileError


def test_identical_rows_are_told_apart_by_their_number():
    occurrences = Occurrences()
    assert occurrences.key("a", "b") != occurrences.key("a", "b")


def test_the_same_rows_in_another_order_have_the_same_keys():
    one, other = Occurrences(), Occurrences()
    rows = ["a", "b", "a", "a"]
    assert {one.key(row) for row in rows} == {other.key(row) for row in reversed(rows)}


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_different_content_never_has_the_same_key(one, other):
    keys = Occurrences().key(*one), Occurrences().key(*other)
    assert (keys[0] == keys[1]) == (one == other)


def test_a_row_cannot_pass_for_another_ones_second_occurrence():
    occurrences = Occurrences()
    keys = [occurrences.key("a"), occurrences.key("a"), occurrences.key("a", "2")]
    assert len(set(keys)) == 3


def test_different_rows_do_not_number_each_other():
    occurrences = Occurrences()
    numbers = {json.loads(occurrences.key(str(row)))[-1] for row in range(5_000)}
    assert numbers == {1}


def test_notes_are_added_up_and_the_most_frequent_comes_first():
    notebook = Notebook()
    notebook.add("gender: unknown", "x")
    notebook.add("gender: unknown", "y", 4)
    notebook.add("gender: unknown", "y")
    assert notebook.notes() == (
        Note(kind="gender: unknown", value="y", count=5),
        Note(kind="gender: unknown", value="x", count=1),
    )


def test_a_report_does_not_show_what_will_be_sealed():
    report = ImportedReport(
        line=2,
        source_key="key of Jane",
        organisation="Harbour Police",
        organisation_type="police",
        opened_on=date(2022, 4, 1),
        facts=Facts(period="2022-Q2", forms=("sexual",)),
        identity={"name": "Jane"},
        narrative="Jane was found at the harbour",
        answers=(),
    )
    assert "Jane" not in repr(report)
    assert "sexual" not in repr(report)


def test_a_profile_error_names_the_file_the_fault_and_what_to_do():
    error = ProfileError("march.csv", "this file is empty", "Choose another.")
    assert str(error) == "march.csv: this file is empty. Choose another."
