"""What a thief has of old keys opens nothing that is stored after a no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consent import keeper
from consent.rules.history import Kind
from registry.models import Case
from registry.verbs import amend_facts
from tests.cast import some_facts
from tests.consent.promises import (
    assert_keys_agree,
    cell_of,
    facts_by_key,
    facts_keys,
    read_in_care,
)
from tests.marks import database
from vault import data_keys
from vault.core.cells import CellKey, key_id_of
from vault.core.errors import CannotOpen
from vault.models import DataKey, Grant
from vault.organisation_keys import opening_key

pytestmark = database

HOUR = timedelta(hours=1)
FACTS = some_facts().to_document()


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
