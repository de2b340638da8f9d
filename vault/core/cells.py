"""The cell: one sealed value, bound to the place where it stands.

    version(1) ‖ suite(1) ‖ key id(16) ‖ nonce(12) ‖ ciphertext and tag(16)

The associated data are, each with its length before it: suite, key id, table, column,
organisation, row. A cell that is moved to another row, column, table or organisation does not
open, nor does one whose header was changed. The key id is explicit: one key is tried, never
several, because AES-GCM does not commit to its key.

Suites: AES-256-GCM-SIV (RFC 8452), the default, because it survives a repeated nonce, as after
a restored snapshot of a machine; AES-256-GCM (NIST SP 800-38D) where that standard is required.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV

from vault.core.errors import CannotOpen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

VERSION: Final = 1
GCM_SIV: Final = 1
GCM: Final = 2
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_HEADER: Final = 18
_OVERHEAD: Final = _HEADER + NONCE_BYTES + 16
_SUITES: Final[dict[int, type[AESGCMSIV] | type[AESGCM]]] = {GCM_SIV: AESGCMSIV, GCM: AESGCM}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands.

    Args:
        table: the database table.
        column: its column; for keys, the compartment or purpose.
        organisation: whose row it is.
        row: the row's id, made by the application before the first write.
    """

    table: str
    column: str
    organisation: UUID
    row: UUID


class CellKey:
    """One key with its id, ready to seal and open cells.

    Args:
        key_id: the id that every cell of this key carries.
        key: 32 bytes.
        suite: `GCM_SIV` or `GCM`.
    """

    __slots__ = ("_ciphers", "_key", "key_id", "suite")

    def __init__(self, *, key_id: UUID, key: bytes, suite: int = GCM_SIV) -> None:
        if len(key) != KEY_BYTES:
            raise CannotOpen
        self.key_id = key_id.bytes
        self.suite = suite
        self._key = key
        self._ciphers: dict[int, AESGCMSIV | AESGCM] = {suite: _SUITES[suite](key)}

    def __repr__(self) -> str:
        return "<CellKey>"

    def __reduce__(self) -> str:
        raise TypeError("A key is never pickled.")

    def seal(self, plaintext: bytes, place: Place, random: Callable[[int], bytes]) -> bytes:
        """Return ``plaintext`` as a cell that opens only at ``place``."""
        nonce = random(NONCE_BYTES)
        header = bytes((VERSION, self.suite)) + self.key_id
        aad = _associated_data(header, place)
        return header + nonce + self._ciphers[self.suite].encrypt(nonce, plaintext, aad)

    def open(self, cell: bytes, place: Place) -> bytes:
        """Return what `seal` was given.

        Raises:
            CannotOpen: for any reason whatever.
        """
        header = cell[:_HEADER]
        if len(cell) < _OVERHEAD or cell[0] != VERSION or header[2:] != self.key_id:
            raise CannotOpen
        cipher = self._ciphers.get(cell[1]) or self._cipher(cell[1])
        nonce, body = cell[_HEADER : _HEADER + NONCE_BYTES], cell[_HEADER + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, _associated_data(header, place))
        except InvalidTag as error:
            raise CannotOpen from error

    def expose(self) -> bytes:
        """Return the raw key, to be sealed under another one and for nothing else."""
        return self._key

    def _cipher(self, suite: int) -> AESGCMSIV | AESGCM:
        if suite not in _SUITES:
            raise CannotOpen
        return self._ciphers.setdefault(suite, _SUITES[suite](self._key))


def key_id_of(cell: bytes) -> bytes:
    """Return the 16 bytes that say which key opens ``cell``; CannotOpen if it is no cell."""
    if len(cell) < _OVERHEAD or cell[0] != VERSION:
        raise CannotOpen
    return cell[2:_HEADER]


def _associated_data(header: bytes, place: Place) -> bytes:
    return (
        b"\x00\x01"
        + header[1:2]
        + b"\x00\x10"
        + header[2:]
        + _named(place.table, place.column)
        + b"\x00\x10"
        + place.organisation.bytes
        + b"\x00\x10"
        + place.row.bytes
    )


@lru_cache(maxsize=1024)
def _named(table: str, column: str) -> bytes:
    parts = (table.encode(), column.encode())
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)
