"""How much stays published is told from the published table alone."""

from __future__ import annotations

import pytest

from reporting.disclosure.coverage import coverage
from reporting.disclosure.protect import protect
from tests.reporting.disclosure.small import a_count


def test_a_table_without_small_cells_is_published_whole():
    found = coverage(protect(a_count([7, 0, 9, 20], 2, 2)))
    assert (found.shown, found.hidden, found.cells, found.persons) == (8, 0, 1.0, 1.0)


def test_hidden_cells_and_their_persons_are_missing():
    found = coverage(protect(a_count([2, 30, 50, 60], 2, 2)))
    assert (found.shown, found.hidden) == (5, 4)
    assert found.cells == pytest.approx(5 / 9)
    assert found.persons == pytest.approx(3 / 4)


def test_nobody_may_know_the_share_of_persons_when_their_total_is_hidden():
    assert coverage(protect(a_count([3, 2], 2))).persons is None


def test_a_table_of_nobody_hides_nothing():
    found = coverage(protect(a_count([0, 0], 2)))
    assert (found.cells, found.persons) == (1.0, 1.0)
