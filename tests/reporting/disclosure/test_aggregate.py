"""Everybody is counted, once, or the count stops and says where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.disclosure.aggregate import aggregate
from reporting.disclosure.errors import BadRow, BadSpec
from reporting.disclosure.tables import Dimension
from tests.reporting.disclosure.small import a_spec

ROW = {"a": "a0", "b": "b1"}


def test_each_row_is_one_person():
    counts = aggregate([ROW, ROW, ROW | {"a": "a1"}], a_spec(2, 2)).counts
    assert counts == {("a0", "b1"): 2, ("a1", "b1"): 1}


def test_what_a_row_holds_besides_is_not_looked_at():
    assert aggregate([ROW | {"name": "x"}], a_spec(2, 2)).counts == {("a0", "b1"): 1}


def test_a_row_without_a_dimension_is_named_by_its_number():
    with pytest.raises(BadRow, match=r"Row 2 has no b: give it a code"):
        aggregate([ROW, {"a": "a0"}], a_spec(2, 2))


@pytest.mark.parametrize("code", ["b9", "_T", "", None, "B1"])
def test_an_unknown_code_is_named_with_its_row_and_dimension(code):
    with pytest.raises(BadRow, match=r"Row 1 has .* as b, .*correct the row or add the code"):
        aggregate([ROW | {"b": code}], a_spec(2, 2))


def test_somebody_where_nobody_can_be_is_refused():
    spec = replace(a_spec(2, 2), not_applicable=frozenset({("a0", "b1")}))
    with pytest.raises(BadRow, match=r"Row 1 is in a0/b1, where nobody can be"):
        aggregate([ROW], spec)


def test_an_open_dimension_is_refused():
    spec = replace(a_spec(1), dimensions=(Dimension(name="a", concept="A", codes=()),))
    with pytest.raises(BadSpec, match="Fill in the codes of a"):
        aggregate([], spec)
