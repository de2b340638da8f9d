"""`permitting()` in SQL and `decide()` in Python are two tellings of one rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from consent.keeper import histories
from consent.models import ConsentEvent, ConsentFile
from consent.purposes import PURPOSES
from consent.rules.decision import Permitted, decide
from consent.rules.history import NEGATIVE, Basis, Kind, NoTimeZone
from tests.cast import at
from tests.marks import database

pytestmark = database

NOON = at("2026-05-01 12:00")
MOMENTS = [NOON + step * timedelta(microseconds=500_000) for step in range(6)]
"""Half seconds, because a database that drops or pads fractions would compare them wrongly."""

FILES = 250
EXAMPLES = 5
_leaves = count(1_000_000)


def event(file, kind, true_from=NOON, *, purpose="count", **parts):
    """Return an event as a row, without a leaf: the rule looks at rows only."""
    return ConsentEvent(
        file_id=file.id,
        organisation_id=file.organisation_id,
        purpose=purpose,
        kind=kind,
        true_from=true_from,
        ledger_index=next(_leaves),
        **({"known_from": true_from} | parts),
    )


def random_events(file, dice):
    """Return up to eight events for each purpose, at a handful of moments."""
    for purpose in [*PURPOSES, "unknown"]:
        for _ in range(dice.integers(0, 9)):
            yes = dice.random() < 0.6
            yield event(
                file,
                "given" if yes else str(dice.choice(list(Kind))),
                MOMENTS[dice.integers(4)],
                purpose=purpose,
                known_from=MOMENTS[dice.integers(6)] if dice.random() < 0.3 else NOON,
                valid_until=MOMENTS[dice.integers(6)] if dice.random() < 0.2 else None,
                basis="legal_duty" if yes and dice.random() < 0.3 else "explicit_consent",
            )


@settings(max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32 - 1))
def test_both_tellings_agree_on_random_histories(cast, seed):
    dice = default_rng(seed)
    files = [ConsentFile(organisation=cast.shelter) for _ in range(FILES)]
    ConsentFile.objects.bulk_create(files)
    ConsentEvent.objects.bulk_create([e for file in files for e in random_events(file, dice)])
    ids = [file.id for file in files]
    events = histories(ids)
    compared, permitted = 0, 0
    for purpose in PURPOSES.values():
        for moment in MOMENTS:
            in_sql = ConsentFile.objects.permitting(purpose, moment).filter(id__in=ids)
            in_python = {
                id_
                for id_ in ids
                if isinstance(decide(purpose, events[id_, purpose.code], moment), Permitted)
            }
            assert set(in_sql.values_list("id", flat=True)) == in_python
            compared += len(ids)
            permitted += len(in_python)
    assert compared * EXAMPLES >= 20_000
    assert 0.1 < permitted / compared < 0.9  # both answers are met often


def permits(*events, moment=NOON, purpose="count"):
    ConsentEvent.objects.bulk_create(events)
    return ConsentFile.objects.permitting(PURPOSES[purpose], moment).exists()


@pytest.fixture
def file(cast):
    return ConsentFile.objects.create(organisation=cast.shelter)


def test_an_empty_history_permits_nothing(file):
    assert not permits()


def test_a_yes_permits_its_own_purpose_and_no_other(file):
    assert permits(event(file, "given"))
    assert not permits(purpose="registration")


@pytest.mark.parametrize("no", sorted(NEGATIVE))
def test_a_tie_permits_nothing(file, no):
    assert not permits(event(file, "given"), event(file, no))


def test_a_yes_of_one_person_is_not_a_yes_of_another(cast, file):
    other = ConsentFile.objects.create(organisation=cast.shelter)
    ConsentEvent.objects.bulk_create([event(file, "given"), event(other, "refused")])
    assert ConsentFile.objects.permitting(PURPOSES["count"], NOON).get() == file


def test_a_no_of_one_person_stops_no_legal_duty_about_another(cast, file):
    other = ConsentFile.objects.create(organisation=cast.shelter)
    ConsentEvent.objects.bulk_create(
        [event(file, "given", basis=Basis.LEGAL_DUTY), event(other, "objected")]
    )
    assert ConsentFile.objects.permitting(PURPOSES["count"], NOON).get() == file


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_kind_that_is_not_known_here_is_a_no_in_sql_and_an_error_in_python(file, hours):
    moment = NOON + timedelta(hours=2)
    duty = event(file, "given", basis=Basis.LEGAL_DUTY)
    assert not permits(duty, event(file, "paused", NOON + timedelta(hours=hours)), moment=moment)
    with pytest.raises(ValueError, match="paused"):
        histories([file.id])


def test_a_ground_that_is_not_known_here_is_a_no_in_sql_and_an_error_in_python(file):
    assert not permits(event(file, "given", basis="vital_interest"))
    with pytest.raises(ValueError, match="vital_interest"):
        histories([file.id])


def test_a_moment_without_a_time_zone_is_refused(file):
    with pytest.raises(NoTimeZone):
        permits(event(file, "given"), moment=datetime(2026, 6, 1))  # noqa: DTZ001


def test_a_purpose_without_a_policy_permits_nothing(file):
    ConsentEvent.objects.bulk_create([event(file, "given", purpose="marketing")])
    with pytest.raises(AttributeError):
        ConsentFile.objects.permitting(PURPOSES.get("marketing"), NOON).exists()
