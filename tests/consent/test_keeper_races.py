"""Two at a time: what they leave is what one after the other would have left."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.verification import verify
from consent import keeper
from consent.keeper import Followed
from consent.rules.history import Kind
from tests.consent.promises import assert_keys_agree, facts_by_key
from tests.consent.together import SECONDS, Pause, threads
from tests.marks import database, real_database
from vault import data_keys
from vault.models import DataKey, Grant


@database
def test_a_yes_whose_keys_come_late_does_not_undo_a_withdrawal_in_between(cast, monkeypatch):
    case, follow = cast.files(), keeper.follow

    def late(*args):
        monkeypatch.setattr(keeper, "follow", follow)
        cast.answers(case, kind=Kind.WITHDRAWN)
        return follow(*args)

    monkeypatch.setattr(keeper, "follow", late)
    cast.answers(case, kind=Kind.GIVEN)
    assert not Grant.objects.exists()
    assert facts_by_key(case, "registration") is None


@real_database
def test_two_first_answers_at_once_are_both_recorded_under_one_ledger_key(cast, monkeypatch):
    case = cast.files()
    pause = Pause(monkeypatch, data_keys, "current", after=True)
    with threads() as start:
        first = start(cast.answers, case, "registration")
        pause.wait()
        second = start(cast.answers, case, "count")
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        pause.release()
        assert {first.result(SECONDS).purpose, second.result(SECONDS).purpose} == {
            "registration",
            "count",
        }
    assert DataKey.objects.filter(compartment="ledger").count() == 1
    assert verify(cast.shelter.id).size == 2
    assert_keys_agree(timezone.now())


@real_database
def test_many_answers_at_once_leave_one_whole_ledger(cast):
    cases = [cast.files() for _ in range(4)]
    with threads() as start:
        answers = [
            start(cast.answers, case, p) for case in cases for p in ("registration", "count")
        ]
        indexes = sorted(answer.result(SECONDS).ledger_index for answer in answers)
    assert indexes == list(range(8))
    assert verify(cast.shelter.id).size == 8
    assert_keys_agree(timezone.now())


@real_database
def test_a_sweep_waits_for_a_withdrawal_that_is_renewing_keys(cast, monkeypatch):
    case = cast.files()
    cast.answers(case)
    pause = Pause(monkeypatch, keeper.resealing, "reseal")
    with threads() as start:
        withdrawal = start(cast.answers, case, kind=Kind.WITHDRAWN)
        pause.wait()
        sweep = start(keeper.sweep, timezone.now())
        with pytest.raises(TimeoutError):
            sweep.result(timeout=0.5)
        pause.release()
        withdrawal.result(SECONDS)
        assert sweep.result(SECONDS) == Followed()
    assert_keys_agree(timezone.now())


@real_database
def test_two_sweeps_at_once_give_each_grant_once(cast):
    cases = [cast.files() for _ in range(4)]
    for case in cases:
        cast.answers(case)
    Grant.objects.all().delete()
    with threads() as start:
        sweeps = [start(keeper.sweep, timezone.now()) for _ in range(2)]
        assert sum(sweep.result(SECONDS).given for sweep in sweeps) == 4
    assert_keys_agree(timezone.now())
