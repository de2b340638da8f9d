"""Turns values into bytes and back without losing what they were.

A value is one tag byte and its payload, padded to a whole number of blocks so that a cell's
length says little about its content. ``""``, ``0``, ``False`` and ``None`` all survive.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from vault.core.errors import CannotOpen, NotSealable

type_names: Final = "None, bool, int, str, bytes, date, dict and list"
BLOCK: Final = 32
"""Bytes; a sealed value's length is a multiple of this."""

_NONE, _FALSE, _TRUE, _INT, _TEXT, _BYTES, _DATE, _DOCUMENT = (
    b"N",
    b"F",
    b"T",
    b"I",
    b"S",
    b"B",
    b"D",
    b"J",
)


def canonical_json(document: object) -> bytes:
    """Return ``document`` as the one JSON text it has: sorted keys, no blanks, UTF-8."""
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def encode(value: object) -> bytes:
    """Return ``value`` as padded, typed bytes.

    Raises:
        NotSealable: when the type is not one of None, bool, int, str, bytes, date, dict, list, or
            when the value would not come back as what it was.
    """
    try:
        return _pad(_tagged(value))
    except (ValueError, RecursionError) as error:
        raise NotSealable(f"This {type(value).__name__} cannot be written down exactly.") from error


def decode(data: bytes) -> object:
    """Return the value that `encode` was given.

    Raises:
        CannotOpen: when the bytes are not such an encoding.
    """
    body, mark, zeros = data.rpartition(b"\x80")
    if not mark or zeros.strip(b"\x00"):
        raise CannotOpen
    try:
        return body[1:].decode() if body[:1] == _TEXT else _untagged(body[:1], body[1:])
    except (ValueError, KeyError, RecursionError) as error:
        raise CannotOpen from error


def _tagged(value: object) -> bytes:
    if isinstance(value, str):
        return _TEXT + value.encode()
    if value is None or isinstance(value, bool):
        return _NONE if value is None else (_TRUE if value else _FALSE)
    if isinstance(value, int):
        return _INT + str(value).encode()
    if isinstance(value, bytes):
        return _BYTES + value
    if type(value) is date:
        return _DATE + value.isoformat().encode()
    if isinstance(value, dict | list):
        return _DOCUMENT + _document(value)
    raise NotSealable(f"A {type(value).__name__} cannot be sealed; known are {type_names}.")


def _document(value: object) -> bytes:
    """Return ``value`` as JSON if it survives that: no tuples, no sets, no keys but text."""
    try:
        text = canonical_json(value)
    except TypeError as error:
        raise NotSealable("A document holds texts, numbers, None, lists and dicts only.") from error
    if json.loads(text) != value:
        raise NotSealable("This document would come back changed; its keys must be texts.")
    return text


def _untagged(tag: bytes, payload: bytes) -> object:
    if tag == _DOCUMENT:
        return json.loads(payload)
    if tag == _INT:
        return int(payload)
    if tag == _BYTES:
        return payload
    if tag == _DATE:
        return date.fromisoformat(payload.decode())
    return {_NONE: None, _FALSE: False, _TRUE: True}[tag]


def _pad(body: bytes) -> bytes:
    """ISO/IEC 7816-4 padding: one 0x80, then zeros."""
    return body + b"\x80" + b"\x00" * (-(len(body) + 1) % BLOCK)
