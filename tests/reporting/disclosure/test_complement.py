"""What is hidden besides is what costs readers least, and the great totals last."""

from __future__ import annotations

import numpy as np
import pytest

from reporting.disclosure.complement import TrueTable, cheapest_alternative
from reporting.disclosure.margins import with_margins


def differing(leaves, *, hidden=(0,), goal=5):
    """Return the places where the cheapest alternative differs from the truth."""
    table = TrueTable.of(with_margins(np.array(leaves)))
    hides = np.isin(np.arange(table.counts.size), hidden)
    cells = cheapest_alternative(table, hides, cell=0, goal=goal)
    assert cells[0] >= goal - 1e-6
    return set(np.flatnonzero(np.abs(cells - table.counts) > 1e-6).tolist())


def test_the_smaller_partners_are_chosen_and_the_totals_kept():
    assert differing([[2, 90, 9], [80, 99, 70], [8, 60, 7]]) == {0, 2, 8, 10}


def test_an_alternative_that_differs_in_hidden_cells_only_costs_nothing():
    assert differing([[2, 90, 9], [80, 99, 70], [8, 60, 7]], hidden=(0, 1, 4, 5)) == {0, 1, 4, 5}


def test_a_total_of_a_single_code_is_kept_even_where_hiding_it_is_cheaper():
    assert differing([[2, 900, 900], [900, 900, 900], [10, 0, 0]]) == {0, 1, 4, 5}


def test_a_total_of_a_single_code_differs_when_it_must():
    assert differing([[2, 9, 30]], hidden=(0, 4)) == {0, 1, 4, 5}


def test_the_total_of_all_is_kept_even_where_hiding_it_is_cheaper():
    assert differing([[3, 0], [60, 70]], hidden=(0, 2, 6)) == {0, 2, 3, 5}


def test_the_total_of_all_differs_when_it_must():
    assert 2 in differing([3, 2])


@pytest.mark.parametrize("goal", [5, 50, 500])
def test_there_is_always_an_alternative(goal):
    assert 0 in differing([[1]], goal=goal)
