from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest

from consent.rules.history import NEGATIVE, Event, Kind, NoTimeZone, in_utc
from tests.cast import at


def test_everything_but_asking_and_a_yes_is_a_no():
    assert {Kind.REQUESTED, Kind.GIVEN} == set(Kind) - NEGATIVE


def test_an_event_is_never_changed():
    event = Event(Kind.GIVEN, at("2026-05-01 12:00"), at("2026-05-01 12:00"))
    with pytest.raises(FrozenInstanceError):
        event.kind = Kind.REFUSED


def test_a_moment_needs_a_time_zone():
    assert in_utc(datetime.fromisoformat("2026-05-01T14:00+02:00")) == at("2026-05-01 12:00")
    with pytest.raises(NoTimeZone):
        in_utc(datetime(2026, 5, 1, 12))  # noqa: DTZ001
