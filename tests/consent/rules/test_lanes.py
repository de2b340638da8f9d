from __future__ import annotations

from itertools import product

import pytest

from consent.rules.decision import REASONS, NotPermitted, Permitted
from consent.rules.history import Basis
from consent.rules.lanes import COUNT, RECORD, lane_of

YES = Permitted(Basis.EXPLICIT_CONSENT, until=None)
NOES = [NotPermitted(code) for code in REASONS]


@pytest.mark.parametrize("count", [YES, *NOES])
def test_a_yes_to_registration_is_the_record_lane_whatever_counting_says(count):
    assert lane_of(registration=YES, count=count) == RECORD


@pytest.mark.parametrize("registration", NOES)
def test_without_registration_a_yes_to_counting_is_the_count_lane(registration):
    assert lane_of(registration=registration, count=YES) == COUNT


def test_without_any_yes_nothing_leaves_and_the_reason_is_why_there_is_no_record():
    for registration, count in product(NOES, NOES):
        lane = lane_of(registration=registration, count=count)
        assert lane.startswith("none_")
        assert lane == lane_of(registration=registration, count=NOES[0])


@pytest.mark.parametrize(
    ("code", "lane"),
    [
        ("refused", "none_refused"),
        ("objected", "none_refused"),
        ("withdrawn", "none_withdrawn"),
        ("deferred", "none_deferred"),
        ("expired", "none_expired"),
        ("not_asked", "none_not_asked"),
        ("asked", "none_not_asked"),
        ("invalidated", "none_other"),
        ("basis", "none_other"),
        ("no_policy", "none_other"),
    ],
)
def test_why_a_report_is_in_no_lane(code, lane):
    assert lane_of(registration=NotPermitted(code), count=NotPermitted("not_asked")) == lane
