"""Appending: no gaps, one signed head each time, together with the caller's event or not at all."""

from __future__ import annotations

import json
import threading
from datetime import timedelta, timezone
from uuid import UUID

import pytest
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit import ledger, merkle
from audit.ledger import Leaf, commitment
from audit.models import Ledger, LedgerEntry, TreeHead
from audit.verification import verify
from tests.audit.tampering import OTHER, SHELTER, START, append, entries, fill, heads, some_leaves
from tests.marks import database, real_database
from vault import organisation_keys, rings
from vault.core.errors import KeyNotHeld
from vault.core.signatures import check_signature
from vault.organisation_keys import Algorithm, provide, public_of


def ready(*organisations):
    for organisation in organisations:
        provide(organisation, [("ledger", Algorithm.SIGNS)])


@database
@given(st.lists(st.integers(0, 6), max_size=6))
def test_indexes_have_no_gaps_whatever_the_batches(batches):
    organisation = UUID(int=len(batches) * 1000 + sum(batches))
    with transaction.atomic():
        ready(organisation)
        size = 0
        for count in batches:
            assert append(organisation, count, START) == range(size, size + count)
            size += count
        assert [entry.index for entry in entries(organisation)] == list(range(size))
        assert heads(organisation).count() == sum(1 for count in batches if count)
        assert verify(organisation).size == size
        transaction.set_rollback(True)
    organisation_keys.forget()


@database
def test_every_head_is_signed_and_follows_from_the_one_before_it():
    fill(SHELTER)
    public = public_of(SHELTER, "ledger", Algorithm.SIGNS)
    previous, hashes = merkle.EMPTY_ROOT, [merkle.leaf_hash(bytes(e.leaf)) for e in entries()]
    for head in heads():
        root = merkle.root(hashes[: head.size])
        assert bytes(head.root) == root
        assert bytes(head.previous_root) == previous
        message = ledger.head_bytes(SHELTER, head.size, root, previous, head.signed_at)
        check_signature(public=public, message=message, signature=bytes(head.signature))
        previous = root


@database
def test_each_organisation_has_a_ledger_of_its_own():
    ready(SHELTER, OTHER)
    append(SHELTER, 3, START)
    assert append(OTHER, 1, START) == range(1)
    assert append(SHELTER, 1, START) == range(3, 4)
    assert (verify(SHELTER).size, verify(OTHER).size) == (4, 1)


@database
def test_nothing_to_append_changes_nothing():
    fill(SHELTER)
    before = (entries().count(), heads().count(), verify(SHELTER).root)
    assert append(SHELTER, 0, START) == range(8, 8)
    assert (entries().count(), heads().count(), verify(SHELTER).root) == before


@database
def test_a_time_of_another_zone_is_the_same_time():
    """A head is signed in UTC, as it is read back, whatever zone the caller's clock is in."""
    ready(SHELTER)
    for hours in (0, 2, -9):
        append(SHELTER, 1, START.astimezone(timezone(timedelta(hours=hours))))
    assert verify(SHELTER).size == 3


@database
def test_a_leaf_commits_to_an_event_and_tells_nothing_of_it():
    ready(SHELTER)
    event = {"purpose": "registration", "kind": "given", "recorded_by": "w"}
    made = commitment(person_key=b"k" * 32, event=event)
    append_one(Leaf(kind="consent", commitment=made))
    stored = bytes(entries().get().leaf)
    assert set(json.loads(stored)) == {"v", "kind", "commitment", "at"}
    assert not any(text.encode() in stored for text in ("registration", "given"))


def append_one(leaf):
    with transaction.atomic():
        ledger.append(SHELTER, [leaf], START)


def test_a_commitment_is_another_one_for_every_part_and_every_person():
    event = {"purpose": "registration", "kind": "given", "at": None}
    others = [event | {part: "other"} for part in event] + [event | {"more": 1}, {}]
    made = [commitment(person_key=b"k" * 32, event=each) for each in [event, *others]]
    made.append(commitment(person_key=b"K" * 32, event=event))
    assert len(set(made)) == len(made)
    assert {len(each) for each in made} == {32}
    turned = dict(reversed(event.items()))
    assert commitment(person_key=b"k" * 32, event=turned) == made[0]


@database
def test_without_the_ledger_ring_nothing_is_appended():
    ready(SHELTER)
    organisation_keys.forget()
    with rings.only("care"), pytest.raises(KeyNotHeld):
        append(SHELTER, 1, START)
    assert not LedgerEntry.objects.exists()
    assert not TreeHead.objects.exists()
    assert append(SHELTER, 1, START) == range(1)


@real_database
def test_outside_a_transaction_nothing_is_appended():
    """An entry without its event, or an event without its entry, must not come to be."""
    ready(SHELTER)
    with pytest.raises(transaction.TransactionManagementError):
        ledger.append(SHELTER, some_leaves(1), START)
    assert not LedgerEntry.objects.exists()
    assert not Ledger.objects.exists()


def append_and_fail():
    with transaction.atomic():
        ledger.append(SHELTER, some_leaves(2), START)
        raise RuntimeError


@real_database
def test_what_is_rolled_back_was_never_there():
    ready(SHELTER)
    append(SHELTER, 1, START)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            append_and_fail()
    assert append(SHELTER, 1, START) == range(1, 2)
    assert verify(SHELTER).size == 2


@real_database
def test_many_at_once_append_without_gaps():
    ready(SHELTER)
    problems, got = [], []

    def work():
        try:
            for _ in range(8):
                got.extend(append(SHELTER, 2, START))
        except BaseException as problem:  # noqa: BLE001 (it is asserted on below)
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems
    assert sorted(got) == list(range(64))
    assert verify(SHELTER).size == 64
