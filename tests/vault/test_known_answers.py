"""Cells that were sealed long ago still open: the format is a promise to what is stored."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV

from tests.vault.make_known_answers import FILE, VALUES, known_answers
from vault.core import codec
from vault.core.cells import CellKey, Place

ANSWERS = json.loads(FILE.read_text(encoding="utf-8"))
every_answer = pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["name"])


def test_the_published_file_is_what_we_would_seal_today():
    assert known_answers() == ANSWERS


def test_the_file_has_every_value_in_both_suites():
    assert {(answer["value"], answer["suite"]) for answer in ANSWERS} == {
        (value, suite) for value in VALUES for suite in (1, 2)
    }


@every_answer
def test_a_published_cell_opens(answer):
    key = CellKey(key_id=UUID(answer["key_id"]), key=bytes.fromhex(answer["key"]))
    place = Place(
        answer["table"], answer["column"], UUID(answer["organisation"]), UUID(answer["row"])
    )
    value = codec.decode(key.open(bytes.fromhex(answer["cell"]), place))
    assert value == VALUES[answer["value"]]
    assert type(value) is type(VALUES[answer["value"]])


@every_answer
def test_a_reader_that_knows_only_the_documented_format_opens_it_too(answer):
    """A second decoder, which shares no line with the vault."""
    cell = bytes.fromhex(answer["cell"])
    version, suite, key_id, nonce, body = (
        cell[0],
        cell[1],
        cell[2:18],
        cell[18:30],
        cell[30:],
    )
    assert (version, suite) == (1, answer["suite"])
    assert key_id == UUID(answer["key_id"]).bytes
    assert nonce.hex() == answer["nonce"]
    parts = (
        bytes([suite]),
        key_id,
        answer["table"].encode(),
        answer["column"].encode(),
        UUID(answer["organisation"]).bytes,
        UUID(answer["row"]).bytes,
    )
    associated = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    cipher = {1: AESGCMSIV, 2: AESGCM}[suite](bytes.fromhex(answer["key"]))
    plaintext = cipher.decrypt(nonce, body, associated)
    assert plaintext.hex() == answer["plaintext"]
    assert len(plaintext) % 32 == 0
