"""C2SP's Wycheproof vectors, through our own layer as far as it lets them in.

A cell has associated data of its own making, so no vector's ciphertext can be one of our cells:
the vectors judge the ciphers that the layer uses, and the layer is held against the ciphers.
`keyed_digest` derives its HMAC key, so HMAC vectors can only judge the function that it calls.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from vault.core import signatures
from vault.core.cells import _SUITES, GCM, GCM_SIV, CellKey, Place
from vault.core.errors import CannotOpen
from vault.core.signatures import check_signature, keyed_digest

pytestmark = pytest.mark.real_data
PLACE = Place("registry_case", "facts", UUID(int=1), UUID(int=2))
FILES = {GCM_SIV: "aes_gcm_siv_test.json", GCM: "aes_gcm_test.json"}
both_suites = pytest.mark.parametrize("suite", FILES, ids=["gcm-siv", "gcm"])


def groups(real_data, name):
    text = (real_data / "vectors" / "wycheproof" / name).read_text(encoding="utf-8")
    return json.loads(text)["testGroups"]


def cell_vectors(real_data, suite):
    """Return the vectors with keys and nonces such as ours."""
    found = [
        {part: bytes.fromhex(test[part]) for part in ("key", "iv", "aad", "msg", "ct", "tag")}
        | {"valid": test["result"] == "valid"}
        for group in groups(real_data, FILES[suite])
        if (group["keySize"], group["ivSize"], group["tagSize"]) == (256, 96, 128)
        for test in group["tests"]
    ]
    assert len(found) > 60
    return found


@both_suites
def test_the_ciphers_under_a_cell_judge_every_vector_rightly(real_data, suite):
    for vector in cell_vectors(real_data, suite):
        cipher, sealed = _SUITES[suite](vector["key"]), vector["ct"] + vector["tag"]
        if vector["valid"]:
            assert cipher.decrypt(vector["iv"], sealed, vector["aad"]) == vector["msg"]
            assert cipher.encrypt(vector["iv"], vector["msg"], vector["aad"]) == sealed
        else:
            with pytest.raises(InvalidTag):
                cipher.decrypt(vector["iv"], sealed, vector["aad"])


@both_suites
def test_a_cell_of_a_vectors_key_and_nonce_opens_and_is_the_ciphers_own(real_data, suite):
    for vector in cell_vectors(real_data, suite):
        key = CellKey(key_id=UUID(int=3), key=vector["key"], suite=suite)
        cell = key.seal(vector["msg"], PLACE, lambda _length, iv=vector["iv"]: iv)
        assert cell[18:30] == vector["iv"]
        assert key.open(cell, PLACE) == vector["msg"]
        if suite == GCM and vector["valid"]:  # the ciphertext of GCM depends on no other data
            assert cell[30:-16] == vector["ct"]


@both_suites
def test_a_vectors_ciphertext_under_our_header_never_opens(real_data, suite):
    for vector in cell_vectors(real_data, suite):
        key = CellKey(key_id=UUID(int=3), key=vector["key"], suite=suite)
        header = key.seal(b"", PLACE, lambda _length, iv=vector["iv"]: iv)[:30]
        with pytest.raises(CannotOpen):
            key.open(header + vector["ct"] + vector["tag"], PLACE)


def test_every_signature_is_judged_rightly(real_data):
    judged = 0
    for group in groups(real_data, "ed25519_test.json"):
        for test in group["tests"]:
            signed = {
                "public": bytes.fromhex(group["publicKey"]["pk"]),
                "message": bytes.fromhex(test["msg"]),
                "signature": bytes.fromhex(test["sig"]),
            }
            if test["result"] == "valid":
                check_signature(**signed)
            else:
                with pytest.raises(CannotOpen):
                    check_signature(**signed)
            judged += 1
    assert judged == 151


def test_the_key_of_a_keyed_digest_is_expanded_as_the_vectors_say(real_data):
    judged = 0
    for group in groups(real_data, "hkdf_sha256_test.json"):
        for test in group["tests"]:
            if test["info"] or test["size"] < 32 or test["result"] != "valid":
                continue  # a domain is text, which no vector's info is; a subkey has 32 bytes
            salt = bytes.fromhex(test["salt"]) or bytes(32)
            extracted = hmac.digest(salt, bytes.fromhex(test["ikm"]), sha256)
            subkey = bytes.fromhex(test["okm"])[:32]
            ours = keyed_digest(key=extracted, domain="", message=b"m")
            assert ours == hmac.digest(subkey, b"m", sha256)
            judged += 1
    assert judged >= 15


def test_the_digest_that_is_called_judges_every_vector_rightly(real_data):
    for group in groups(real_data, "hmac_sha256_test.json"):
        for test in group["tests"]:
            made = signatures.hmac.digest(
                bytes.fromhex(test["key"]), bytes.fromhex(test["msg"]), signatures.sha256
            )
            right = made[: group["tagSize"] // 8].hex() == test["tag"]
            assert right == (test["result"] == "valid")
