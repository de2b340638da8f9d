"""Two walls, each taken away once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from consent import gate
from consent.rules.decision import NotPermitted, Permitted
from consent.rules.history import Basis, Kind
from tests.consent.crashing import Step, cut_at
from tests.consent.promises import facts_by_key, facts_for
from tests.marks import database
from vault.models import Grant

pytestmark = database


def test_a_key_without_a_yes_is_refused_by_the_gate(cast):
    case = cast.files()
    cast.answers(case)
    with cut_at(Step("consent.keeper:follow", "before")):
        cast.answers(case, kind=Kind.WITHDRAWN)
    assert facts_for(case, "registration")  # the key is still there
    with pytest.raises(gate.Refused, match=r"The consent was withdrawn\."):
        gate.require("registration", case.consent_file_id, timezone.now())
    assert gate.permitted("registration", [case.consent_file_id], timezone.now()) == []


def test_a_yes_without_a_key_opens_nothing(cast):
    case = cast.files()
    cast.answers(case)
    Grant.objects.all().delete()
    permission = gate.require("registration", case.consent_file_id, timezone.now())
    assert permission == Permitted(Basis.EXPLICIT_CONSENT, until=None)
    assert facts_by_key(case, "registration") is None


def test_the_gate_refuses_with_the_reason(cast):
    case = cast.files()
    cast.answers(case, kind=Kind.DEFERRED)
    with pytest.raises(gate.Refused, match=r"The answer was: not now\.") as refused:
        gate.require("registration", case.consent_file_id, timezone.now())
    assert refused.value.decision == NotPermitted("deferred")


def test_a_purpose_that_is_not_known_here_is_refused(cast):
    case = cast.files()
    cast.answers(case)
    with pytest.raises(gate.Refused, match="not known here"):
        gate.require("marketing", case.consent_file_id, timezone.now())


def test_a_file_that_does_not_exist_is_refused(cast):
    with pytest.raises(gate.Refused, match="Nobody has asked"):
        gate.require("count", cast.shelter.id, timezone.now())


def test_a_page_of_files_is_decided_with_one_query(cast, django_assert_num_queries):
    cases = [cast.files() for _ in range(3)]
    cast.answers(cases[0])
    cast.answers(cases[1], kind=Kind.REFUSED)
    files = [case.consent_file_id for case in cases]
    with django_assert_num_queries(1):
        found = gate.decisions("registration", files, timezone.now())
    assert [type(found[file]) for file in files] == [Permitted, NotPermitted, NotPermitted]
    assert gate.permitted("registration", files, timezone.now()) == files[:1]


def test_the_gate_asks_about_the_moment_it_is_given(cast):
    case = cast.files()
    cast.answers(case)
    before = timezone.now() - timedelta(days=1)
    assert gate.permitted("registration", [case.consent_file_id], before) == []


@pytest.mark.parametrize("missing", ["purpose", "who", "why"])
def test_serving_for_nothing_by_nobody_or_without_reason_is_refused(cast, missing):
    words = {"purpose": "count", "who": "a test", "why": "a test"} | {missing: " "}
    with (
        pytest.raises(ValueError, match=missing),
        gate.serving(organisation=cast.shelter.id, **words),
    ):
        pass
