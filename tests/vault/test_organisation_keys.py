"""An organisation's keys open under their own ring, organisation, algorithm and id only."""

from __future__ import annotations

import itertools
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.marks import database
from vault import organisation_keys, rings
from vault.core.cells import Place
from vault.core.errors import CannotOpen, KeyNotHeld
from vault.models import OrganisationKey
from vault.organisation_keys import (
    Algorithm,
    opening_key,
    provide,
    public_of,
    sealing_key,
    secret_of,
)
from vault.sealing import open_value, seal_value

pytestmark = database
HERE, THERE = UUID(int=1), UUID(int=2)
PLACE = Place("a", "b", HERE, HERE)
KINDS = [
    ("care", Algorithm.CELLS),
    ("count", Algorithm.CELLS),
    ("ledger", Algorithm.SIGNS),
    ("inbox", Algorithm.UNSEALS),
]


@pytest.fixture(autouse=True)
def _keys(db):
    for organisation in (HERE, THERE):
        provide(organisation, KINDS)


def row(organisation=HERE, ring="care"):
    return OrganisationKey.objects.get(organisation_id=organisation, ring=ring)


def test_keys_are_made_once():
    before = set(OrganisationKey.objects.values_list("id", flat=True))
    provide(HERE, KINDS)
    provide(HERE, [*KINDS, ("index", Algorithm.CELLS)])
    after = set(OrganisationKey.objects.values_list("id", flat=True))
    assert before < after
    assert len(after) == len(before) + 1


def test_no_two_keys_are_the_same():
    secrets = [
        secret_of(organisation, ring, algorithm)
        for organisation, (ring, algorithm) in itertools.product((HERE, THERE), KINDS)
    ]
    assert len(set(secrets)) == len(secrets)


def test_only_sealed_keys_are_stored():
    for organisation, (ring, algorithm) in itertools.product((HERE, THERE), KINDS):
        stored = row(organisation, ring)
        secret = secret_of(organisation, ring, algorithm)
        assert secret not in bytes(stored.sealed)
        assert secret != bytes(stored.public)


def test_a_cell_of_one_organisation_or_ring_opens_under_no_other():
    cell = seal_value(HERE, "care", PLACE, "secret")
    assert open_value(HERE, "care", PLACE, cell) == "secret"
    for organisation, ring in ((THERE, "care"), (HERE, "count"), (uuid4(), "care")):
        with pytest.raises(CannotOpen):
            open_value(organisation, ring, PLACE, cell)


@pytest.mark.parametrize(
    "change",
    [
        {"organisation_id": THERE, "generation": 2},
        {"ring": "index"},
        {"algorithm": Algorithm.SIGNS},
        {"sealed": b""},
        {"sealed": b"\x01\x01" + bytes(76)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_stored_key_that_was_moved_or_changed_never_opens(change):
    key_id = row().id
    OrganisationKey.objects.filter(id=key_id).update(**change)
    organisation_keys.forget()
    moved = OrganisationKey.objects.get(id=key_id)
    with pytest.raises(CannotOpen):
        secret_of(moved.organisation_id, moved.ring, moved.algorithm)


def test_a_sealed_key_put_into_another_row_never_opens():
    row_id = row().id
    for other in (row(THERE), row(HERE, "count")):
        OrganisationKey.objects.filter(id=row_id).update(sealed=bytes(other.sealed))
        organisation_keys.forget()
        with pytest.raises(CannotOpen):
            sealing_key(HERE, "care")


def test_a_ring_laid_aside_opens_nothing_even_when_its_keys_are_in_memory():
    cell = seal_value(HERE, "care", PLACE, "secret")
    with rings.only("count"):
        sealing_key(HERE, "count")
        for ask in (
            lambda: sealing_key(HERE, "care"),
            lambda: opening_key(HERE, "care", cell),
            lambda: secret_of(HERE, "care", Algorithm.CELLS),
            lambda: provide(uuid4(), [("care", Algorithm.CELLS)]),
        ):
            with pytest.raises(KeyNotHeld, match="'care'"):
                ask()
    assert open_value(HERE, "care", PLACE, cell) == "secret"


def test_public_keys_need_no_ring():
    with rings.only():
        assert len(public_of(HERE, "ledger", Algorithm.SIGNS)) == 32
        assert len(public_of(HERE, "inbox", Algorithm.UNSEALS)) == 32


def test_the_newest_generation_seals_and_every_one_opens():
    old_cell = seal_value(HERE, "care", PLACE, "old")
    newer = organisation_keys._new_key(HERE, "care", Algorithm.CELLS)
    newer.generation = 2
    newer.save(force_insert=True)
    organisation_keys.forget()
    new_cell = seal_value(HERE, "care", PLACE, "new")
    assert new_cell[2:18] == newer.id.bytes
    assert old_cell[2:18] != newer.id.bytes
    assert open_value(HERE, "care", PLACE, old_cell) == "old"
    assert open_value(HERE, "care", PLACE, new_cell) == "new"


def test_two_keys_of_one_generation_cannot_be():
    twin = organisation_keys._new_key(HERE, "care", Algorithm.CELLS)
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        twin.save(force_insert=True)


def test_a_key_that_was_destroyed_opens_nothing_once_it_is_forgotten(monkeypatch):
    cell = seal_value(HERE, "care", PLACE, "secret")
    row().delete()
    later = organisation_keys.time.monotonic() + organisation_keys.MAX_AGE_SECONDS + 1
    monkeypatch.setattr(organisation_keys.time, "monotonic", lambda: later)
    with pytest.raises(CannotOpen):
        open_value(HERE, "care", PLACE, cell)


def test_opened_keys_are_kept_in_bounded_number(monkeypatch):
    monkeypatch.setattr(organisation_keys, "MAX_ENTRIES", 3)
    for organisation, ring in itertools.product((HERE, THERE), ("care", "count")):
        sealing_key(organisation, ring)
        assert len(organisation_keys._open_keys) <= 3


def test_an_unknown_ring_algorithm_or_organisation_has_no_key():
    for organisation, ring, algorithm in (
        (uuid4(), "care", Algorithm.CELLS),
        (HERE, "index", Algorithm.CELLS),
        (HERE, "care", Algorithm.SIGNS),
        (HERE, "care", "made up"),
    ):
        with pytest.raises(CannotOpen):
            secret_of(organisation, ring, algorithm)
        with pytest.raises(CannotOpen):
            public_of(organisation, ring, algorithm)
