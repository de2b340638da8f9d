"""Answers are recorded here and only here; what cannot be right leaves no trace."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone as django_timezone
from django.utils import translation

from consent import gate, verbs
from consent.models import LegalBasis
from consent.rules.history import Basis, Kind
from consent.verbs import AnswerRefused
from tests.consent.recording import GOOD, decide_on, record
from tests.consent.stored import row_counts
from tests.marks import database
from vault.models import Grant

pytestmark = database

NAIVE = datetime(2026, 5, 1, 12)  # noqa: DTZ001


@pytest.fixture(autouse=True)
def _in_english():
    """Read messages as they stand in the code, whatever language another test left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def file(cast):
    return cast.files().consent_file


def duty(organisation, purpose="count", basis=Basis.LEGAL_DUTY):
    return LegalBasis.objects.create(
        organisation=organisation,
        purpose=purpose,
        basis=basis.value,
        decided_by="the board",
        decided_at=GOOD.true_from,
        reason="article 1 of an invented act",
    )


def refuses(file, why, **parts):
    before = row_counts()
    with pytest.raises(AnswerRefused, match=why):
        record(file, **parts)
    assert row_counts() == before


# What cannot be right is refused in plain words, and nothing at all is written.


def test_an_answer_from_the_future_is_refused(file):
    refuses(file, "in the future. Check the date", true_from=django_timezone.now() + timedelta(1))


def test_an_unknown_purpose_is_refused_and_the_known_ones_are_named(file):
    refuses(file, r"There is no purpose 'marketing'. \(registration, count", purpose="marketing")


@pytest.mark.parametrize("how", ["", "telepathy", "SPOKEN"])
def test_an_answer_needs_to_say_how_it_was_given(file, how):
    refuses(file, "Say how", how=how)


@pytest.mark.parametrize("who", ["", "the neighbour", "not_recorded"])
def test_an_answer_needs_to_say_who_gave_it(file, who):
    refuses(file, "Say who gave", expressed_by=who)


@pytest.mark.parametrize("part", ["true_from", "valid_until"])
def test_a_date_without_a_time_zone_is_refused(file, part):
    refuses(file, "time zone", **{part: NAIVE})


def test_another_organisations_legal_basis_is_refused(cast, file):
    refuses(file, "decided for something else", legal_basis=duty(cast.youth_care))


def test_another_purposes_legal_basis_is_refused(cast, file):
    refuses(file, "decided for something else", legal_basis=duty(cast.shelter, "registration"))


def test_a_ground_that_the_purpose_does_not_accept_is_refused(cast, file):
    basis = duty(cast.shelter, "linkage")
    refuses(file, "cannot be served on that ground", purpose="linkage", legal_basis=basis)


def test_consent_is_not_a_legal_basis_that_speaks_for_the_person(cast, file):
    basis = duty(cast.shelter, basis=Basis.EXPLICIT_CONSENT)
    refuses(file, "on that ground", legal_basis=basis, expressed_by="not_recorded")


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.GIVEN}))
def test_only_a_yes_can_rest_on_a_legal_basis(cast, file, kind):
    refuses(file, "Only a yes", kind=kind, legal_basis=duty(cast.shelter))


def test_a_failed_write_leaves_no_leaf_without_an_event(file, monkeypatch):
    before = row_counts()
    monkeypatch.setattr(verbs.ConsentEvent.objects, "bulk_create", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(file)
    after = row_counts()
    assert after.pop("vault.DataKey") == before.pop("vault.DataKey") + 1  # it opens nothing
    assert after == before


# An organisation's own decision.


@pytest.mark.parametrize(
    ("purpose", "basis"),
    [("linkage", Basis.LEGAL_DUTY), ("count", Basis.EXPLICIT_CONSENT)],
)
def test_a_basis_that_a_purpose_does_not_accept_cannot_be_decided(cast, purpose, basis):
    with pytest.raises(AnswerRefused, match="on that ground"):
        decide_on(cast.shelter, purpose=purpose, basis=basis)
    assert not LegalBasis.objects.exists()


@pytest.mark.parametrize("part", ["decided_by", "reason"])
def test_a_decision_says_who_decided_and_why(cast, part):
    with pytest.raises(AnswerRefused, match="who decided this, and why"):
        decide_on(cast.shelter, **{part: "  "})
    assert not LegalBasis.objects.exists()


def test_the_same_decision_is_recorded_once_for_each_organisation(cast):
    first = decide_on(cast.shelter)
    assert decide_on(cast.shelter) == first
    assert decide_on(cast.youth_care) != first


def test_a_legal_duty_opens_for_counting_until_the_person_objects(cast, file):
    record(file, legal_basis=decide_on(cast.shelter), expressed_by="not_recorded")
    assert gate.require("count", file.id, django_timezone.now()).basis is Basis.LEGAL_DUTY
    assert Grant.objects.filter(purpose="count").count() == 1
    record(file, kind=Kind.OBJECTED, true_from=GOOD.true_from + timedelta(1))
    assert not Grant.objects.exists()
    record(file, true_from=django_timezone.now(), legal_basis=decide_on(cast.shelter))
    with pytest.raises(gate.Refused):
        gate.require("count", file.id, django_timezone.now())
    assert not Grant.objects.exists()


# How long a yes holds.


def test_a_yes_ends_with_the_purposes_term(file):
    event = record(file, purpose="linkage")
    assert event.valid_until == GOOD.true_from + timedelta(days=3 * 365)


@pytest.mark.parametrize(("days", "ends_after"), [(10, 10), (5000, 3 * 365)])
def test_of_the_persons_limit_and_the_term_the_earlier_counts(file, days, ends_after):
    limit = GOOD.true_from + timedelta(days=days)
    event = record(file, purpose="linkage", valid_until=limit)
    assert event.valid_until == GOOD.true_from + timedelta(days=ends_after)


def test_a_no_has_no_end(file):
    event = record(file, kind=Kind.REFUSED, valid_until=GOOD.true_from + timedelta(1))
    assert event.valid_until is None


def test_an_answer_is_known_from_when_it_was_recorded(file):
    before = django_timezone.now()
    event = record(file)
    assert before <= event.known_from <= django_timezone.now()
    assert event.true_from == GOOD.true_from
