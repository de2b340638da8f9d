"""Data keys of persons: one current key each, opened for care of the own organisation only."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from audit.access import opening
from audit.models import AccessLogEntry
from tests.marks import database
from vault import data_keys, grants, rings
from vault.core.errors import CannotOpen, KeyNotHeld
from vault.data_keys import FACTS, IDENTITY, LEDGER, NARRATIVE
from vault.models import DataKey, Grant
from vault.organisation_keys import Algorithm, provide

pytestmark = database
HERE, THERE = UUID(int=1), UUID(int=2)
ANNA, BEA = UUID(int=11), UUID(int=12)
RINGS = ("care", "ledger", "registration", "count")


@pytest.fixture(autouse=True)
def _keys(db):
    for organisation in (HERE, THERE):
        provide(organisation, [(ring, Algorithm.CELLS) for ring in RINGS])


def caring(organisation=HERE, purpose="care"):
    return opening(who="w", role="r", organisation=organisation, purpose=purpose, why="y")


def not_opened(key_id, organisation=HERE, purpose="care"):
    with caring(organisation, purpose) as context, pytest.raises(CannotOpen):
        data_keys.to_open(context, key_id)


def test_a_key_opens_again_as_what_it_was_made():
    made = data_keys.make(HERE, [ANNA, BEA], FACTS)
    again = data_keys.current(HERE, [ANNA, BEA, uuid4()], FACTS)
    assert {subject: key.expose() for subject, key in again.items()} == {
        subject: key.expose() for subject, key in made.items()
    }
    assert made[ANNA].expose() != made[BEA].expose()


def test_only_sealed_keys_are_stored():
    made = data_keys.make(HERE, [ANNA], FACTS)
    assert made[ANNA].expose() not in bytes(DataKey.objects.get().sealed)


def test_a_person_has_one_current_key_in_a_compartment():
    data_keys.make(HERE, [ANNA], FACTS)
    data_keys.make(HERE, [ANNA], NARRATIVE)
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        data_keys.make(HERE, [ANNA], FACTS)


def test_a_key_that_seals_is_made_once():
    with caring() as context:
        first = data_keys.to_seal(context, ANNA, FACTS)
        assert data_keys.to_seal(context, ANNA, FACTS).key_id == first.key_id
    with caring() as context:
        assert data_keys.to_seal(context, ANNA, FACTS).key_id == first.key_id


def test_only_care_seals():
    data_keys.make(HERE, [ANNA], FACTS)
    grants.give(HERE, "registration", [ANNA])
    with caring(purpose="registration") as context, pytest.raises(CannotOpen):
        data_keys.to_seal(context, ANNA, FACTS)


def test_a_key_opens_in_its_own_organisation_only():
    key_id = data_keys.make(HERE, [ANNA], FACTS)[ANNA].key_id
    with caring() as context:
        data_keys.to_open(context, key_id)
    not_opened(key_id, organisation=THERE)
    assert data_keys.current(THERE, [ANNA], FACTS) == {}


def test_a_key_opens_for_no_purpose_that_was_not_granted():
    key_id = data_keys.make(HERE, [ANNA], FACTS)[ANNA].key_id
    for purpose in ("registration", "count", "research", "made up"):
        not_opened(key_id, purpose=purpose)


@pytest.mark.parametrize(
    "change",
    [
        {"subject_id": BEA},
        {"compartment": IDENTITY},
        {"compartment": LEDGER},
        {"compartment": "made up"},
        {"organisation_id": THERE},
        {"sealed": b""},
        {"sealed": b"\x01\x01" + bytes(80)},
    ],
    ids=str,
)
def test_a_stored_key_that_was_moved_or_changed_never_opens(change):
    key_id = data_keys.make(HERE, [ANNA], FACTS)[ANNA].key_id
    DataKey.objects.update(**change)
    not_opened(key_id)
    not_opened(key_id, organisation=THERE)
    row = DataKey.objects.get()
    if row.compartment in data_keys.RING_OF:
        with pytest.raises(CannotOpen):
            data_keys.current(row.organisation_id, [row.subject_id], row.compartment)


def test_a_sealed_key_put_into_another_persons_row_never_opens():
    made = data_keys.make(HERE, [ANNA, BEA], FACTS)
    stolen = bytes(DataKey.objects.get(subject_id=ANNA).sealed)
    DataKey.objects.filter(subject_id=BEA).update(sealed=stolen)
    not_opened(made[BEA].key_id)


def test_no_flipped_bit_of_a_stored_key_opens():
    key_id = data_keys.make(HERE, [ANNA], FACTS)[ANNA].key_id
    sealed = bytes(DataKey.objects.get().sealed)
    for byte in range(len(sealed)):
        changed = sealed[:byte] + bytes([sealed[byte] ^ 1]) + sealed[byte + 1 :]
        DataKey.objects.update(sealed=changed)
        not_opened(key_id)


def test_a_page_opens_with_one_query(django_assert_num_queries):
    people = [uuid4() for _ in range(25)]
    ids = [key.key_id for key in data_keys.make(HERE, people, FACTS).values()]
    data_keys.current(HERE, people[:1], FACTS)  # the organisation's own key is in memory by now
    with caring() as context:
        with django_assert_num_queries(1, using="keys"):
            data_keys.load(context, ids)
        with django_assert_num_queries(0, using="keys"):
            data_keys.load(context, ids)
            assert all(data_keys.to_open(context, key_id) for key_id in ids)


def test_what_may_not_be_opened_is_left_out_of_a_page():
    mine = data_keys.make(HERE, [ANNA], FACTS)[ANNA].key_id
    theirs = data_keys.make(THERE, [BEA], FACTS)[BEA].key_id
    with caring() as context:
        data_keys.load(context, [mine, theirs, uuid4().bytes])
        assert set(context.keys) == {mine}
        with pytest.raises(CannotOpen):
            data_keys.to_open(context, theirs)


def test_one_damaged_key_closes_one_person_and_not_the_page():
    made = data_keys.make(HERE, [ANNA, BEA], FACTS)
    grants.give(HERE, "count", [ANNA, BEA])
    for model in (DataKey, Grant):
        model.objects.filter(subject_id=ANNA).update(sealed=b"\x01\x01" + bytes(80))
    for purpose in ("care", "count"):
        with caring(purpose=purpose) as context:
            data_keys.load(context, [key.key_id for key in made.values()])
            assert data_keys.to_open(context, made[BEA].key_id).expose() == made[BEA].expose()
        not_opened(made[ANNA].key_id, purpose=purpose)


@pytest.mark.parametrize("key_id", [b"", b"x", bytes(15), bytes(16), bytes(17)], ids=len)
def test_an_id_of_no_key_cannot_be_opened(key_id):
    not_opened(key_id)


def test_a_page_of_persons_with_several_keys_leaves_one_line_each():
    ids = [key.key_id for key in data_keys.make(HERE, [ANNA, BEA], IDENTITY).values()]
    data_keys.spend(HERE, [ANNA], IDENTITY)
    ids += [key.key_id for key in data_keys.make(HERE, [ANNA], IDENTITY).values()]
    with caring() as context:
        data_keys.load(context, ids)
    logged = sorted(AccessLogEntry.objects.values_list("object_id", flat=True))
    assert logged == sorted([str(ANNA), str(BEA)])


def test_a_spent_key_opens_what_is_there_and_seals_nothing():
    old = data_keys.make(HERE, [ANNA], FACTS)[ANNA]
    data_keys.spend(HERE, [ANNA], FACTS)
    assert data_keys.current(HERE, [ANNA], FACTS) == {}
    with caring() as context:
        assert data_keys.to_open(context, old.key_id).expose() == old.expose()
        assert data_keys.to_seal(context, ANNA, FACTS).key_id != old.key_id
    assert [row.id.bytes for row in data_keys.spent_keys([ANNA, BEA])] == [old.key_id]


def test_spending_reaches_one_compartment_of_these_persons_in_this_organisation():
    data_keys.make(HERE, [ANNA, BEA], FACTS)
    data_keys.make(HERE, [ANNA], IDENTITY)
    data_keys.spend(THERE, [ANNA], FACTS)
    assert not data_keys.spent_keys([ANNA, BEA])
    data_keys.spend(HERE, [ANNA], FACTS)
    data_keys.spend(HERE, [ANNA], FACTS)
    spent = data_keys.spent_keys([ANNA, BEA])
    assert [(row.subject_id, row.compartment) for row in spent] == [(ANNA, FACTS)]


def test_retiring_a_key_takes_every_grant_that_holds_it_and_leaves_it_to_care():
    made = data_keys.make(HERE, [ANNA, BEA], FACTS)
    for purpose in ("registration", "count"):
        grants.give(HERE, purpose, [ANNA, BEA])
    for _ in range(2):
        data_keys.retire([UUID(bytes=made[ANNA].key_id)])
    with caring() as context:
        data_keys.to_open(context, made[ANNA].key_id)
    for purpose in ("registration", "count"):
        not_opened(made[ANNA].key_id, purpose=purpose)
        with caring(purpose=purpose) as context:
            data_keys.to_open(context, made[BEA].key_id)
    assert set(Grant.objects.values_list("subject_id", flat=True)) == {BEA}


def test_the_ledger_key_is_not_under_the_care_ring():
    data_keys.make(HERE, [ANNA], LEDGER)
    data_keys.make(HERE, [ANNA], FACTS)
    with rings.only("ledger"):
        assert data_keys.current(HERE, [ANNA], LEDGER)
        with pytest.raises(KeyNotHeld):
            data_keys.current(HERE, [ANNA], FACTS)
    with rings.only("care"), pytest.raises(KeyNotHeld):
        data_keys.current(HERE, [ANNA], LEDGER)
