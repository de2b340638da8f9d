"""Facts that are amended while the person withdraws: never lost, never sealed under a lost key."""

from __future__ import annotations

import pytest
from django.utils import timezone

from consent import keeper
from consent.rules.history import Kind
from registry.models import Case
from registry.verbs import amend_facts
from tests.cast import some_facts
from tests.consent.promises import assert_keys_agree, assert_keys_serve, stored
from tests.consent.together import SECONDS, Pause, threads
from tests.marks import real_database
from vault import data_keys, resealing
from vault.core.cells import key_id_of
from vault.models import DataKey

pytestmark = real_database

AMENDED = some_facts(sex="male")


@pytest.fixture
def case(cast):
    """A report about a person who said yes to both purposes."""
    case = cast.files()
    cast.answers(case, "registration")
    cast.answers(case, "count")
    return case


def amend(cast, case):
    return amend_facts(user=cast.aicha, case=case, facts=AMENDED)


def withdraw(cast, case):
    return cast.answers(case, "registration", Kind.WITHDRAWN)


def assert_whole(case):
    """Hold that the new facts open for care and counting, and for registration no more."""
    (current,) = DataKey.objects.filter(compartment="facts", retired=False)
    assert key_id_of(stored(case).__dict__["facts"].cell) == current.id.bytes
    assert_keys_agree(timezone.now())
    assert_keys_serve(case, AMENDED.to_document(), timezone.now())


def wait_or_go_on(future):
    """Give a thread a moment; whether it can finish depends on the database's locks."""
    try:
        future.result(timeout=0.5)
    except TimeoutError:
        return False
    return True


def test_a_withdrawal_waits_for_facts_that_are_being_sealed(cast, case, monkeypatch):
    pause = Pause(monkeypatch, data_keys, "to_seal", after=True)
    with threads() as start:
        amending = start(amend, cast, case)
        pause.wait()  # it holds the old key, and has not written yet
        withdrawing = start(withdraw, cast, case)
        assert not wait_or_go_on(withdrawing)
        pause.release()
        amending.result(SECONDS)
        withdrawing.result(SECONDS)
    assert_whole(case)


@pytest.mark.parametrize("name", ["reseal", "_rows"])
def test_facts_wait_for_a_withdrawal_that_is_renewing_the_key(cast, case, monkeypatch, name):
    pause = Pause(monkeypatch, resealing, name, after=name == "_rows")
    with threads() as start:
        withdrawing = start(withdraw, cast, case)
        pause.wait()  # the old key is spent; with `_rows`, the old facts are read already
        amending = start(amend, cast, case)
        assert not wait_or_go_on(amending)
        pause.release()
        withdrawing.result(SECONDS)
        amending.result(SECONDS)
    assert_whole(case)


@pytest.mark.parametrize("name", ["_open", "_close"])
def test_facts_amended_while_keys_follow(cast, case, monkeypatch, name):
    pause = Pause(monkeypatch, keeper, name)
    with threads() as start:
        withdrawing = start(withdraw, cast, case)
        pause.wait()
        amending = start(amend, cast, case)
        wait_or_go_on(amending)
        pause.release()
        withdrawing.result(SECONDS)
        amending.result(SECONDS)
    assert_whole(case)


def test_facts_amended_between_a_withdrawal_and_its_keys(cast, case, monkeypatch):
    pause = Pause(monkeypatch, keeper, "follow")
    with threads() as start:
        withdrawing = start(withdraw, cast, case)
        pause.wait()
        amend(cast, case)
        pause.release()
        withdrawing.result(SECONDS)
    assert_whole(case)


def test_an_unused_key_is_retired_only_when_nobody_is_sealing(cast, case, monkeypatch):
    pause = Pause(monkeypatch, resealing, "retire_unused")
    with threads() as start:
        withdrawing = start(withdraw, cast, case)
        pause.wait()
        amending = start(amend, cast, case)
        assert not wait_or_go_on(amending)
        pause.release()
        withdrawing.result(SECONDS)
        amending.result(SECONDS)
    assert_whole(case)


def test_two_care_workers_amending_at_once_leave_two_versions(cast, case):
    copies = [Case.objects.visible_to(user).get(id=case.id) for user in (cast.aicha, cast.bram)]
    with threads() as start:
        amending = [
            start(amend_facts, user=user, case=copy, facts=AMENDED)
            for user, copy in zip((cast.aicha, cast.bram), copies, strict=True)
        ]
        assert {future.result(SECONDS).facts_version for future in amending} == {2, 3}
    assert stored(case).facts_version == 3
