from __future__ import annotations

from registry.codes.circumstances import MEANS_OF_CONTROL, RECRUITMENT, ROUTE


def test_restricted_movement_is_a_local_extension_that_says_so():
    code = MEANS_OF_CONTROL.code("restricted_movement")
    assert code.local
    assert code.htcds is None
    assert "RestrictsMovement" in code.source


def test_no_means_of_control_is_an_answer_that_stands_alone():
    assert MEANS_OF_CONTROL.code("none").alone
    assert not MEANS_OF_CONTROL.code("other").alone


def test_restricted_movement_is_the_only_local_means_beside_none():
    assert {c.value for c in MEANS_OF_CONTROL.codes if c.local} == {"restricted_movement", "none"}


def test_a_route_is_domestic_or_across_a_border():
    assert [c.value for c in ROUTE.codes if not c.alone] == ["domestic", "cross_border"]


def test_somebody_was_always_recruited_somehow():
    assert "none" not in {c.value for c in RECRUITMENT.codes}
