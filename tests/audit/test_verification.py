"""Eight ways to falsify a stored ledger, done by someone stronger than its triggers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from audit import merkle, verification
from audit.ledger import Leaf
from audit.merkle import ProofRefused
from audit.models import Ledger, LedgerEntry, TreeHead
from audit.verification import LedgerBroken, verify
from tests.audit.tampering import (
    BATCHES,
    OTHER,
    SHELTER,
    SIZES,
    START,
    append,
    entries,
    fill,
    forged_head,
    heads,
    start_of_batch,
    triggers_off,
)
from tests.marks import database
from vault.core.signatures import public_key_of
from vault.models import OrganisationKey

pytestmark = database
SIZE = sum(BATCHES)
every_entry = pytest.mark.parametrize("index", range(SIZE))
every_head = pytest.mark.parametrize("size", SIZES)
FORGED = Leaf(kind="consent", commitment=b"f" * 32).encoded(START)


@pytest.fixture(autouse=True)
def _ledgers(db):
    fill(SHELTER)
    fill(OTHER)


def broken_at():
    """Return where the shelter's ledger is broken; the other one must be whole."""
    verify(OTHER)
    with pytest.raises(LedgerBroken) as caught:
        verify(SHELTER)
    assert f"from entry {caught.value.index} on" in str(caught.value)
    return caught.value.index


def previous_size(size):
    return max((smaller for smaller in SIZES if smaller < size), default=0)


def test_a_ledger_that_nobody_touched_is_whole():
    verified = verify(SHELTER)
    assert (verified.size, verified.heads) == (SIZE, len(BATCHES))
    assert verified.commitments == tuple(n.to_bytes(32, "big") for n in range(SIZE))
    hashes = [merkle.leaf_hash(bytes(entry.leaf)) for entry in entries()]
    assert verified.root == merkle.root(hashes) == bytes(heads().last().root)


def test_a_ledger_of_nothing_is_whole():
    verified = verify(UUID(int=77))
    assert (verified.size, verified.heads, verified.root) == (0, 0, merkle.EMPTY_ROOT)


@every_entry
def test_1_an_edited_entry_is_found(index):
    """A head covers its whole batch, so the batch's first entry is as near as a tree can tell."""
    with triggers_off():
        entries().filter(index=index).update(leaf=FORGED)
    assert broken_at() == start_of_batch(index)


@every_entry
@pytest.mark.parametrize("leaf", [b"", b"no json", b"[]", b"{}", b'{"commitment":7}', b"\xff"])
def test_1_an_entry_that_is_none_of_ours_is_found_exactly(index, leaf):
    with triggers_off():
        entries().filter(index=index).update(leaf=leaf)
    assert broken_at() == index


@every_entry
def test_2_a_deleted_entry_is_found_exactly(index):
    with triggers_off():
        entries().filter(index=index).delete()
    assert broken_at() == index


@every_entry
def test_2_a_deleted_entry_whose_gap_was_closed_is_found(index):
    with triggers_off():
        entries().filter(index=index).delete()
        for entry in entries().filter(index__gt=index):
            entries().filter(id=entry.id).update(index=F("index") - 1)
    found = broken_at()
    assert found == (start_of_batch(index) if start_of_batch(index) < 7 else SIZE - 1)


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 7), (3, 6), (2, 3), (0, 7)])
def test_3_swapped_entries_are_found(one, other):
    with triggers_off():
        leaves = [bytes(entries().get(index=index).leaf) for index in (one, other)]
        entries().filter(index=one).update(leaf=leaves[1])
        entries().filter(index=other).update(leaf=leaves[0])
    assert broken_at() == start_of_batch(one)


@pytest.mark.parametrize("index", range(SIZE + 1))
def test_4_an_inserted_entry_is_found(index):
    with triggers_off():
        for entry in entries().filter(index__gte=index).reverse():
            entries().filter(id=entry.id).update(index=F("index") + 1)
        LedgerEntry.objects.create(organisation_id=SHELTER, index=index, leaf=FORGED)
    assert broken_at() == (SIZE if index == SIZE else start_of_batch(index))


@every_head
def test_5_a_second_head_of_one_size_is_refused_by_the_database(size):
    with pytest.raises(IntegrityError), transaction.atomic():
        forged_head(size=size, root=b"r" * 32).save(force_insert=True)


@every_head
def test_5_a_fork_signed_with_our_own_key_is_found(size):
    """Somebody with the signing key signs another history of this size in its place."""
    with triggers_off():
        true = heads().get(size=size)
        heads().filter(size=size).delete()
        forged_head(
            size=size,
            root=merkle.leaf_hash(FORGED),
            previous_root=bytes(true.previous_root),
            signed_at=true.signed_at,
        ).save(force_insert=True)
    assert broken_at() == previous_size(size)


def rewrite_from(index):
    """Rewrite the last entries and sign their heads anew: a whole other history from ``index``."""
    with triggers_off():
        heads().filter(size__gt=index).delete()
        entries().filter(index__gte=index).delete()
        hashes = [merkle.leaf_hash(bytes(entry.leaf)) for entry in entries()]
        frontier = merkle.extend([], 0, hashes)
        Ledger.objects.filter(organisation_id=SHELTER).update(
            size=index, frontier=b"".join(frontier)
        )
    append(SHELTER, SIZE - index, START + timedelta(hours=1), first=100)


def test_5_a_history_rewritten_with_the_signing_key_is_seen_by_who_holds_an_old_head():
    """From inside it cannot be seen: whoever has the database and the signing key can write any
    history. An auditor who kept an earlier head finds that no proof leads from it to the new one.
    """
    kept = heads().get(size=7)
    rewrite_from(3)
    verified = verify(SHELTER)
    hashes = [merkle.leaf_hash(bytes(entry.leaf)) for entry in entries()]
    with pytest.raises(ProofRefused):
        merkle.check_consistency(
            old_size=kept.size,
            new_size=verified.size,
            proof=merkle.consistency_proof(hashes, kept.size),
            old_root=bytes(kept.root),
            new_root=verified.root,
        )


@every_entry
def test_6_a_tail_cut_from_the_entries_is_found_exactly(index):
    with triggers_off():
        entries().filter(index__gte=index).delete()
    assert broken_at() == index


@every_head
def test_6_heads_cut_from_the_end_are_found_exactly(size):
    with triggers_off():
        heads().filter(size__gte=size).delete()
    assert broken_at() == previous_size(size)


@every_head
def test_6_a_head_taken_from_the_middle_is_found(size):
    with triggers_off():
        heads().filter(size=size).delete()
    assert broken_at() == previous_size(size)


def cut(size):
    """Cut everything that came after the tree had ``size`` entries, but for the count."""
    heads().filter(size__gt=size).delete()
    entries().filter(index__gte=size).delete()


@pytest.mark.parametrize("size", [0, *SIZES[:-1]])
def test_6_a_tail_cut_together_with_its_heads_is_found_by_the_ledgers_own_count(size):
    with triggers_off():
        cut(size)
    assert broken_at() == size


def test_6_a_tail_cut_with_its_heads_and_its_count_is_seen_by_who_holds_the_newest_head():
    """From inside it cannot be seen: this is exactly what the ledger was at that moment. An
    auditor who kept a later head sees that the ledger is now shorter than what was signed.
    """
    kept = heads().get(size=8)
    with triggers_off():
        cut(3)
    frontier = merkle.extend([], 0, [merkle.leaf_hash(bytes(e.leaf)) for e in entries()])
    Ledger.objects.filter(organisation_id=SHELTER).update(size=3, frontier=b"".join(frontier))
    verified = verify(SHELTER)
    assert verified.size == 3 < kept.size


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 8), (7, 8), (1, 8)])
def test_7_an_old_head_put_in_a_newer_ones_place_is_found(old, new):
    said = heads().values("root", "previous_root", "signed_at", "signature").get(size=old)
    with triggers_off():
        heads().filter(size=new).update(**said)
    assert broken_at() == previous_size(new)


def test_7_a_head_of_another_organisation_is_found():
    with triggers_off():
        heads().filter(size=8).delete()
        heads(OTHER).filter(size=8).update(organisation_id=SHELTER)
    for organisation in (SHELTER, OTHER):
        with pytest.raises(LedgerBroken) as caught:
            verify(organisation)
        assert caught.value.index == 7


@every_head
def test_8_a_head_whose_time_was_changed_is_found(size):
    with triggers_off():
        heads().filter(size=size).update(signed_at=START - timedelta(days=1))
    assert broken_at() == previous_size(size)


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_8_entries_appended_while_the_clock_was_set_back_are_found(back):
    append(SHELTER, 1, START - back, first=50)
    append(SHELTER, 1, START + timedelta(hours=1), first=51)
    assert broken_at() == SIZE


def test_8_processes_that_waited_for_each_other_are_no_clock_set_back():
    late = heads().last().signed_at - timedelta(minutes=4)
    append(SHELTER, 1, late, first=50)
    assert verify(SHELTER).size == SIZE + 1


@every_head
@pytest.mark.parametrize("column", ["root", "previous_root", "signature"])
def test_no_changed_bit_of_a_head_goes_unseen(size, column):
    value = bytes(getattr(heads().get(size=size), column))
    with triggers_off():
        heads().filter(size=size).update(**{column: bytes([value[0] ^ 1]) + value[1:]})
    assert broken_at() == previous_size(size)


def test_heads_that_were_signed_by_another_key_are_found():
    public = public_key_of(b"o" * 32)
    OrganisationKey.objects.filter(organisation_id=SHELTER, algorithm="Ed25519").update(
        public=public
    )
    assert broken_at() == 0


def test_an_entry_appended_while_the_ledger_is_read_is_no_break(monkeypatch):
    """The heads are read first; an append that commits before the entries are is seen in part."""
    read = verification._entries

    def append_first(organisation):
        append(SHELTER, 2, START + timedelta(hours=1), first=60)
        return read(organisation)

    monkeypatch.setattr(verification, "_entries", append_first)
    assert verify(SHELTER).size == SIZE


def test_tampering_needs_the_triggers_off():
    for rows in (entries(), heads()):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            rows.update(organisation_id=UUID(int=9))
    assert TreeHead.objects.count() == 2 * len(SIZES)
