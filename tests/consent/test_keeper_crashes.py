"""A power cut at every step: closed both ways at once, and as if nothing happened after a sweep."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.verification import verify
from consent import keeper
from consent.models import ConsentEvent, ConsentFile
from consent.rules.history import Kind
from registry.models import Case
from registry.verbs import amend_facts
from tests.cast import some_facts
from tests.consent.crashing import Step, cut_at, steps
from tests.consent.promises import (
    another_report,
    assert_closed_both_ways,
    assert_keys_agree,
    assert_keys_serve,
    read_in_care,
)
from tests.marks import database
from vault.models import DataKey

pytestmark = database

OTHER = some_facts(region="rotterdam")
BEFORE_THE_LEDGER = (
    "consent.verbs:ledger_keys",
    "audit.ledger:append",
    "consent.models:ConsentEvent.objects.bulk_create",
)
LOOKING = (
    "consent.keeper:_locked",
    "consent.keeper:histories",
    "vault.grants:standing",
    "vault.data_keys:spent_keys",
    "consent.keeper:_locked#2",
    "vault.data_keys:spent_keys#2",
)
FOLLOWING = (
    "consent.keeper:follow",
    "consent.keeper:_close",
    "vault.grants:give",
    "consent.keeper:_open",
    "vault.resealing:retire_unused",
    "vault.data_keys:retire",
)
RENEWING = (
    "vault.grants:take",
    "vault.data_keys:spend",
    "vault.resealing:reseal",
    "vault.data_keys:make",
    "registry.models:Case.save",
    "registry.models:Case.save#2",
)
SEALING = ("vault.data_keys:to_seal", "registry.models:Case.save", "registry.verbs:_log")


def cuts(*paths, before=()):
    """Cut before and after each of ``paths``, and before the steps that only look."""
    looks = [step for step in steps(*before) if step.when == "before"]
    return pytest.mark.parametrize("step", [*steps(*paths), *looks], ids=str)


@pytest.fixture
def case(cast):
    """A person with two reports, a story, and a yes to counting."""
    case = cast.files(narrative="a story")
    another_report(case, OTHER)
    cast.answers(case, "count")
    return case


def survives(case, facts):
    """Hold the promises now, let the sweep come by, and hold the stronger ones."""
    second = Case.objects.kept_by(case.organisation_id).exclude(id=case.id).get()
    assert_closed_both_ways(case, facts, timezone.now())
    assert_closed_both_ways(second, OTHER.to_document(), timezone.now())
    keeper.sweep(timezone.now())
    assert_keys_serve(case, facts, timezone.now())
    assert_keys_serve(second, OTHER.to_document(), timezone.now())
    assert_keys_agree(timezone.now())
    assert read_in_care(case)[1] == "a story"
    assert keeper.sweep(timezone.now()) == keeper.Followed()


@cuts(*BEFORE_THE_LEDGER)
def test_a_cut_before_the_ledger_has_it_leaves_everything_as_it_was(cast, case, step):
    with cut_at(step):
        cast.answers(case, "count", Kind.WITHDRAWN)
    assert ConsentEvent.objects.get().kind == Kind.GIVEN
    assert verify(cast.shelter.id).size == 1
    assert_keys_serve(case, some_facts().to_document(), timezone.now())
    survives(case, some_facts().to_document())


@cuts(*FOLLOWING, before=LOOKING)
def test_a_cut_while_keys_follow_a_yes(cast, case, step):
    with cut_at(step):
        cast.answers(case, "registration")
    assert verify(cast.shelter.id).size == 2
    survives(case, some_facts().to_document())


@cuts(*FOLLOWING, *RENEWING, before=LOOKING)
def test_a_cut_while_keys_follow_a_no(cast, case, step):
    cast.answers(case, "registration")
    old = set(
        DataKey.objects.filter(compartment="facts", retired=False).values_list("id", flat=True)
    )
    with cut_at(step):
        cast.answers(case, "registration", Kind.WITHDRAWN)
    assert verify(cast.shelter.id).size == 3
    survives(case, some_facts().to_document())
    assert not DataKey.objects.filter(id__in=old, retired=False).exists()


@cuts(
    "consent.keeper:_close", "vault.resealing:reseal", "vault.grants:give", "vault.data_keys:retire"
)
def test_a_second_cut_while_the_sweep_mends_the_first(cast, case, step):
    cast.answers(case, "registration")
    with cut_at(Step("vault.grants:take", "after")):
        cast.answers(case, "registration", Kind.WITHDRAWN)
    with cut_at(step):
        keeper.sweep(timezone.now())
    survives(case, some_facts().to_document())


@cuts("vault.data_keys:spent_keys", "vault.resealing:reseal", "vault.resealing:retire_unused")
def test_a_yes_after_a_cut_no_opens_under_a_new_key(cast, case, step):
    cast.answers(case, "registration")
    old = set(
        DataKey.objects.filter(compartment="facts", retired=False).values_list("id", flat=True)
    )
    with cut_at(step):
        cast.answers(case, "registration", Kind.WITHDRAWN)
    cast.answers(case, "registration")
    assert_keys_serve(case, some_facts().to_document(), timezone.now())
    survives(case, some_facts().to_document())
    assert not DataKey.objects.filter(id__in=old, retired=False).exists()


@cuts(*SEALING)
def test_a_cut_while_facts_are_amended_leaves_the_old_ones_whole(cast, case, step):
    with cut_at(step):
        amend_facts(user=cast.aicha, case=case, facts=some_facts(sex="male"))
    survives(case, some_facts().to_document())


@cuts("consent.keeper:_close", "consent.keeper:_open", "vault.resealing:retire_unused")
def test_a_cut_after_facts_were_amended_leaves_the_new_ones_whole(cast, case, step):
    amended = some_facts(sex="male")
    with cut_at(step):
        amend_facts(user=cast.aicha, case=case, facts=amended)
    survives(case, amended.to_document())


@cuts(*SEALING, "vault.data_keys:make", "consent.keeper:follow", "consent.keeper:_close")
def test_a_cut_while_a_report_is_opened_leaves_a_whole_report_or_none(cast, step):
    with cut_at(step):
        cast.files(narrative="a story")
    keeper.sweep(timezone.now())
    assert_keys_agree(timezone.now())
    reports = Case.objects.kept_by(cast.shelter.id)
    assert ConsentFile.objects.count() == len(reports) == (step.path in FOLLOWING)
    for report in reports:
        assert read_in_care(report) == (some_facts().to_document(), "a story")
