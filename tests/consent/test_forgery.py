"""Who writes the data database and not the key store gets no key by it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.access import opening
from audit.models import Ledger, LedgerEntry, TreeHead
from consent import keeper
from consent.models import ConsentEvent
from consent.rules.history import Kind
from registry.models import Case
from tests.marks import database
from vault.core.ids import uuid7
from vault.models import Grant

pytestmark = database


def granted(case) -> bool:
    """Sweep, and say whether registration has a key of this person."""
    keeper.sweep(timezone.now())
    return Grant.objects.filter(subject_id=case.consent_file_id, purpose="registration").exists()


def test_a_yes_written_into_the_database_opens_nothing(cast):
    case = cast.files()
    event = cast.answers(case, kind=Kind.REFUSED)
    event.id, event.kind = uuid7(), Kind.GIVEN.value
    event.true_from = event.known_from = timezone.now()
    event.ledger_index = 999
    event.save(force_insert=True)
    assert not granted(case)


def test_a_no_changed_into_a_yes_opens_nothing(cast, without_triggers):
    case = cast.files()
    event = cast.answers(case, kind=Kind.REFUSED)
    ConsentEvent.objects.filter(id=event.id).update(kind=Kind.GIVEN.value)
    assert not granted(case)


def test_the_yes_of_one_person_given_to_another_opens_nothing(cast, without_triggers):
    yes, silent = cast.files(), cast.files()
    event = cast.answers(yes)
    ConsentEvent.objects.filter(id=event.id).update(file=silent.consent_file)
    assert not granted(silent)


@pytest.mark.parametrize(
    "and_then",
    ["nothing", "others answer", "the person answers again", "another row in its place"],
)
@pytest.mark.parametrize("also", ["the event alone", "its leaf and head too"])
def test_a_withdrawal_cut_out_of_the_database_opens_nothing(cast, without_triggers, also, and_then):
    case = cast.files()
    cast.answers(case)
    before = Ledger.objects.get(organisation_id=cast.shelter.id)
    withdrawal = cast.answers(case, kind=Kind.WITHDRAWN)
    ConsentEvent.objects.filter(id=withdrawal.id).delete()
    if also == "its leaf and head too":
        LedgerEntry.objects.filter(organisation_id=cast.shelter.id, index__gte=before.size).delete()
        TreeHead.objects.filter(organisation_id=cast.shelter.id, size__gt=before.size).delete()
        before.save()
    if and_then == "others answer":
        for _ in range(3):
            cast.answers(cast.files())
    if and_then == "the person answers again":
        for purpose in ("linkage", "count"):
            cast.answers(case, purpose, Kind.REFUSED)
    if and_then == "another row in its place":
        withdrawal.id, withdrawal.file = uuid7(), cast.files().consent_file
        withdrawal.save(force_insert=True)
    assert not granted(case)
    assert keeper.sweep(timezone.now()).stuck


def test_a_repeated_yes_in_place_of_the_withdrawal_opens_nothing(cast, without_triggers):
    case = cast.files()
    yes = cast.answers(case)
    withdrawal = cast.answers(case, kind=Kind.WITHDRAWN)
    ConsentEvent.objects.filter(id=withdrawal.id).delete()
    yes.id, yes.ledger_index = uuid7(), withdrawal.ledger_index
    yes.save(force_insert=True)
    assert not granted(case)


def test_an_older_backup_of_the_data_still_opens_for_care_after_a_withdrawal(cast):
    case = cast.files()
    cast.answers(case)
    before = Case.objects.kept_by(cast.shelter.id).get(id=case.id).__dict__["facts"]
    cast.answers(case, kind=Kind.WITHDRAWN)
    restored = Case.objects.kept_by(cast.shelter.id).get(id=case.id)
    restored.__dict__["facts"] = before
    with opening(who="a", role="r", organisation=cast.shelter.id, why="after a restore"):
        assert restored.facts["sex"] == "female"
