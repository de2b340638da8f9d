"""Ed25519 signatures (RFC 8032) and keyed digests (RFC 2104), nothing more."""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from vault.core.errors import CannotOpen


def public_key_of(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key that belongs to a 32-byte Ed25519 ``seed``."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(*, seed: bytes, message: bytes) -> bytes:
    """Return the 64-byte signature of ``message``."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def check_signature(*, public: bytes, message: bytes, signature: bytes) -> None:
    """Return when the signature is right.

    Raises:
        CannotOpen: when it is not, or the key is no key. What must not be ignored raises.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise CannotOpen from error


def keyed_digest(*, key: bytes, domain: str, message: bytes) -> bytes:
    """Return HMAC-SHA-256 of ``message`` under a key for ``domain`` alone (HKDF, RFC 5869).

    Two domains never share a digest, so a pseudonym can never be taken for a commitment.
    """
    subkey = HKDFExpand(algorithm=hashes.SHA256(), length=32, info=domain.encode()).derive(key)
    return hmac.digest(subkey, message, sha256)
