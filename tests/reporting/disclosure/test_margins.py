"""All totals, by arrays, are what adding up cell by cell gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporting.disclosure.margins import dense, depths, incidence, with_margins, without_margins
from tests.reporting.disclosure.small import a_count, part_of, truth


@st.composite
def counted(draw):
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    cells = 1
    for size in sizes:
        cells *= size
    return a_count(draw(st.lists(st.integers(0, 9), min_size=cells, max_size=cells)), *sizes)


@given(counted())
def test_every_cell_and_total_stands_where_its_key_says(counts):
    cross = with_margins(dense(counts.spec, counts.counts))
    assert dict(zip(counts.spec.every_key(), cross.ravel().tolist(), strict=True)) == truth(counts)


@given(counted())
def test_the_incidence_says_which_leaf_is_part_of_which_cell(counts):
    cross = with_margins(dense(counts.spec, counts.counts))
    peopled = [key for key in counts.spec.every_key() if key in counts.counts]
    sums = incidence(cross.shape, without_margins(cross) > 0).toarray()
    expected = [[part_of(leaf, cell) for leaf in peopled] for cell in counts.spec.every_key()]
    assert sums.tolist() == expected or not peopled


@given(counted())
def test_depth_is_the_number_of_dimensions_that_are_not_totals(counts):
    found = depths(counts.spec.shape).tolist()
    assert found == [len(key) - key.count("_T") for key in counts.spec.every_key()]
