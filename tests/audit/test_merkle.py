"""The tree of RFC 9162: every proof of every small tree, and nothing that only looks like one."""

from __future__ import annotations

import base64
import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import merkle
from audit.merkle import ProofRefused, check_consistency, check_inclusion

LARGEST = 40
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(LARGEST)]
REFERENCE_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
REFERENCE_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def root_by_definition(hashes):
    """RFC 9162, 2.1.1, to the letter."""
    if not hashes:
        return sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = root_by_definition(hashes[:split]), root_by_definition(hashes[split:])
    return sha256(b"\x01" + left + right).digest()


ROOTS = [root_by_definition(LEAVES[:size]) for size in range(LARGEST + 1)]


def is_included(leaf, index, size, proof, root):
    try:
        check_inclusion(leaf=leaf, index=index, size=size, proof=proof, root_hash=root)
    except ProofRefused:
        return False
    return True


def is_consistent(old, new, proof, old_root, new_root):
    try:
        check_consistency(
            old_size=old, new_size=new, proof=proof, old_root=old_root, new_root=new_root
        )
    except ProofRefused:
        return False
    return True


def changed(proof):
    """Return ``proof`` with each of its steps changed, left out, doubled, and swapped."""
    for at, step in enumerate(proof):
        yield [*proof[:at], bytes([step[0] ^ 1]) + step[1:], *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], step, step, *proof[at + 1 :]]
        yield [*proof[:at], step[:-1], *proof[at + 1 :]]
    if len(proof) > 1:
        yield proof[::-1]
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]


def vectors(real_data, kind):
    """Return the cases of transparency-dev/merkle, by file name."""
    folder = real_data / "vectors" / "merkle" / "testdata" / kind
    paths = sorted(folder.rglob("*.json"))
    assert len(paths) == 98
    return {str(path): json.loads(path.read_text(encoding="utf-8")) for path in paths}


def hashes(texts):
    return [base64.b64decode(text or "") for text in texts or []]


@pytest.mark.real_data
def test_every_published_inclusion_proof_is_judged_rightly(real_data):
    for name, case in vectors(real_data, "inclusion").items():
        leaf, root = hashes([case["leafHash"], case["root"]])
        found = is_included(leaf, case["leafIdx"], case["treeSize"], hashes(case["proof"]), root)
        assert found is not case["wantErr"], name


@pytest.mark.real_data
def test_every_published_consistency_proof_is_judged_rightly(real_data):
    """One vector calls twelve bytes of text a root, and wants it accepted: we refuse that."""
    differing = []
    for name, case in vectors(real_data, "consistency").items():
        roots = hashes([case["root1"], case["root2"]])
        found = is_consistent(case["size1"], case["size2"], hashes(case["proof"]), *roots)
        if found is case["wantErr"]:
            differing.append((name.rpartition("/")[2], found, roots))
    named = "sizes-are-equal-one-and-proof-is-empty.json"
    assert [(name, found) for name, found, _ in differing] == [(named, False)]
    assert all(len(root) == 12 for root in differing[0][2])


def test_the_reference_tree_has_the_reference_root():
    assert (
        merkle.root([merkle.leaf_hash(leaf) for leaf in REFERENCE_LEAVES]).hex() == REFERENCE_ROOT
    )
    assert merkle.EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")
    assert merkle.leaf_hash(b"").hex().startswith("6e340b9cffb37a98")


def test_every_root_is_what_the_definition_says():
    assert [merkle.root(LEAVES[:size]) for size in range(LARGEST + 1)] == ROOTS


def test_every_leaf_of_every_tree_is_proven_and_at_no_other_place():
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = merkle.inclusion_proof(LEAVES[:size], index)
            places = [
                other
                for other in range(size)
                if is_included(LEAVES[index], other, size, proof, ROOTS[size])
            ]
            assert places == [index]
            assert not is_included(LEAVES[index - 1], index, size, proof, ROOTS[size]) or size == 1
            assert not is_included(LEAVES[index], index, size, proof, ROOTS[size - 1])


def test_no_changed_inclusion_proof_is_accepted():
    for size in (1, 2, 3, 7, 8, 9, 31, 32, 33):
        for index in {0, size // 2, size - 1}:
            proof = merkle.inclusion_proof(LEAVES[:size], index)
            for other in changed(proof):
                assert not is_included(LEAVES[index], index, size, other, ROOTS[size])


def test_every_tree_is_consistent_with_every_earlier_one_and_with_no_other():
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(LEAVES[:new], old)
            assert is_consistent(old, new, proof, ROOTS[old], ROOTS[new])
            fork = merkle.root([merkle.leaf_hash(b"fork"), *LEAVES[1:old]])
            assert not is_consistent(old, new, proof, fork, ROOTS[new])
            assert not is_consistent(old, new, proof, ROOTS[old], fork)
            if old < new:
                assert not is_consistent(old, new, proof, ROOTS[new], ROOTS[old])
                assert not is_consistent(new, old, proof, ROOTS[old], ROOTS[new])


def test_no_changed_consistency_proof_is_accepted():
    for new in (2, 3, 7, 8, 9, 31, 32, 33):
        for old in {1, new // 2, new - 1}:
            for other in changed(merkle.consistency_proof(LEAVES[:new], old)):
                assert not is_consistent(old, new, other, ROOTS[old], ROOTS[new])


@pytest.mark.parametrize("size", [0, -1, 5])
def test_a_size_of_nothing_proves_nothing(size):
    assert not is_included(LEAVES[0], 0, min(size, 0), [], ROOTS[1])
    assert not is_consistent(size if size < 1 else 6, 5, [], ROOTS[5], ROOTS[5])
    for index in (-1, 5, 6):
        with pytest.raises(ValueError, match="no leaf"):
            merkle.inclusion_proof(LEAVES[:5], index)
    for old in (-1, 0, 6):
        with pytest.raises(ValueError, match="no earlier size"):
            merkle.consistency_proof(LEAVES[:5], old)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_hash_of_another_length_is_refused_first(length):
    odd = b"h" * length
    for leaf, proof, root in ((odd, [], odd), (LEAVES[0], [odd], ROOTS[2]), (odd, [], ROOTS[1])):
        assert not is_included(leaf, 0, len(proof) + 1, proof, root)
    assert not is_consistent(1, 1, [], odd, odd)
    assert not is_consistent(1, 2, [odd], ROOTS[1], ROOTS[2])


@given(st.lists(st.integers(0, 5), max_size=8))
def test_leaves_may_come_in_batches_of_any_size(batches):
    frontier, size = [], 0
    for count in batches:
        batch = LEAVES[size : size + count]
        frontier = merkle.extend(frontier, size, batch)
        size += len(batch)
        assert len(frontier) == size.bit_count()
    assert merkle.root_of_frontier(frontier) == ROOTS[size]


def test_a_frontier_of_another_size_is_refused():
    for size, frontier in ((0, [LEAVES[0]]), (1, []), (3, LEAVES[:1]), (4, LEAVES[:2])):
        with pytest.raises(ValueError, match="full subtrees"):
            merkle.extend(frontier, size, LEAVES[:1])


def test_a_leaf_is_never_taken_for_an_inner_node():
    """Second preimages: the children of a node, said to be one leaf."""
    pair = merkle.node_hash(LEAVES[0], LEAVES[1])
    assert merkle.leaf_hash(LEAVES[0] + LEAVES[1]) != pair
    assert not is_included(merkle.leaf_hash(LEAVES[0] + LEAVES[1]), 0, 1, [], pair)
