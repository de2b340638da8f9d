"""The intruder finds every fault that is planted in a protected table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.disclosure.attack import MAX_UNKNOWNS, Exposed, attack, refuse_too_large
from reporting.disclosure.errors import ReleaseRefused
from reporting.disclosure.policy import Policy
from reporting.disclosure.protect import protect
from reporting.disclosure.tables import PROTECT_TOKEN, Mark, ProtectedTable
from tests.reporting.disclosure import naive
from tests.reporting.disclosure.small import a_count, a_spec, forged, truth

X = Mark.HIDDEN
COUNTS = a_count([3, 21, 40, 33, 60, 17, 52, 29, 44], 3, 3)


def exposed_in(table: ProtectedTable) -> dict[tuple[str, ...], tuple[int, int]]:
    with pytest.raises(Exposed) as caught:
        attack(table)
    return {cell.key: (cell.low, cell.high) for cell in caught.value.report.exposed}


def complementary() -> list[tuple[str, ...]]:
    table = protect(COUNTS)
    true = truth(COUNTS)
    return [key for key, value in table.cells() if value is X and true[key] >= 5]


def test_a_protected_table_withstands_and_says_what_was_tried():
    report = attack(protect(COUNTS))
    assert report.attacked == 4
    assert report.witnesses >= 2
    assert report.exposed == ()


@pytest.mark.parametrize("key", complementary())
def test_showing_any_complementary_cell_exposes_the_small_one_exactly(key):
    table = forged(protect(COUNTS), {key: truth(COUNTS)[key]})
    assert exposed_in(table)["a0", "b0"] == (3, 3)


def test_there_were_complementary_cells_to_show():
    assert len(complementary()) == 3


def test_a_small_cell_in_plain_sight_is_found():
    assert exposed_in(forged(protect(COUNTS), {("a0", "b0"): 3}))["a0", "b0"] == (3, 3)


def test_small_cells_alone_hidden_are_worked_out():
    counts = a_count([2, 40, 40, 40], 2, 2)
    values = tuple(X if 0 < number < 5 else number for number in truth(counts).values())
    table = ProtectedTable(spec=counts.spec, values=values, token=PROTECT_TOKEN)
    assert exposed_in(table) == {("a0", "b0"): (2, 2)}


def test_a_sum_of_small_cells_shows_that_both_are_small():
    table = ProtectedTable(spec=a_spec(2), values=(X, X, 5), token=PROTECT_TOKEN)
    assert exposed_in(table) == {("a0",): (1, 4), ("a1",): (1, 4)}


def test_a_cell_that_may_be_large_but_hardly_moves_is_exposed():
    # Each may hold 1 to 5: large enough for either threshold, free enough for one spread.
    spec = a_spec(2, policy=Policy(threshold=5, spread=5))
    table = ProtectedTable(spec=spec, values=(X, X, 6), token=PROTECT_TOKEN)
    assert exposed_in(table) == {("a0",): (1, 5), ("a1",): (1, 5)}
    attack(replace(table, spec=a_spec(2), token=PROTECT_TOKEN))


def test_the_intruder_counts_whole_persons():
    counts = a_count([4, 1, 6, 3, 4, 1, 1, 5, 5, 4, 5, 1, 3, 3, 3, 5, 4, 1], 2, 3, 3)
    shown = {
        "a0 b0 c1", "a0 b2 _T", "a0 _T c2", "a1 b0 _T", "a1 b2 c2", "a1 _T c0",
        "_T b0 c1", "_T b0 c2", "_T b1 _T", "_T b2 c0", "_T b2 c2",
    }  # fmt: skip
    values = tuple(n if " ".join(key) in shown else X for key, n in truth(counts).items())
    spec = replace(counts.spec, policy=Policy(threshold=10, spread=4))
    table = ProtectedTable(spec=spec, values=values, token=PROTECT_TOKEN)
    cell = ("a1", "b1", "c0")
    assert naive.bounds(table, whole=False)[cell] == (3, 9.5)
    assert exposed_in(table)[cell] == naive.bounds(table)[cell] == (3, 9)


def test_a_table_without_hidden_cells_has_nothing_to_attack():
    assert attack(protect(a_count([7, 0, 9], 3))).attacked == 0


def test_a_table_that_contradicts_itself_is_refused():
    table = forged(protect(COUNTS), {("_T", "_T"): 1})
    with pytest.raises(ReleaseRefused, match="contradicts itself"):
        attack(table)


def test_a_contradiction_among_hidden_cells_is_refused():
    spec = a_spec(2, 2)
    table = ProtectedTable(spec=spec, values=(X, X, 1, X, X, 10, 5, 6, 11), token=PROTECT_TOKEN)
    with pytest.raises(ReleaseRefused, match="no counts agree"):
        attack(table)


@pytest.mark.parametrize(("cells", "unknowns"), [(10, MAX_UNKNOWNS + 1), (10**9, 0)])
def test_a_table_too_large_to_attack_is_refused(cells, unknowns):
    with pytest.raises(ReleaseRefused, match="too large to be attacked"):
        refuse_too_large(cells=cells, unknowns=unknowns)


def test_a_table_with_too_many_hidden_cells_is_refused_unattacked():
    hidden = MAX_UNKNOWNS + 1
    table = ProtectedTable(
        spec=a_spec(hidden), values=(*[X] * hidden, 10 * hidden), token=PROTECT_TOKEN
    )
    with pytest.raises(ReleaseRefused, match="too large to be attacked"):
        attack(table)


def test_the_message_names_cells_and_what_to_do():
    table = ProtectedTable(spec=a_spec(2), values=(X, X, 5), token=PROTECT_TOKEN)
    with pytest.raises(Exposed, match=r"a0 holds 1 to 4; a1 holds 1 to 4.*Do not publish"):
        attack(table)
