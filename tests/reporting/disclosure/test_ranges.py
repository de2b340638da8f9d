"""A cell is safe when it was seen to be large enough and to move far enough, and not before."""

from __future__ import annotations

import numpy as np
import pytest

from reporting.disclosure.knowledge import HIDDEN, Knowledge
from reporting.disclosure.policy import Policy
from reporting.disclosure.ranges import Ranges, probe, sweep

POLICY = Policy(threshold=5, spread=4)
HIDES = np.array([True])


@pytest.mark.parametrize(
    ("seen", "safe"),
    [([], False), ([9], False), ([1, 5], True), ([1, 4], False), ([4, 7], False), ([4, 8], True)],
)
def test_both_parts_of_the_promise_must_be_seen(seen, safe):
    ranges = Ranges(1)
    for value in seen:
        ranges.absorb(np.array([value]))
    assert bool(ranges.unsafe(HIDES, POLICY)[0]) is not safe


def test_a_table_that_was_not_found_is_no_evidence():
    ranges = Ranges(1)
    ranges.absorb(None)
    assert ranges.seen == 0
    assert ranges.unsafe(HIDES, POLICY).all()


def test_a_published_cell_is_never_unsafe():
    assert not Ranges(1).unsafe(~HIDES, POLICY).any()


@pytest.mark.parametrize(("total", "safe"), [(6, True), (5, False)])
def test_a_probe_finds_the_last_person(total, safe):
    # Two cells share a total: each may hold 1 to total - 1.
    known = Knowledge.of(np.array([HIDDEN, HIDDEN, total]), POLICY)
    assert probe(known, Ranges(3), POLICY, 0) is safe


def test_a_sweep_makes_all_cells_safe_at_once_and_then_stops():
    cross = np.full((9, 9), 40)
    cross[:8, :8], cross[8, 8] = HIDDEN, 320
    known = Knowledge.of(cross, POLICY)
    ranges = Ranges(81)
    sweep(known, ranges, POLICY, patience=4)
    assert not ranges.unsafe(known.hidden, POLICY).any()
    assert ranges.seen < 64 / 2


def test_a_sweep_that_cannot_help_ends():
    known = Knowledge.of(np.array([HIDDEN, HIDDEN, 3]), POLICY)
    ranges = Ranges(3)
    sweep(known, ranges, POLICY, patience=4)
    assert ranges.seen == 4
