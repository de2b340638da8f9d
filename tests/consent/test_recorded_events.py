"""What is recorded verifies after a round trip through the database, on both of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.ledger import commitment
from audit.models import LedgerEntry
from audit.verification import verify
from consent.models import ConsentEvent
from consent.rules.history import Kind
from consent.verbs import Answer
from tests.cast import at
from tests.consent.recording import GOOD, decide_on, record
from tests.marks import database
from vault import data_keys
from vault.models import DataKey

pytestmark = database


@pytest.fixture
def file(cast):
    return cast.files().consent_file


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
