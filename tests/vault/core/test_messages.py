"""A message opens for its receiver, from its sender, unchanged; nonsense is just closed."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe, jws
from joserfc.jwk import OctKey, OKPKey

from vault.core import messages
from vault.core.errors import CannotOpen
from vault.core.signatures import public_key_of
from vault.core.signatures import sign as raw_sign

SEED, OTHER_SEED = b"s" * 32, b"t" * 32
PRIVATE, OTHER_PRIVATE = b"p" * 32, b"q" * 32
PUBLIC = messages.sealing_public_key_of(PRIVATE)
PAYLOAD = b'{"records":[]}'
KEYS = {"shelter": public_key_of(SEED), "other": public_key_of(OTHER_SEED)}


class NobodyByThatName(Exception):
    """The test's own error of a sender who is not known."""


def key_for(sender):
    try:
        return KEYS[sender]
    except KeyError as error:
        raise NobodyByThatName from error


def signed(payload=PAYLOAD, sender="shelter", seed=SEED):
    return messages.sign(payload, kind="records", sender=sender, seed=seed)


def sealed(token=None, receiver="registry", public=PUBLIC):
    return messages.seal(token or signed(), receiver=receiver, public=public)


def check(token):
    return messages.check(token, public_key_for=key_for)


def refused(token):
    with pytest.raises(CannotOpen):
        check(token)


def not_unsealed(token, private=PRIVATE):
    with pytest.raises(CannotOpen):
        messages.unseal(token, private=private)


def b64(data):
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def header_of(token):
    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def with_header(token, header):
    return ".".join([b64(header), *token.split(".")[1:]])


def signed_with_header(header):
    """Return a token whose signature really covers ``header``."""
    content = f"{b64(header)}.{b64(PAYLOAD)}"
    return f"{content}.{b64(raw_sign(seed=SEED, message=content.encode()))}"


def changed_in_each_part(token):
    """Return ``token`` with one character changed, at several places of each part."""
    start = 0
    for part in token.split("."):
        for offset in {0, len(part) // 2, max(len(part) - 3, 0)}:
            at = start + offset
            letter = "A" if token[at] != "A" else "B"
            yield token[:at] + letter + token[at + 1 :]
        start += len(part) + 1


def test_the_receiver_opens_what_the_sender_signed():
    opened = check(messages.unseal(sealed(), private=PRIVATE))
    assert (opened.sender, opened.kind, opened.payload) == ("shelter", "records", PAYLOAD)


def test_another_receiver_opens_nothing():
    not_unsealed(sealed(), private=OTHER_PRIVATE)


def test_a_receiver_of_another_name_opens_nothing_that_was_renamed():
    token = sealed()
    not_unsealed(with_header(token, header_of(token) | {"kid": "someone else"}))


def test_another_sender_cannot_sign_in_this_ones_name():
    refused(signed(seed=OTHER_SEED))


def test_a_swapped_sender_is_refused():
    token = signed()
    refused(with_header(token, header_of(token) | {"kid": "other"}))


def test_the_error_of_an_unknown_sender_passes_through():
    with pytest.raises(NobodyByThatName):
        check(signed(sender="nobody"))


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "EdDSA"},
        {"alg": "Ed448"},
        {"alg": ""},
        {"alg": None},
        {"alg": ["Ed25519"]},
        {"alg": {}},
        {"kid": None},
        {"kid": 5},
        {"kid": ["shelter"]},
        {"typ": None},
        {"typ": 5},
        {"crit": ["unheard of"]},
        {"crit": "b64"},
    ],
    ids=str,
)
def test_a_header_that_asks_for_something_else_is_refused_even_if_signed(change):
    header = {"alg": "Ed25519", "kid": "shelter", "typ": "records"}
    assert check(signed_with_header(header)).payload == PAYLOAD
    refused(signed_with_header(header | change))


@pytest.mark.parametrize("missing", ["alg", "kid", "typ"])
def test_a_header_without_one_of_its_parts_is_refused(missing):
    header = {"alg": "Ed25519", "kid": "shelter", "typ": "records"}
    del header[missing]
    refused(signed_with_header(header))


def test_a_public_key_is_never_taken_for_a_shared_secret():
    header = {"alg": "HS256", "kid": "shelter", "typ": "records"}
    refused(jws.serialize_compact(header, PAYLOAD, OctKey.import_key(KEYS["shelter"])))


def test_a_token_without_a_signature_is_refused():
    head, payload, _ = signed().split(".")
    refused(f"{head}.{payload}.")
    header = b64({"alg": "none", "kid": "shelter", "typ": "records"})
    refused(f"{header}.{payload}.")


def test_a_changed_letter_of_a_signed_token_is_refused():
    for token in changed_in_each_part(signed()):
        with pytest.raises((CannotOpen, NobodyByThatName)):
            check(token)


def test_a_changed_letter_of_a_sealed_message_is_refused():
    for token in changed_in_each_part(sealed()):
        not_unsealed(token)


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "dir"},
        {"alg": "ECDH-ES"},
        {"alg": ["ECDH-ES+A256KW"]},
        {"enc": "A128GCM"},
        {"enc": []},
        {"zip": "DEF"},
        {"epk": None},
        {"epk": 5},
        {"epk": {}},
        {"epk": {"kty": "OKP", "crv": "X25519", "x": 5}},
        {"epk": {"kty": "OKP", "crv": "X25519", "x": b64(bytes(32))}},
        {"epk": {"kty": "OKP", "crv": "Ed25519", "x": b64(KEYS["shelter"])}},
        {"epk": {"kty": "oct", "k": "AA"}},
        {"apu": 5},
        {"crit": ["unheard of"]},
    ],
    ids=str,
)
def test_a_seal_that_asks_for_something_else_is_refused(change):
    token = sealed()
    not_unsealed(with_header(token, header_of(token) | change))


@pytest.mark.parametrize(
    "change", [{"alg": "ECDH-ES"}, {"alg": "ECDH-ES+A128KW"}, {"enc": "A128GCM"}, {"zip": "DEF"}]
)
def test_a_well_made_seal_of_another_kind_is_refused(change):
    """Somebody who follows the standard to the letter, but not our one way."""
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": "registry"} | change
    key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": b64(PUBLIC)})
    every = ["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW", "A256GCM", "A128GCM", "DEF"]
    not_unsealed(jwe.encrypt_compact(header, signed().encode(), key, algorithms=every))


def test_a_message_inside_out_is_refused():
    """Signed where it should be sealed, sealed where it should be signed, sealed twice."""
    refused(sealed())
    not_unsealed(signed())
    refused(messages.unseal(sealed(sealed()), private=PRIVATE))
    refused(messages.unseal(sealed("no token at all"), private=PRIVATE))


def test_the_largest_message_passes_and_a_larger_one_is_refused():
    largest = b"x" * messages.LARGEST_PAYLOAD
    opened = check(messages.unseal(sealed(signed(largest)), private=PRIVATE))
    assert opened.payload == largest
    with pytest.raises(ValueError, match="at most 4,194,304 bytes"):
        signed(largest + b"x")


def test_a_message_beyond_any_size_of_ours_is_not_looked_at():
    head, key, nonce, _, tag = sealed().split(".")
    not_unsealed(f"{head}.{key}.{nonce}.{'A' * (6 * messages.LARGEST_PAYLOAD)}.{tag}")
    head, _, signature = signed().split(".")
    refused(f"{head}.{'A' * (4 * messages.LARGEST_PAYLOAD)}.{signature}")


NONSENSE = ["", ".", "..", "...", "....", ".....", "a.b.c", "a.b.c.d.e", "é.é.é", "\ud800", "=" * 9]
NONSENSE += [b"", b"\xff\xfe", b"\x00" * 50, b"\xff.\xff.\xff"]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
def test_nonsense_is_closed(nonsense):
    refused(nonsense)
    not_unsealed(nonsense)


@pytest.mark.parametrize("header", [[1], "text", 5, None, True, {}, b"{", b"[" * 5000, b"\xff"])
def test_a_header_that_is_none_is_closed(header):
    refused(signed_with_header(header))
    not_unsealed(with_header(sealed(), header))


@settings(max_examples=200)
@given(st.binary(max_size=80) | st.text(max_size=80))
def test_random_nonsense_is_closed(nonsense):
    refused(nonsense)
    not_unsealed(nonsense)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
header_names = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "zip", "enc", "epk"])


@settings(max_examples=150)
@given(st.dictionaries(header_names, json_values, min_size=1, max_size=4))
def test_no_header_whatever_gives_another_error(header):
    ours = {"alg": "Ed25519", "kid": "shelter", "typ": "records"}
    for changed in (header, ours | header):
        with suppress(CannotOpen, NobodyByThatName):
            check(signed_with_header(changed))
    token = sealed()
    not_unsealed(with_header(token, header_of(token) | header))
