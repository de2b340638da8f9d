from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.codes.periods import UnknownPeriod, first_day, period_of


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_falls_in_the_quarter_that_begins_on_or_before_it(day):
    begin = first_day(period_of(day))
    assert begin <= day
    assert (day - begin).days < 92
    assert period_of(begin) == period_of(day)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2022, 3, 31), "2022-Q1"),
        (date(2022, 4, 1), "2022-Q2"),
        (date(2022, 12, 31), "2022-Q4"),
    ],
)
def test_the_borders_of_a_quarter(day, period):
    assert period_of(day) == period


@pytest.mark.parametrize(
    "text",
    ["", "2022", "2022-Q0", "2022-Q5", "2022-q1", "2022 Q1", "22-Q1", "2022-Q1\n", "0000-Q1"],
)
def test_what_is_not_a_quarter_is_refused(text):
    with pytest.raises(UnknownPeriod):
        first_day(text)


@pytest.mark.parametrize(
    "value", [None, 20221, b"2022-Q1", "\uff12\uff10\uff12\uff12-Q1", "\u0662\u0660\u0662\u0662-Q1"]
)
def test_other_types_and_other_digits_are_refused(value):
    with pytest.raises(UnknownPeriod):
        first_day(value)


def test_a_year_outside_the_range_has_no_period():
    with pytest.raises(UnknownPeriod):
        period_of(date(1899, 12, 31))
