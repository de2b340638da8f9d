"""The root keys that this process holds: one ring, one file, one purpose.

A ring is 32 random bytes in `<ring>.key`, mode 0600 or 0400, owned by the service user, in a
folder that nobody else can enter and that is not part of a source tree. Each process gets the
files of its own work and no other: the one that builds contributions has no `care.key`, so it
cannot read a name, however it is programmed.

This module is the file provider. Keys of organisations are wrapped under these roots; see
`vault.organisation_keys`.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from vault.core.cells import KEY_BYTES, CellKey
from vault.core.errors import KeyNotHeld, RingRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_narrowed: ContextVar[frozenset[str] | None] = ContextVar("vault_rings_narrowed", default=None)
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def root(ring: str) -> CellKey:
    """Return the root key of ``ring``.

    Raises:
        KeyNotHeld: when this process does not hold the ring, or has laid it aside.
        RingRefused: when its file is not safe to use.
    """
    held = _narrowed.get()
    if held is not None and ring not in held:
        raise KeyNotHeld(ring)
    return _read(folder(), ring)


@contextmanager
def only(*rings: str) -> Iterator[None]:
    """Lay aside every ring but ``rings`` while the block runs; it can only get fewer."""
    held = _narrowed.get()
    wanted = frozenset(rings)
    token = _narrowed.set(wanted if held is None else held & wanted)
    try:
        yield
    finally:
        _narrowed.reset(token)


def require(rings: Iterable[str]) -> None:
    """Return when this process holds all of ``rings``; called before a process serves.

    Raises:
        KeyNotHeld: naming the first that is missing.
        RingRefused: naming the first that is unsafe, and what to do.
    """
    for ring in rings:
        root(ring)


def create(place: Path, rings: Iterable[str]) -> list[str]:
    """Make the missing files of ``rings`` in ``place`` and return the names of those made."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for ring in rings:
        path = place / f"{ring}.key"
        if not path.exists():
            _write(path, secrets.token_bytes(KEY_BYTES))
            made.append(ring)
    return made


def folder() -> Path:
    """Return the folder of this process's rings; RingRefused when none is set."""
    place: Path | None = settings.INBEELD_KEY_DIR
    if place is None:
        raise RingRefused("Set INBEELD_KEY_DIR to the folder of the key rings.")
    return place


def fingerprint(ring: str) -> str:
    """Return what tells two root keys apart without telling anything of either."""
    return UUID(bytes=root(ring).key_id).hex


def forget() -> None:
    """Drop every root key from memory; the next use reads its file again."""
    _read.cache_clear()


@lru_cache(maxsize=64)
def _read(place: Path, ring: str) -> CellKey:
    path = place / f"{ring}.key"
    if not path.is_file():
        raise KeyNotHeld(ring, f"there is no {path}; make it with `keys init` or restore it.")
    _check_safe(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise RingRefused(f"{path} does not hold {KEY_BYTES} bytes; restore it from your backup.")
    return CellKey(key_id=UUID(bytes=sha256(b"inbeeld root " + key).digest()[:16]), key=key)


def _check_safe(path: Path) -> None:
    for place, wanted in ((path, "0600"), (path.parent, "0700")):
        status = place.stat()
        if status.st_mode & _OTHERS:
            raise RingRefused(f"{place} is open to other users; run: chmod {wanted} {place}")
        if status.st_uid != os.geteuid():
            raise RingRefused(f"{place} belongs to another user; run: chown {os.geteuid()} {place}")
    for parent in path.resolve().parents:
        if (parent / ".git").exists():
            raise RingRefused(f"{path} lies in the source tree {parent}; move the keys out of it.")


def _write(path: Path, key: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
