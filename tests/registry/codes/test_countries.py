from __future__ import annotations

import re

import pytest

from registry.codes.base import NON_ANSWER_VALUES, UnknownCode
from registry.codes.countries import CITIZENSHIP, COUNTRIES


def test_the_table_holds_the_249_codes_of_the_standard_and_kosovo():
    assert len(COUNTRIES) == 250
    assert all(re.fullmatch("[A-Z]{2}", code) for code in COUNTRIES)
    assert CITIZENSHIP.code("XK").local


def test_no_two_countries_have_the_same_name():
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)


def test_the_codes_are_in_order():
    assert list(COUNTRIES) == sorted(COUNTRIES)


@pytest.mark.parametrize("code", ["AN", "CS", "EL", "EU", "SU", "TP", "UK", "XX", "YU", "ZR"])
def test_withdrawn_and_reserved_codes_are_refused(code):
    with pytest.raises(UnknownCode):
        CITIZENSHIP.code(code)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("GB", "United Kingdom"),
        ("CD", "Congo (Democratic Republic)"),
        ("NE", "Niger"),
        ("DM", "Dominica"),
    ],
)
def test_codes_that_are_easily_confused(code, name):
    assert CITIZENSHIP.code(code).label == name


def test_being_stateless_is_known_and_stands_alone():
    assert CITIZENSHIP.code("stateless").alone
    assert "stateless" not in NON_ANSWER_VALUES


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        COUNTRIES["XX"] = "Nowhere"
