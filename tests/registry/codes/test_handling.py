from __future__ import annotations

from registry.codes.handling import DECIDING_BODY, REGION, STATUS, SUPPORT_NEEDS


def test_the_regions_are_ten_police_units_the_national_unit_and_abroad():
    regions = [code.value for code in REGION.codes if not code.alone]
    assert len(regions) == 12
    assert regions[-2:] == ["national_unit", "outside_nl"]


def test_every_region_is_a_local_extension():
    assert all(code.local for code in REGION.codes if not code.alone)


def test_somebody_may_turn_out_not_to_be_a_victim():
    assert STATUS.code("not").htcds == "NotAVictimOfTrafficking"


def test_needing_no_support_is_an_answer_that_stands_alone():
    assert SUPPORT_NEEDS.code("none").alone


def test_government_bodies_other_than_the_police_can_decide():
    assert DECIDING_BODY.code("other_government").htcds == "NonPoliceGovernmentalOrganization"
