"""Signatures and keyed digests: what is not right raises."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.core.errors import CannotOpen
from vault.core.signatures import check_signature, keyed_digest, public_key_of, sign

SEED = bytes(range(32))
MESSAGE = b"the head of size 12"


def test_a_signature_is_right_for_its_message_and_key():
    check_signature(
        public=public_key_of(SEED), message=MESSAGE, signature=sign(seed=SEED, message=MESSAGE)
    )


def test_the_first_vector_of_the_standard():
    """RFC 8032, section 7.1, test 1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert public_key_of(seed).hex() == public
    assert sign(seed=seed, message=b"").hex().startswith("e5564300c360ac729086e2cc806e828a")


def test_no_changed_bit_of_a_signature_is_accepted():
    public, signature = public_key_of(SEED), sign(seed=SEED, message=MESSAGE)
    for bit in range(8 * len(signature)):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            check_signature(public=public, message=MESSAGE, signature=bytes(changed))


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": MESSAGE + b"\x00"},
        {"message": b""},
        {"public": public_key_of(b"o" * 32)},
        {"public": b""},
        {"public": bytes(31)},
        {"public": b"\xff" * 32},
        {"signature": b""},
        {"signature": bytes(64)},
        {"signature": bytes(65)},
    ],
    ids=str,
)
def test_what_is_not_right_raises(wrong):
    right = {
        "public": public_key_of(SEED),
        "message": MESSAGE,
        "signature": sign(seed=SEED, message=MESSAGE),
    }
    with pytest.raises(CannotOpen):
        check_signature(**right | wrong)


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1), st.text(min_size=1), st.binary())
def test_two_domains_never_share_a_digest(key, one, other, message):
    digests = {keyed_digest(key=key, domain=domain, message=message) for domain in (one, other)}
    assert len(digests) == (1 if one == other else 2)


def test_a_domain_and_a_message_never_run_into_each_other():
    key = os.urandom(32)
    assert keyed_digest(key=key, domain="ab", message=b"c") != keyed_digest(
        key=key, domain="a", message=b"bc"
    )


def test_another_key_gives_another_digest():
    digests = {keyed_digest(key=os.urandom(32), domain="d", message=b"m") for _ in range(100)}
    assert len(digests) == 100
    assert {len(digest) for digest in digests} == {32}
