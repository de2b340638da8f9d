"""Keys follow the ledger."""

from __future__ import annotations

import pytest

from audit.access import opening
from consent.gate import serving
from consent.rules.history import Kind
from registry.models import Case
from tests.marks import database
from vault.core.errors import CannotOpen
from vault.models import DataKey, Grant

pytestmark = database


def facts_for(case, purpose):
    with serving(purpose=purpose, organisation=case.organisation_id, who="test", why="test"):
        return Case.objects.kept_by(case.organisation_id).get(id=case.id).facts


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


def test_withdrawing_takes_the_grant_and_renews_the_facts_key(cast):
    case = cast.files()
    cast.answers(case, "registration")
    cast.answers(case, "count")
    old = set(DataKey.objects.filter(compartment="facts").values_list("id", flat=True))
    cast.answers(case, "registration", Kind.WITHDRAWN)
    new = set(DataKey.objects.filter(compartment="facts").values_list("id", flat=True))
    assert not old & new
    assert set(Grant.objects.values_list("purpose", flat=True)) == {"count"}
    assert facts_for(case, "count")["sex"] == "female"
    with pytest.raises(CannotOpen):
        facts_for(case, "registration")


def test_the_care_worker_still_reads_after_a_withdrawal(cast):
    case = cast.files(narrative="verhaal")
    cast.answers(case)
    cast.answers(case, kind=Kind.WITHDRAWN)
    case = Case.objects.visible_to(cast.aicha).get(id=case.id)
    with opening(who="a", role="r", organisation=case.organisation_id, why="w"):
        assert case.narrative == "verhaal"
        assert case.facts["sex"] == "female"
