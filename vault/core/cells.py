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

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV

from vault.core.errors import CannotOpen

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION: Final = 1
GCM_SIV: Final = 1
GCM: Final = 2
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_HEADER: Final = 18
KEY_ID: Final = slice(2, _HEADER)
"""Where in a cell its key id stands."""
_BODY: Final = _HEADER + NONCE_BYTES
_OVERHEAD: Final = _BODY + 16
_SUITES: Final[dict[int, type[AESGCMSIV] | type[AESGCM]]] = {GCM_SIV: AESGCMSIV, GCM: AESGCM}
_HEADS: Final = {suite: bytes((VERSION, suite)) for suite in _SUITES}
_PREFIXES: Final = {suite: bytes((0, 1, suite, 0, 16)) for suite in _SUITES}
"""The first two parts of the associated data, up to the key id, with their lengths."""


class Place:
    """Where a cell stands.

    Args:
        table: the database table.
        column: its column; for keys, the compartment or purpose.
        organisation: whose row it is.
        row: the row's id, made by the application before the first write.
    """

    __slots__ = ("associated",)

    def __init__(self, table: str, column: str, organisation: UUID, row: UUID) -> None:
        self.associated = _column_part(table, column, organisation) + row.bytes


class CellKey:
    """One key with its id, ready to seal and open cells.

    Args:
        key_id: the id that every cell of this key carries.
        key: 32 bytes.
        suite: `GCM_SIV` or `GCM`, for sealing; both open.
    """

    __slots__ = ("_cipher", "_decrypt", "_header", "_key", "_prefix", "key_id", "suite")

    def __init__(self, *, key_id: UUID, key: bytes, suite: int = GCM_SIV) -> None:
        if len(key) != KEY_BYTES or suite not in _SUITES:
            raise CannotOpen
        self.key_id = key_id.bytes
        self.suite = suite
        self._key = key
        self._cipher = _SUITES[suite](key)
        self._decrypt = self._cipher.decrypt
        self._header = _HEADS[suite] + self.key_id
        self._prefix = _PREFIXES[suite] + self.key_id

    def __repr__(self) -> str:
        return "<CellKey>"

    def __reduce__(self) -> str:
        raise TypeError("A key is never pickled.")

    def seal(self, plaintext: bytes, place: Place, random: Callable[[int], bytes]) -> bytes:
        """Return ``plaintext`` as a cell that opens only at ``place``."""
        nonce = random(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, plaintext, self._prefix + place.associated)
        return self._header + nonce + sealed

    def open(self, cell: bytes, place: Place) -> bytes:
        """Return what `seal` was given.

        Raises:
            CannotOpen: for any reason whatever.
        """
        if cell[:_HEADER] != self._header or len(cell) < _OVERHEAD:
            return self._of_other_suite(cell).open(cell, place)
        try:
            return self._decrypt(cell[_HEADER:_BODY], cell[_BODY:], self._prefix + place.associated)
        except InvalidTag as error:
            raise CannotOpen from error

    def expose(self) -> bytes:
        """Return the raw key, to be sealed under another one and for nothing else."""
        return self._key

    def _of_other_suite(self, cell: bytes) -> CellKey:
        """Return this key for the suite that a whole cell of this key names, if it is another."""
        whole = len(cell) >= _OVERHEAD and cell[0] == VERSION and cell[KEY_ID] == self.key_id
        if not whole or cell[1] == self.suite:
            raise CannotOpen
        return CellKey(key_id=UUID(bytes=self.key_id), key=self._key, suite=cell[1])


def key_id_of(cell: bytes) -> bytes:
    """Return the 16 bytes that say which key opens ``cell``; CannotOpen if it is no cell."""
    if len(cell) < _OVERHEAD or cell[0] != VERSION:
        raise CannotOpen
    return cell[KEY_ID]


@lru_cache(maxsize=4096)
def _column_part(table: str, column: str, organisation: UUID) -> bytes:
    """The associated data that all cells of one column of one organisation share."""
    parts = (table.encode(), column.encode(), organisation.bytes)
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts) + b"\x00\x10"
