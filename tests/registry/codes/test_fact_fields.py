from __future__ import annotations

import pytest

from registry.codes.facts import FACT_FIELDS, FactsError

FIELD = {field.name: field for field in FACT_FIELDS}
MANY = [field for field in FACT_FIELDS if field.many]


@pytest.mark.parametrize("field", MANY, ids=lambda field: field.name)
@pytest.mark.parametrize("alone", ["unknown", "not_asked", "prefers_not_to_say"])
def test_a_non_answer_cannot_be_combined_with_an_answer(field, alone):
    answer = next(code.value for code in field.codes.codes if not code.alone)
    assert field.checked([alone]) == (alone,)
    with pytest.raises(FactsError, match=f"{field.name}: .{alone}. cannot be combined"):
        field.checked([answer, alone])


@pytest.mark.parametrize(
    ("name", "alone"), [("citizenship", "stateless"), ("support_needs", "none")]
)
def test_an_answer_of_nothing_cannot_be_combined_either(name, alone):
    with pytest.raises(FactsError, match="cannot be combined"):
        FIELD[name].checked([alone, "unknown"])


@pytest.mark.parametrize("field", MANY, ids=lambda field: field.name)
def test_no_answer_at_all_is_refused(field):
    with pytest.raises(FactsError, match="no answer"):
        field.checked([])


def test_the_same_answer_twice_is_refused():
    with pytest.raises(FactsError, match="twice"):
        FIELD["forms"].checked(["sexual", "sexual"])


def test_one_text_is_not_a_list_of_texts():
    with pytest.raises(FactsError, match="a list of codes is needed, not a str"):
        FIELD["forms"].checked("sexual")


def test_a_list_is_not_one_answer():
    with pytest.raises(FactsError, match=r"sex: .*not a list"):
        FIELD["sex"].checked(["female"])


def test_the_order_in_which_answers_were_given_is_forgotten():
    given = FIELD["citizenship"].checked(["SD", "ER"])
    assert given == FIELD["citizenship"].checked(("ER", "SD")) == ("ER", "SD")


def test_an_error_names_its_field():
    with pytest.raises(FactsError) as caught:
        FIELD["region"].checked("Utrecht")
    assert caught.value.field == "region"
