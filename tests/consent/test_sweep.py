"""The sweep mends whatever is out of step, says so, and is held up by nobody."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from consent import keeper
from consent.keeper import Followed
from consent.models import ConsentFile
from consent.purposes import PURPOSES
from consent.rules.history import Kind
from consent.tasks import sweep_keys
from registry.models import Case
from tests.cast import some_facts
from tests.consent.crashing import Step, cut_at
from tests.consent.promises import (
    assert_keys_agree,
    assert_keys_serve,
    cell_of,
)
from tests.marks import database
from vault import data_keys
from vault.fields import Sealed
from vault.models import DataKey, Grant

pytestmark = database

HOUR = timedelta(hours=1)
FACTS = some_facts().to_document()


def break_cell(case):
    """Change one byte of the facts, as a stranger with the database could."""
    cell = bytearray(cell_of(case))
    cell[-1] ^= 1
    Case._base_manager.filter(id=case.id).update(facts=Sealed(bytes(cell)))


def test_a_sweep_with_nothing_to_do_does_nothing_and_says_so(cast):
    assert keeper.sweep(timezone.now()) == Followed()
    cast.answers(cast.files())
    rows = set(Grant.objects.values_list("id")) | set(DataKey.objects.values_list("id"))
    assert keeper.sweep(timezone.now()) == Followed()
    assert rows == set(Grant.objects.values_list("id")) | set(DataKey.objects.values_list("id"))


def test_a_sweep_mends_every_organisation_and_counts_what_was_out_of_step(cast, monkeypatch):
    here, there, ended = cast.files(), cast.files(cast.chiara), cast.files()
    for case in (here, there, ended):
        cast.answers(case)
    monkeypatch.setattr(keeper, "SWEEP_CHUNK", 1)
    Grant.objects.filter(subject_id__in=[here.consent_file_id, there.consent_file_id]).delete()
    with cut_at(Step("consent.keeper:follow", "before")):
        cast.answers(ended, kind=Kind.WITHDRAWN)
    assert keeper.sweep(timezone.now()) == Followed(taken=1, given=2)
    assert_keys_agree(timezone.now())


@pytest.mark.parametrize("purpose", ["marketing", "linkage", "count"])
def test_a_grant_that_nobody_gave_is_taken_at_the_next_sweep(cast, purpose):
    case = cast.files()
    cast.answers(case)
    forged = Grant.objects.get()
    Grant(
        organisation_id=forged.organisation_id,
        subject_id=forged.subject_id,
        purpose=purpose,
        data_key_id=forged.data_key_id,
        sealed=forged.sealed,
    ).save(force_insert=True)
    assert keeper.sweep(timezone.now()).taken == 1
    assert_keys_agree(timezone.now())


def test_a_purpose_that_no_longer_grants_facts_loses_its_keys_at_the_next_sweep(cast, monkeypatch):
    cast.answers(cast.files())
    narrowed = replace(PURPOSES["registration"], grants_facts=False)
    monkeypatch.setitem(PURPOSES, "registration", narrowed)
    assert keeper.sweep(timezone.now()) == Followed(taken=1)
    assert not Grant.objects.exists()


def test_a_purpose_that_is_abolished_loses_its_keys_at_the_next_sweep(cast, monkeypatch):
    cast.answers(cast.files())
    monkeypatch.setattr(keeper, "PURPOSES", {"count": PURPOSES["count"]})
    assert keeper.sweep(timezone.now()) == Followed(taken=1)
    assert not Grant.objects.exists()


def test_who_has_no_facts_yet_gets_a_key_with_them(cast):
    file = ConsentFile.objects.create(organisation=cast.shelter)
    cast.answers_in(file)
    assert not Grant.objects.exists()
    data_keys.make(cast.shelter.id, [file.id], data_keys.FACTS)
    assert keeper.sweep(timezone.now()) == Followed(given=1)


def test_a_broken_cell_keeps_nobody_elses_keys_from_following(cast):
    broken, withdrawn, given = cast.files(), cast.files(), cast.files()
    for case in (broken, withdrawn):
        cast.answers(case)
    break_cell(broken)
    for case in (broken, withdrawn):
        with cut_at(Step("consent.keeper:follow", "before")):
            cast.answers(case, kind=Kind.WITHDRAWN)
    with cut_at(Step("consent.keeper:follow", "before")):
        cast.answers(given)
    assert keeper.sweep(timezone.now()).stuck == 1
    assert_keys_serve(given, FACTS, timezone.now())
    assert_keys_serve(withdrawn, FACTS, timezone.now())
    assert set(Grant.objects.values_list("subject_id", flat=True)) == {given.consent_file_id}


def test_the_task_says_what_was_out_of_step_and_nothing_otherwise(cast, caplog):
    case = cast.files()
    cast.answers(case)
    with caplog.at_level(logging.INFO, logger="consent.tasks"):
        sweep_keys()
        assert not caplog.messages
        Grant.objects.all().delete()
        sweep_keys()
        assert caplog.messages == ["keys followed the ledger: 0 taken, 1 given"]
        break_cell(case)
        with cut_at(Step("consent.keeper:follow", "before")):
            cast.answers(case, kind=Kind.WITHDRAWN)
        sweep_keys()
    assert caplog.records[-1].levelname == "ERROR"
    assert "1 persons cannot follow" in caplog.messages[-1]
