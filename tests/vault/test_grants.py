"""A grant is consent as a key: it opens facts, for one purpose, until it is taken."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from audit.access import opening
from tests.marks import database
from vault import data_keys, grants, rings
from vault.core.errors import CannotOpen
from vault.data_keys import FACTS, IDENTITY, NARRATIVE
from vault.models import Grant
from vault.organisation_keys import Algorithm, provide

pytestmark = database
HERE, THERE = UUID(int=1), UUID(int=2)
ANNA, BEA, NOBODY = UUID(int=11), UUID(int=12), UUID(int=13)


@pytest.fixture(autouse=True)
def made(db):
    for organisation in (HERE, THERE):
        provide(organisation, [(r, Algorithm.CELLS) for r in ("care", "registration", "count")])
    for compartment in (IDENTITY, NARRATIVE):
        data_keys.make(HERE, [ANNA, BEA], compartment)
    return data_keys.make(HERE, [ANNA, BEA], FACTS)


def opens(key, purpose, organisation=HERE):
    """Say whether the process of ``purpose``, with its own ring only, opens ``key``."""
    entered = opening(who="p", role="process", organisation=organisation, purpose=purpose, why="y")
    with rings.only(purpose), entered as context:
        try:
            return data_keys.to_open(context, key.key_id).expose() == key.expose()
        except CannotOpen:
            return False


def test_a_grant_opens_one_persons_facts_for_one_purpose(made):
    assert grants.give(HERE, "registration", [ANNA]) == 1
    assert opens(made[ANNA], "registration")
    assert not opens(made[BEA], "registration")
    assert not opens(made[ANNA], "count")
    assert not opens(made[ANNA], "registration", organisation=THERE)


def test_a_grant_never_opens_identity_or_narrative():
    for purpose in ("registration", "count"):
        grants.give(HERE, purpose, [ANNA])
    for compartment in (IDENTITY, NARRATIVE):
        key = data_keys.current(HERE, [ANNA], compartment)[ANNA]
        assert not opens(key, "registration")
        assert not opens(key, "count")


def test_giving_twice_gives_once(made):
    assert grants.give(HERE, "registration", [ANNA, BEA]) == 2
    assert grants.give(HERE, "registration", [ANNA, BEA]) == 0
    assert Grant.objects.count() == 2
    assert opens(made[ANNA], "registration")


def test_who_has_no_facts_gets_no_grant():
    assert grants.give(HERE, "registration", [NOBODY]) == 0
    assert grants.give(HERE, "registration", []) == 0
    assert grants.give(THERE, "registration", [ANNA]) == 0
    assert not Grant.objects.exists()


def test_taking_reaches_one_purpose_and_spends_the_key(made):
    for purpose in ("registration", "count"):
        grants.give(HERE, purpose, [ANNA, BEA])
    grants.take(HERE, "registration", [ANNA])
    assert grants.standing([ANNA, BEA]) == {
        (ANNA, "count"),
        (BEA, "count"),
        (BEA, "registration"),
    }
    assert not opens(made[ANNA], "registration")
    assert opens(made[BEA], "registration")
    assert [row.subject_id for row in data_keys.spent_keys([ANNA, BEA])] == [ANNA]


def test_taking_twice_and_taking_what_was_never_given_change_nothing_more():
    grants.give(HERE, "registration", [ANNA])
    for _ in range(2):
        grants.take(HERE, "registration", [ANNA])
    assert grants.standing([ANNA]) == set()
    assert len(data_keys.spent_keys([ANNA])) == 1
    assert grants.give(HERE, "registration", [ANNA]) == 0


def test_a_copy_of_an_old_grant_opens_nothing_that_is_sealed_from_now_on(made):
    grants.give(HERE, "registration", [ANNA])
    copied = Grant.objects.get()
    grants.take(HERE, "registration", [ANNA])
    newer = data_keys.make(HERE, [ANNA], FACTS)[ANNA]
    copied.save(force_insert=True)
    assert not opens(newer, "registration")
    Grant.objects.update(data_key_id=UUID(bytes=newer.key_id))
    assert not opens(newer, "registration")
    assert opens(made[ANNA], "registration") is False


@pytest.mark.parametrize(
    "change",
    [
        {"subject_id": BEA},
        {"purpose": "count"},
        {"organisation_id": THERE},
        {"sealed": b""},
        {"sealed": b"\x01\x01" + bytes(80)},
    ],
    ids=str,
)
def test_a_stored_grant_that_was_moved_or_changed_never_opens(made, change):
    grants.give(HERE, "registration", [ANNA])
    Grant.objects.update(**change)
    for purpose in ("registration", "count"):
        for organisation in (HERE, THERE):
            assert not opens(made[ANNA], purpose, organisation)


def test_a_sealed_data_key_is_no_grant_and_a_grant_is_no_data_key(made):
    grants.give(HERE, "registration", [ANNA])
    row = data_keys.DataKey.objects.get(subject_id=ANNA, compartment=FACTS)
    grant = bytes(Grant.objects.get().sealed)
    Grant.objects.update(sealed=bytes(row.sealed))
    assert not opens(made[ANNA], "registration")
    data_keys.DataKey.objects.filter(id=row.id).update(sealed=grant)
    with pytest.raises(CannotOpen):
        data_keys.current(HERE, [ANNA], FACTS)


def test_one_grant_for_one_key_and_purpose():
    grants.give(HERE, "registration", [ANNA])
    twin = Grant.objects.get()
    twin.pk = UUID(int=99)
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        twin.save(force_insert=True)
