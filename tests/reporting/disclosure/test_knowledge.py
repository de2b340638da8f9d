"""A table that a reader is told might be true agrees with all he knows, to the last person."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.knowledge import HIDDEN, Knowledge
from reporting.disclosure.policy import Policy

X = HIDDEN


def what_is_known(*rows: list[int]) -> Knowledge:
    return Knowledge.of(np.array(rows, dtype=np.int64), Policy())


def pushed(knowledge: Knowledge, cell: int, direction: int) -> list[int] | None:
    weights = np.zeros_like(knowledge.published)
    weights[cell] = direction
    cells = knowledge.push(weights, slack=0.0)
    return None if cells is None else cells.tolist()


def test_a_cell_is_pushed_as_far_up_and_down_as_the_totals_let_it():
    known = what_is_known([X, X, 10], [X, X, 10], [10, 10, 20])
    assert pushed(known, 0, 1) == [9, 1, 10, 1, 9, 10, 10, 10, 20]
    assert pushed(known, 0, -1) == [1, 9, 10, 9, 1, 10, 10, 10, 20]


def test_a_hidden_cell_is_never_thought_empty():
    known = what_is_known([X, X, 2], [3, 4, 7], [X, X, 9])
    assert pushed(known, 0, 1)[0] == pushed(known, 0, -1)[0] == 1


def test_a_published_zero_stays_zero():
    known = what_is_known([X, 0, X], [X, X, X], [X, X, X])
    assert pushed(known, 1, 1)[1] == 0


def test_without_a_hidden_part_a_hidden_total_is_known():
    known = what_is_known([3, 4, X], [3, 4, 7], [6, 8, X])
    assert pushed(known, 2, 1) == [3, 4, 7, 3, 4, 7, 6, 8, 14]


def test_a_total_that_is_not_the_sum_of_its_parts_is_refused():
    with pytest.raises(ReleaseRefused, match="contradicts itself"):
        what_is_known([3, 4, 8], [3, 4, 7], [6, 8, 15])


def test_no_table_agrees_with_cells_that_exclude_each_other():
    known = what_is_known([X, X, 1], [X, X, 10], [5, 6, 11])
    assert pushed(known, 0, 1) is None


@pytest.mark.parametrize("answer", [[5, 5, 5, 5.6], [9, 1, 9, 1], [10, 0, 0, 10]])
def test_a_solver_that_errs_convinces_nobody(monkeypatch, answer):
    known = what_is_known([X, X, 10], [X, X, 10], [10, 10, 20])
    erring = SimpleNamespace(x=np.array(answer, dtype=float))
    monkeypatch.setattr("reporting.disclosure.knowledge.milp", lambda *_, **__: erring)
    assert pushed(known, 0, 1) is None
