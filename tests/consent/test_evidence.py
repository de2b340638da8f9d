"""Every event is held against the ledger, and the first that is wrong is named."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import LedgerEntry
from audit.verification import LedgerBroken
from consent import evidence
from consent.evidence import genuine, prove
from consent.models import ConsentEvent
from consent.rules.history import Kind
from tests.marks import database
from vault.core.ids import uuid7
from vault.models import DataKey

pytestmark = database


@pytest.fixture
def case(cast):
    """A person who answered three times."""
    case = cast.files()
    for kind in (Kind.REFUSED, Kind.GIVEN, Kind.WITHDRAWN):
        cast.answers(case, kind=kind)
    return case


def assert_broken(organisation, index, reason):
    with pytest.raises(LedgerBroken, match=reason) as broken:
        prove(organisation.id)
    assert broken.value.index == index


def forge(case, index):
    """Write a yes into the database, which a trigger does not refuse."""
    event = ConsentEvent.objects.filter(file=case.consent_file_id).first()
    event.id, event.kind, event.ledger_index = uuid7(), Kind.GIVEN.value, index
    event.save(force_insert=True)
    return event


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_a_true_ledger_is_proven_event_by_event(cast, case, monkeypatch, chunk):
    monkeypatch.setattr(evidence, "CHUNK", chunk)
    cast.answers(cast.files())
    proven = prove(cast.shelter.id)
    assert (proven.events, proven.erased, proven.ledger.size, proven.ledger.heads) == (4, 0, 4, 4)
    assert prove(cast.youth_care.id).events == 0


def test_an_event_that_was_written_beside_the_ledger_is_found(cast, case):
    forge(case, 3)
    assert_broken(cast.shelter, 3, "an event is missing, or one too many")


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_an_event_that_was_taken_away_is_found(cast, case, without_triggers, gone):
    ConsentEvent.objects.filter(ledger_index=gone).delete()
    assert_broken(cast.shelter, gone, "an event is missing")


def test_an_event_that_was_changed_is_found(cast, case, without_triggers):
    ConsentEvent.objects.filter(ledger_index=1).update(how="written")
    assert_broken(cast.shelter, 1, "not what was recorded")


def test_an_event_that_was_exchanged_for_another_is_found(cast, case, without_triggers):
    ConsentEvent.objects.filter(ledger_index=2).delete()
    forge(case, 2)
    assert_broken(cast.shelter, 2, "not what was recorded")


def test_a_leaf_that_was_changed_is_found(cast, case, without_triggers):
    LedgerEntry.objects.filter(index=1).update(leaf=b'{"commitment":"00"}')
    assert_broken(cast.shelter, 1, "another root")


def test_of_an_erased_person_the_proof_stays_and_the_content_is_not_checked(cast, case):
    cast.answers(cast.files())
    DataKey.objects.filter(subject_id=case.consent_file_id, compartment="ledger").delete()
    proven = prove(cast.shelter.id)
    assert (proven.events, proven.erased) == (4, 3)


def test_only_who_has_true_events_and_no_other_is_genuine(cast, case):
    forged, erased, silent = cast.files(), cast.files(), cast.files()
    for person in (forged, erased):
        cast.answers(person)
    forge(forged, 99)
    DataKey.objects.filter(subject_id=erased.consent_file_id, compartment="ledger").delete()
    files = [person.consent_file_id for person in (case, forged, erased, silent)]
    assert genuine(cast.shelter.id, files) == [case.consent_file_id, silent.consent_file_id]


def test_an_event_is_not_genuine_by_the_leaf_of_another(cast, case, without_triggers):
    ConsentEvent.objects.filter(ledger_index=2).update(ledger_index=50)
    assert genuine(cast.shelter.id, [case.consent_file_id]) == []


def test_the_command_says_what_it_verified_and_where_it_breaks(cast, case):
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    assert said.getvalue().startswith("Opvang Test: 3 events in 3 signed heads, root ")
    forge(case, 7)
    with pytest.raises(CommandError, match="Opvang Test: The ledger is wrong from entry 3 on"):
        call_command("verify_ledger", stdout=said)
