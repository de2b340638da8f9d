"""Messages between organisation and registry: signed by the sender, sealed to the receiver.

A message is a JWS (RFC 7515, Ed25519 after RFC 8037 and 9864) inside a JWE (RFC 7516,
ECDH-ES+A256KW over X25519, A256GCM). The algorithms are fixed: what the header asks for is
checked against them and never followed.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from vault.core.errors import CannotOpen
from vault.core.signatures import public_key_of

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGN: Final = "Ed25519"
_AGREE: Final = "ECDH-ES+A256KW"
_ENCRYPT: Final = "A256GCM"
LARGEST_PAYLOAD: Final = 4 * 1024 * 1024
"""Bytes; a larger one is not signed, and a larger message is not looked at."""


class _Signatures(JWSRegistry):
    """Our one signature algorithm, and payloads of a size that a batch of records has."""

    max_payload_length = 2 * LARGEST_PAYLOAD


class _Seals(JWERegistry):
    """Our one way to seal, and ciphertexts of the same size."""

    max_ciphertext_length = 3 * LARGEST_PAYLOAD


_SIGNATURES: Final = _Signatures(algorithms=[_SIGN])
_SEALS: Final = _Seals(algorithms=[_AGREE, _ENCRYPT])


@dataclass(frozen=True, slots=True)
class Opened:
    """A message whose seal and signature were right.

    Args:
        sender: the id that the signature's key belongs to.
        kind: what the message says it is.
        payload: its bytes.
    """

    sender: str
    kind: str
    payload: bytes


def sealing_public_key_of(private: bytes) -> bytes:
    """Return the 32-byte X25519 public key that belongs to 32 ``private`` bytes."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(payload: bytes, *, kind: str, sender: str, seed: bytes) -> str:
    """Return ``payload`` as a compact JWS of ``sender``.

    Raises:
        ValueError: when the payload is larger than a receiver would look at.
    """
    if len(payload) > LARGEST_PAYLOAD:
        raise ValueError(f"A message holds at most {LARGEST_PAYLOAD:,} bytes.")
    header = {"alg": _SIGN, "kid": sender, "typ": kind}
    return jws.serialize_compact(header, payload, _signing_key(seed), registry=_SIGNATURES)


def check(token: str | bytes, *, public_key_for: Callable[[str], bytes]) -> Opened:
    """Return the content of a compact JWS.

    Args:
        token: the JWS.
        public_key_for: returns a sender's Ed25519 public key; its own errors pass through, so
            that an unknown sender and a bad signature can be told apart by the caller.

    Raises:
        CannotOpen: when it is no JWS of ours or the signature is wrong.
    """
    try:
        header = jws.extract_compact(_bytes(token), registry=_SIGNATURES).headers()
    except (JoseError, ValueError, TypeError) as error:
        raise CannotOpen from error
    sender, kind = header.get("kid"), header.get("typ")
    if not isinstance(sender, str) or not isinstance(kind, str):
        raise CannotOpen
    key = _public(public_key_for(sender), "Ed25519")
    try:
        opened = jws.deserialize_compact(_bytes(token), key, registry=_SIGNATURES)
    except (JoseError, ValueError, TypeError) as error:
        raise CannotOpen from error
    return Opened(sender=sender, kind=kind, payload=opened.payload)


def seal(token: str, *, receiver: str, public: bytes) -> str:
    """Return ``token`` sealed to ``receiver``, whose X25519 public key is ``public``."""
    header = {"alg": _AGREE, "enc": _ENCRYPT, "kid": receiver, "cty": "JWS"}
    key = _public(public, "X25519")
    return jwe.encrypt_compact(header, token.encode(), key, registry=_SEALS)


def unseal(sealed: str | bytes, *, private: bytes) -> bytes:
    """Return what was sealed to the holder of the X25519 key ``private``.

    Raises:
        CannotOpen: when it was not sealed to this key, or is not what `seal` makes.
    """
    public = sealing_public_key_of(private)
    try:
        key = OKPKey.import_key(
            {"kty": "OKP", "crv": "X25519", "x": _b64(public), "d": _b64(private)}
        )
        opened = jwe.decrypt_compact(_bytes(sealed), key, registry=_SEALS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise CannotOpen from error
    if opened.plaintext is None:
        raise CannotOpen
    return opened.plaintext


def _signing_key(seed: bytes) -> OKPKey:
    public = public_key_of(seed)
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": _b64(public), "d": _b64(seed)})


def _public(public: bytes, curve: str) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": curve, "x": _b64(public)})


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(token: str | bytes) -> bytes:
    return token.encode() if isinstance(token, str) else token
