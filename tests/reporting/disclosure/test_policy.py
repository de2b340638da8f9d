"""A policy that promises nothing is no policy."""

from __future__ import annotations

import numpy as np
import pytest

from reporting.disclosure.errors import ContradictoryPolicy
from reporting.disclosure.policy import Policy


@pytest.mark.parametrize("threshold", [-5, 0, 1])
def test_a_threshold_that_hides_nothing_is_refused(threshold):
    with pytest.raises(ContradictoryPolicy, match="hides nothing"):
        Policy(threshold=threshold)


@pytest.mark.parametrize("spread", [-1, 0])
def test_a_spread_that_lets_a_cell_be_worked_out_is_refused(spread):
    with pytest.raises(ContradictoryPolicy, match="can be worked out"):
        Policy(spread=spread)


@pytest.mark.parametrize("rules", [{"threshold": 5.0}, {"threshold": True}, {"spread": "4"}])
def test_anything_but_a_whole_number_is_refused(rules):
    with pytest.raises(ContradictoryPolicy, match="whole numbers"):
        Policy(**rules)


def test_a_policy_cannot_be_loosened_afterwards():
    with pytest.raises(AttributeError):
        Policy().threshold = 2


def test_nobody_and_the_threshold_itself_are_not_small():
    assert Policy(threshold=5).is_small(np.arange(7)).tolist() == [
        False, True, True, True, True, False, False,
    ]  # fmt: skip
