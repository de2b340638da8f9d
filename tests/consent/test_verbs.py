"""Answers are recorded here and only here; what cannot be right leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone as django_timezone
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.ledger import commitment
from audit.models import LedgerEntry
from audit.verification import verify
from consent import gate, verbs
from consent.models import ConsentEvent, LegalBasis
from consent.rules.history import Basis, Kind
from consent.verbs import Answer, AnswerRefused, record_answer, record_legal_basis
from tests.cast import at
from tests.consent.stored import row_counts
from tests.marks import database
from vault import data_keys
from vault.models import DataKey, Grant

pytestmark = database

GOOD = Answer(
    purpose="count",
    kind=Kind.GIVEN,
    true_from=at("2026-05-01 12:00"),
    how="spoken",
    expressed_by="self",
)
NAIVE = datetime(2026, 5, 1, 12)  # noqa: DTZ001


@pytest.fixture(autouse=True)
def _in_english():
    """Read messages as they stand in the code, whatever language another test left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def file(cast):
    return cast.files().consent_file


def record(file, answer=GOOD, **parts):
    return record_answer(file=file, answer=replace(answer, **parts), recorded_by="a user")


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


def decide_on(organisation, **parts):
    standard = {
        "purpose": "count",
        "basis": Basis.LEGAL_DUTY,
        "decided_by": "the board",
        "reason": "article 1 of an invented act",
    }
    return record_legal_basis(organisation=organisation, **(standard | parts))


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


# What is recorded verifies after a round trip through the database.


def proven(event):
    """Return whether the ledger commits to what the database says of ``event``."""
    (key,) = data_keys.current(event.organisation_id, [event.file_id], data_keys.LEDGER).values()
    stored = ConsentEvent.objects.get(id=event.id)
    ledger = verify(event.organisation_id)
    expected = commitment(person_key=key.expose(), event=stored.body())
    return ledger.commitments[stored.ledger_index] == expected


ZONES = [
    UTC,
    ZoneInfo("Europe/Amsterdam"),
    ZoneInfo("Pacific/Apia"),
    timezone(timedelta(hours=5, minutes=45)),
    timezone(timedelta(minutes=-1)),
]
moments = st.datetimes(
    min_value=datetime(1950, 1, 1),  # noqa: DTZ001
    max_value=datetime(2026, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(ZONES),
)


answers = st.builds(
    Answer,
    purpose=st.sampled_from(["registration", "count", "linkage"]),
    kind=st.sampled_from(Kind),
    true_from=moments,
    valid_until=moments | st.none(),
    how=st.sampled_from(ConsentEvent.How.values),
    expressed_by=st.sampled_from(["self", "representative", "both"]),
    language=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
    third_party_present=st.none() | st.booleans(),
    interpreter=st.none() | st.booleans(),
    preview_digest=st.just("0a" * 32),
)


@settings(max_examples=40)
@given(answer=answers)
def test_what_was_recorded_is_what_the_ledger_commits_to(cast, answer):
    assert proven(record(cast.files().consent_file, answer))


@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Asia/Kathmandu"])
def test_a_moment_survives_to_the_microsecond_in_any_zone(file, microsecond, zone):
    moment = datetime(2025, 10, 26, 2, 30, 0, microsecond, tzinfo=ZoneInfo(zone), fold=1)
    event = record(file, true_from=moment)
    assert ConsentEvent.objects.get(id=event.id).true_from == moment.astimezone(UTC)
    assert proven(event)


def test_an_answer_on_a_legal_basis_verifies_too(cast, file):
    assert proven(record(file, legal_basis=decide_on(cast.shelter), expressed_by="not_recorded"))


def test_every_event_has_the_leaf_of_its_own_index(cast):
    files = [cast.files().consent_file for _ in range(3)]
    events = [record(file, purpose=p) for file in files for p in ("registration", "count")]
    assert [event.ledger_index for event in events] == list(range(6))
    assert all(proven(event) for event in events)


def test_a_ledger_of_one_organisation_knows_nothing_of_another(cast):
    record(cast.files().consent_file)
    record(cast.files(cast.chiara).consent_file)
    assert [verify(o.id).size for o in (cast.shelter, cast.youth_care)] == [1, 1]


CHANGES = {
    "kind": "refused",
    "purpose": "registration",
    "how": "written",
    "recorded_by": "someone else",
    "notice_version": "2027-01",
    "valid_until": at("2030-01-01 00:00"),
    "true_from": GOOD.true_from + timedelta(microseconds=1),
    "interpreter": True,
    "receiver": "somebody",
}


@pytest.mark.parametrize(("part", "value"), CHANGES.items(), ids=CHANGES)
def test_a_changed_event_does_not_verify(file, part, value):
    event = record(file)
    tampered = ConsentEvent.objects.get(id=event.id)
    setattr(tampered, part, value)
    (key,) = data_keys.current(event.organisation_id, [file.id], data_keys.LEDGER).values()
    honest = verify(event.organisation_id).commitments[event.ledger_index]
    assert commitment(person_key=key.expose(), event=tampered.body()) != honest


def test_the_ledger_commits_to_every_recorded_part(file):
    body = record(file).body()
    assert set(body) == {f.attname for f in ConsentEvent._meta.concrete_fields} - {
        "ledger_index"
    } | {"v"}


def test_a_leaf_tells_nothing_about_the_answer(file):
    event = record(file, kind=Kind.REFUSED)
    leaf = bytes(LedgerEntry.objects.get().leaf)
    for told in (event.purpose, event.kind, str(event.id), str(file.id), "spoken", "a user"):
        assert told.encode() not in leaf


def test_two_equal_answers_of_two_persons_have_different_leaves(cast):
    for _ in range(2):
        record(cast.files().consent_file)
    first, second = verify(cast.shelter.id).commitments
    assert first != second


def test_the_person_s_ledger_key_is_made_once(file):
    record(file)
    record(file, purpose="registration")
    assert DataKey.objects.filter(compartment=data_keys.LEDGER).count() == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE consent_consentevent SET kind = 'given'", "DELETE FROM consent_consentevent"],
)
def test_the_database_itself_refuses_to_change_an_event(file, statement):
    record(file, kind=Kind.REFUSED)
    with pytest.raises(Exception, match="append-only"), connections["default"].cursor() as cursor:
        cursor.execute(statement)
