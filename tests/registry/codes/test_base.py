from __future__ import annotations

import pytest

from registry.codes.base import (
    NON_ANSWER_VALUES,
    NON_ANSWERS,
    NONE,
    Code,
    CodeList,
    UnknownCode,
)

COLOURS = CodeList("colours", "Colours", (Code("red", "red"), Code("blue", "blue"), *NON_ANSWERS))


def test_a_code_is_found_by_its_stored_value():
    assert COLOURS.code("blue").label == "blue"


def test_an_unknown_value_is_refused_and_the_known_ones_are_named():
    with pytest.raises(UnknownCode, match=r"'green' is not a code of colours.*red, blue"):
        COLOURS.code("green")


@pytest.mark.parametrize("value", [None, 1, True, b"red", ["red"], {"red": 1}, object()])
def test_what_is_not_a_text_is_no_code(value):
    with pytest.raises(UnknownCode, match="is a text"):
        COLOURS.code(value)


@pytest.mark.parametrize("value", ["", "RED", " red", "red "])
def test_nearly_a_code_is_no_code(value):
    with pytest.raises(UnknownCode):
        COLOURS.code(value)


def test_an_error_does_not_repeat_a_whole_text():
    with pytest.raises(UnknownCode) as caught:
        COLOURS.code("her name is written here by mistake, and far more than that")
    assert "far more" not in str(caught.value)


def test_a_list_with_a_doubled_value_is_refused():
    with pytest.raises(ValueError, match="twice"):
        CodeList("colours", "Colours", (Code("red", "red"), Code("red", "crimson")))


def test_an_empty_list_is_refused():
    with pytest.raises(ValueError, match="no codes"):
        CodeList("colours", "Colours", ())


def test_there_are_three_ways_of_not_answering_and_none_of_them_is_none():
    assert {"unknown", "not_asked", "prefers_not_to_say"} == NON_ANSWER_VALUES
    assert len({code.label for code in NON_ANSWERS}) == 3
    assert NONE.value not in NON_ANSWER_VALUES
    assert all(code.alone for code in (*NON_ANSWERS, NONE))
