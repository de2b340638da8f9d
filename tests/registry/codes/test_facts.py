from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes.facts import FACT_FIELDS, Facts, FactsError, NothingLeaves, fields_for

QUICK = settings(max_examples=200, deadline=None)


def _answers(field):
    if field.codes is None:
        return st.builds(lambda y, q: f"{y}-Q{q}", st.integers(1900, 2099), st.integers(1, 4))
    everything = st.sampled_from([code.value for code in field.codes.codes])
    if not field.many:
        return everything
    combinable = st.sampled_from([code.value for code in field.codes.codes if not code.alone])
    several = st.lists(combinable, unique=True, min_size=1, max_size=6)
    return st.one_of(several, everything.map(lambda value: [value])).map(tuple)


facts = st.fixed_dictionaries({f.name: _answers(f) for f in FACT_FIELDS}).map(lambda a: Facts(**a))
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
garbage = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@QUICK
@given(facts)
def test_a_document_opens_as_the_facts_it_was_made_of(known):
    stored = json.loads(json.dumps(known.to_document()))
    assert Facts.from_document(stored) == known


@QUICK
@given(garbage)
def test_garbage_is_refused_with_a_facts_error(document):
    with pytest.raises(FactsError):
        Facts.from_document(document)


@QUICK
@given(facts, st.sampled_from(["v", "", "zz", *(f.name for f in FACT_FIELDS)]), garbage)
def test_a_spoilt_document_raises_nothing_but_a_facts_error(known, name, spoilt):
    document = known.to_document() | {name: spoilt}
    try:
        opened = Facts.from_document(document)
    except FactsError:
        return
    assert Facts.from_document(opened.to_document()) == opened


@pytest.mark.parametrize("version", [None, 0, 2, True, 1.0, "1", [1]])
def test_a_version_that_is_not_known_is_refused(version):
    with pytest.raises(FactsError, match=r"^v: "):
        Facts.from_document({"v": version, "period": "2022-Q2"})


def test_a_field_that_is_not_known_is_refused_by_name():
    with pytest.raises(FactsError, match="shoe_size: this field is not known"):
        Facts.from_document({"v": 1, "period": "2022-Q2", "shoe_size": "38"})


def test_a_document_without_a_quarter_is_refused():
    with pytest.raises(FactsError, match="period"):
        Facts.from_document({"v": 1})


def test_an_older_document_without_a_field_reads_as_not_asked():
    assert Facts.from_document({"v": 1, "period": "2022-Q2"}).region == "not_asked"


def test_an_untouched_record_claims_nothing_but_a_possible_victim():
    answers = Facts(period="2022-Q2").to_document()
    assert answers.pop("status") == "possible"
    assert {str(a) for name, a in answers.items() if name not in {"v", "period"}} == {
        "not_asked",
        "['not_asked']",
    }


def test_wrong_facts_cannot_be_made_in_code_either():
    with pytest.raises(FactsError, match="sex"):
        Facts(period="2022-Q2", sex="none")


def test_facts_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Facts(period="2022-Q2").sex = "female"


def test_every_attribute_is_a_declared_field_in_the_same_order():
    assert [f.name for f in fields(Facts)] == [f.name for f in FACT_FIELDS]


def test_a_repr_tells_nothing():
    shown = repr(Facts(period="2022-Q2", citizenship=("ER",), forms=("sexual",)))
    assert not any(word in shown for word in ("2022", "ER", "sexual"))


def test_exactly_these_fields_leave_with_a_record():
    count = {"period", "forms", "age_group", "sex"}
    record = count | {"citizenship", "region", "route", "status"}
    assert set(Facts(period="2022-Q2").let_out("registration")) == record


def test_exactly_these_fields_leave_with_a_count():
    assert set(Facts(period="2022-Q2").let_out("count")) == {"period", "forms", "age_group", "sex"}


@pytest.mark.parametrize("purpose", ["", "help", "police", "research", "COUNT", "linkage"])
def test_nothing_leaves_for_any_other_purpose(purpose):
    with pytest.raises(NothingLeaves, match="only for count, registration"):
        Facts(period="2022-Q2").let_out(purpose)
    with pytest.raises(NothingLeaves):
        fields_for(purpose)


@QUICK
@given(facts, st.sampled_from(["registration", "count"]))
def test_what_is_let_out_is_what_was_said(known, purpose):
    document = known.to_document()
    let_out = known.let_out(purpose)
    assert let_out == {name: document[name] for name in let_out}
    assert set(let_out) == {field.name for field in fields_for(purpose)}


def test_what_is_let_out_for_a_count_is_part_of_what_is_let_out_for_a_record():
    assert set(fields_for("count")) < set(fields_for("registration"))


def test_every_field_says_how_harmful_it_is():
    assert {field.sensitivity for field in FACT_FIELDS} == {"low", "medium", "high"}
    assert all(field.label for field in FACT_FIELDS)
