"""Keys follow the ledger."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.access import opening
from consent import gate, keeper
from consent.keeper import Followed
from consent.models import ConsentFile
from consent.purposes import PURPOSES
from consent.rules.history import Kind
from consent.tasks import sweep_keys
from registry.models import Case
from registry.verbs import amend_facts
from tests.cast import some_facts
from tests.consent.crashing import Step, cut_at
from tests.consent.promises import (
    another_report,
    assert_keys_agree,
    assert_keys_serve,
    facts_by_key,
    facts_for,
    read_in_care,
    stored,
)
from tests.marks import database
from vault import data_keys
from vault.core.cells import CellKey, key_id_of
from vault.core.errors import CannotOpen
from vault.fields import Sealed
from vault.models import DataKey, Grant
from vault.organisation_keys import opening_key

pytestmark = database

HOUR = timedelta(hours=1)
FACTS = some_facts().to_document()


def facts_keys():
    return set(
        DataKey.objects.filter(compartment="facts", retired=False).values_list("id", flat=True)
    )


def cell_of(case):
    return stored(case).__dict__["facts"].cell


def break_cell(case):
    """Change one byte of the facts, as a stranger with the database could."""
    cell = bytearray(cell_of(case))
    cell[-1] ^= 1
    Case._base_manager.filter(id=case.id).update(facts=Sealed(bytes(cell)))


# A yes gives a key, everything else takes it.


def test_a_yes_lets_the_purpose_open_the_facts(cast):
    case = cast.files()
    cast.answers(case)
    assert facts_for(case, "registration")["forms"] == ["sexual"]


def test_without_a_yes_there_is_no_key(cast):
    case = cast.files()
    with pytest.raises(CannotOpen):
        facts_for(case, "registration")


def test_a_yes_for_one_purpose_opens_nothing_for_another(cast):
    case = cast.files()
    cast.answers(case, "registration")
    with pytest.raises(CannotOpen):
        facts_for(case, "count")


def test_a_yes_of_one_person_opens_nothing_of_another(cast):
    case, other = cast.files(), cast.files()
    cast.answers(case)
    assert facts_by_key(other, "registration") is None


def test_a_purpose_opens_facts_and_never_the_narrative(cast):
    case = cast.files(narrative="a story")
    cast.answers(case)
    with (
        gate.serving(
            purpose="registration", organisation=case.organisation_id, who="a", why="test"
        ),
        pytest.raises(CannotOpen),
    ):
        _ = stored(case).narrative


@pytest.mark.parametrize("no", sorted(set(Kind) - {Kind.GIVEN, Kind.REQUESTED}))
def test_every_no_takes_the_grant_and_renews_the_facts_key(cast, no):
    case = cast.files()
    cast.answers(case, "registration")
    cast.answers(case, "count")
    old = facts_keys()
    cast.answers(case, "registration", no)
    assert not old & facts_keys()
    assert set(Grant.objects.values_list("purpose", flat=True)) == {"count"}
    assert facts_for(case, "count")["sex"] == "female"
    with pytest.raises(CannotOpen):
        facts_for(case, "registration")


def test_asking_again_takes_nothing(cast):
    case = cast.files()
    cast.answers(case)
    old = facts_keys()
    cast.answers(case, kind=Kind.REQUESTED)
    assert facts_keys() == old
    assert_keys_serve(case, FACTS, timezone.now())


def test_a_no_where_there_was_no_yes_renews_nothing(cast):
    case = cast.files()
    old = facts_keys()
    cast.answers(case, kind=Kind.REFUSED)
    assert facts_keys() == old


def test_late_paper_gives_no_key_back(cast):
    case = cast.files()
    cast.answers(case, kind=Kind.WITHDRAWN, ago=HOUR)
    cast.answers(case, ago=2 * HOUR)
    assert facts_by_key(case, "registration") is None
    assert not Grant.objects.exists()


def test_a_no_of_a_moment_ago_that_was_true_before_the_yes_takes_nothing(cast):
    case = cast.files()
    cast.answers(case, ago=HOUR)
    cast.answers(case, kind=Kind.REFUSED, ago=2 * HOUR)
    assert facts_for(case, "registration") == FACTS


def test_a_purpose_that_grants_no_facts_gets_no_key(cast):
    case = cast.files()
    cast.answers(case, "linkage")
    assert not Grant.objects.exists()


def test_the_care_worker_still_reads_after_a_withdrawal(cast):
    case = cast.files(narrative="verhaal")
    cast.answers(case)
    cast.answers(case, kind=Kind.WITHDRAWN)
    case = Case.objects.visible_to(cast.aicha).get(id=case.id)
    with opening(who="a", role="r", organisation=case.organisation_id, why="w"):
        assert case.narrative == "verhaal"
        assert case.facts["sex"] == "female"


def test_a_withdrawal_renews_every_report_about_the_person(cast):
    case = cast.files()
    second = another_report(case, some_facts(sex="male"))
    cast.answers(case)
    cast.answers(case, kind=Kind.WITHDRAWN)
    (current,) = facts_keys()
    assert {key_id_of(cell_of(report)) for report in (case, second)} == {current.bytes}
    assert read_in_care(second)[0]["sex"] == "male"


def test_a_withdrawal_touches_nobody_else(cast):
    case, other = cast.files(), cast.files()
    cast.answers(case)
    cast.answers(other)
    before = cell_of(other), set(Grant.objects.filter(subject_id=other.consent_file_id))
    cast.answers(case, kind=Kind.WITHDRAWN)
    assert (cell_of(other), set(Grant.objects.all())) == before


def test_a_spent_key_that_a_cell_still_names_is_not_retired(cast):
    case = cast.files(narrative="a story")
    data_keys.spend(cast.shelter.id, [case.consent_file_id], data_keys.NARRATIVE)
    keeper.follow(cast.shelter.id, [case.consent_file_id], timezone.now())
    assert not DataKey.objects.filter(retired=True).exists()
    assert read_in_care(case)[1] == "a story"


# A stolen copy of old keys.


def test_a_stolen_copy_of_old_keys_put_back_opens_nothing_that_is_stored_from_then_on(cast):
    case = cast.files()
    cast.answers(case)
    grant, key = Grant.objects.get(), DataKey.objects.get(compartment="facts")
    cast.answers(case, kind=Kind.WITHDRAWN)
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        key.save()  # as it was, current; and there is another one now
    grant.save(force_insert=True)
    assert facts_by_key(case, "registration") is None
    amend_facts(user=cast.aicha, case=case, facts=some_facts(sex="male"))
    assert facts_by_key(case, "registration") is None
    keeper.sweep(timezone.now())
    assert_keys_agree(timezone.now())
    assert read_in_care(case)[0]["sex"] == "male"


def test_a_thief_with_the_old_data_key_itself_opens_the_old_cell_and_no_new_one(cast):
    case = cast.files()
    cast.answers(case)
    grant, old_cell = Grant.objects.get(), cell_of(case)
    outer = opening_key(cast.shelter.id, "registration", bytes(grant.sealed))
    stolen = outer.open(bytes(grant.sealed), data_keys.grant_place(grant))
    cast.answers(case, kind=Kind.WITHDRAWN)
    new_cell, place = cell_of(case), Case._meta.get_field("facts").place_of(case)
    as_old = CellKey(key_id=grant.data_key_id, key=stolen)
    as_new = CellKey(key_id=facts_keys().pop(), key=stolen)
    assert as_old.open(old_cell, place)  # what was stored before was theirs already
    for key in (as_old, as_new):
        with pytest.raises(CannotOpen):
            key.open(new_cell, place)


def test_a_stolen_grant_of_another_purpose_is_of_no_use_after_a_withdrawal_either(cast):
    case = cast.files()
    cast.answers(case, "registration")
    cast.answers(case, "count")
    stolen = Grant.objects.get(purpose="count")
    cast.answers(case, "registration", Kind.WITHDRAWN)
    assert key_id_of(cell_of(case)) != stolen.data_key_id.bytes


# The moment that counts.


def test_waiting_for_the_lock_never_brings_back_what_was_withdrawn_meanwhile(cast):
    case = cast.files()
    cast.answers(case)
    asked_at = timezone.now()
    cast.answers(case, kind=Kind.WITHDRAWN)
    keeper.follow(cast.shelter.id, [case.consent_file_id], asked_at)
    assert not Grant.objects.exists()


def test_a_long_sweep_never_brings_back_what_was_withdrawn_while_it_ran(cast):
    case = cast.files()
    cast.answers(case)
    began_at = timezone.now()
    cast.answers(case, kind=Kind.WITHDRAWN)
    assert keeper.sweep(began_at) == Followed()
    assert not Grant.objects.exists()


def test_keys_never_follow_what_may_still_be_undone(cast):
    case = cast.files()
    cast.answers(case)
    with cut_at(Step("consent.keeper:follow", "before")):
        cast.answers(case, kind=Kind.WITHDRAWN)
    before = facts_keys(), set(Grant.objects.all())
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        keeper.follow(cast.shelter.id, [case.consent_file_id], timezone.now())
    assert (facts_keys(), set(Grant.objects.all())) == before
    assert read_in_care(case)[0] == FACTS


def test_an_ended_yes_is_refused_at_once_and_loses_its_key_at_the_next_sweep(cast):
    case = cast.files()
    end = timezone.now() + HOUR
    cast.answers(case, valid_until=end)
    assert gate.require("registration", case.consent_file_id, end - timedelta(microseconds=1))
    with pytest.raises(gate.Refused, match="has ended"):
        gate.require("registration", case.consent_file_id, end)
    assert not Case.objects.allowing(PURPOSES["registration"], end).exists()
    assert facts_by_key(case, "registration") == FACTS  # the key is still there: one wall
    assert keeper.sweep(end - timedelta(microseconds=1)) == Followed()
    assert keeper.sweep(end) == Followed(taken=1)
    assert facts_by_key(case, "registration") is None
    assert_keys_agree(end)
    assert read_in_care(case)[0] == FACTS


# The sweep.


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
