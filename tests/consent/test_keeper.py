"""Keys follow the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from audit.access import opening
from consent import gate, keeper
from consent.keeper import Followed
from consent.purposes import PURPOSES
from consent.rules.history import Kind
from registry.models import Case
from tests.cast import some_facts
from tests.consent.crashing import Step, cut_at
from tests.consent.promises import (
    another_report,
    assert_keys_agree,
    assert_keys_serve,
    cell_of,
    facts_by_key,
    facts_for,
    facts_keys,
    read_in_care,
    stored,
)
from tests.marks import database
from vault import data_keys
from vault.core.cells import key_id_of
from vault.core.errors import CannotOpen
from vault.models import DataKey, Grant

pytestmark = database

HOUR = timedelta(hours=1)
FACTS = some_facts().to_document()


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
