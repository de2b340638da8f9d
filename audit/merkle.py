"""The Merkle tree of RFC 9162, section 2.1: hashes, proofs, and the verifiers of both proofs.

Pure. The tree's frontier (the roots of its full subtrees, left to right) is all that an append
needs, so a ledger of a million leaves grows by twenty hashes of work. Verifiers raise; a size of
zero and a hash that is not 32 bytes are refused before anything else is looked at.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256().digest()


class ProofRefused(Exception):
    """A proof does not show what it claims; the message says at which step."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 over 0x00 and the leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 over 0x01 and both children."""
    return sha256(b"\x01" + left + right).digest()


def extend(frontier: Sequence[bytes], size: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """Return the frontier after appending ``leaf_hashes`` to a tree of ``size`` leaves.

    Args:
        frontier: roots of the full subtrees of the tree, largest first.
        size: its number of leaves; the frontier has one root per one-bit of it.
        leaf_hashes: 32 bytes each, in order.

    Raises:
        ValueError: when frontier and size do not belong together.
    """
    if len(frontier) != size.bit_count():
        raise ValueError(f"A tree of {size} leaves has {size.bit_count()} full subtrees.")
    roots = list(frontier)
    for hash_ in leaf_hashes:
        joined, bits = hash_, size
        while bits & 1:
            joined, bits = node_hash(roots.pop(), joined), bits >> 1
        roots.append(joined)
        size += 1
    return roots


def root_of_frontier(frontier: Sequence[bytes]) -> bytes:
    """Return the root hash of the tree with this frontier."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root hash of the tree over ``leaf_hashes``."""
    return root_of_frontier(extend([], 0, leaf_hashes))


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf ``index`` (RFC 9162, 2.1.3.1), nearest sibling first."""
    if not 0 <= index < len(leaf_hashes):
        raise ValueError(f"There is no leaf {index} in a tree of {len(leaf_hashes)}.")
    if len(leaf_hashes) == 1:
        return []
    split = _split(len(leaf_hashes))
    left, right = leaf_hashes[:split], leaf_hashes[split:]
    if index < split:
        return [*inclusion_proof(left, index), root(right)]
    return [*inclusion_proof(right, index - split), root(left)]


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the first ``old_size`` leaves are a prefix (RFC 9162, 2.1.4.1)."""
    if not 0 < old_size <= len(leaf_hashes):
        raise ValueError(f"A tree of {len(leaf_hashes)} has no earlier size {old_size}.")
    return [] if old_size == len(leaf_hashes) else _subproof(leaf_hashes, old_size, complete=True)


def check_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes
) -> None:
    """Return when ``proof`` shows that leaf hash ``leaf`` is at ``index`` (RFC 9162, 2.1.3.2).

    Raises:
        ProofRefused: otherwise.
    """
    _check_hashes(leaf, root_hash, *proof)
    if not 0 <= index < size:
        raise ProofRefused(f"There is no leaf {index} in a tree of {size}.")
    node, last, joined = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofRefused("The proof is longer than the tree is high.")
        if node & 1 or node == last:
            joined = node_hash(step, joined)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            joined = node_hash(joined, step)
        node, last = node >> 1, last >> 1
    if last or joined != root_hash:
        raise ProofRefused("The proof does not lead to the root.")


def check_consistency(
    *, old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Return when ``proof`` shows that the old tree is a prefix of the new (RFC 9162, 2.1.4.2).

    Raises:
        ProofRefused: otherwise.
    """
    _check_hashes(old_root, new_root, *proof)
    if not 0 < old_size <= new_size:
        raise ProofRefused(f"A tree of {old_size} cannot come before one of {new_size}.")
    if old_size == new_size:
        if proof or old_root != new_root:
            raise ProofRefused("Two trees of one size have one root and need no proof.")
        return
    steps = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not steps:
        raise ProofRefused("The proof is empty.")
    _walk_consistency(steps, old_size - 1, new_size - 1, old_root, new_root)


def _walk_consistency(
    steps: list[bytes], node: int, last: int, old_root: bytes, new_root: bytes
) -> None:
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofRefused("The proof is longer than the tree is high.")
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    if last or old != old_root or new != new_root:
        raise ProofRefused("The proof does not lead from the old root to the new one.")


def _subproof(leaf_hashes: Sequence[bytes], old_size: int, *, complete: bool) -> list[bytes]:
    if old_size == len(leaf_hashes):
        return [] if complete else [root(leaf_hashes)]
    split = _split(len(leaf_hashes))
    left, right = leaf_hashes[:split], leaf_hashes[split:]
    if old_size <= split:
        return [*_subproof(left, old_size, complete=complete), root(right)]
    return [*_subproof(right, old_size - split, complete=False), root(left)]


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _check_hashes(*hashes: bytes) -> None:
    if any(len(hash_) != HASH_BYTES for hash_ in hashes):
        raise ProofRefused(f"Every hash has {HASH_BYTES} bytes.")
