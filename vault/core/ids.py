"""Row ids that exist before the first write: UUID version 7 (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a new id: 48 bits of Unix milliseconds, then 74 random bits.

    Ids sort by the moment they were made, so indexes stay dense. They are not secrets
    (ASVS 11.5.1): whoever knows one still needs the right to see what it names.
    """
    return uuid7_from(milliseconds=time.time_ns() // 1_000_000, random=os.urandom(10))


def uuid7_from(*, milliseconds: int, random: bytes) -> UUID:
    """Return the id made of ``milliseconds`` since 1970 and ten bytes of ``random``."""
    value = int.from_bytes(milliseconds.to_bytes(6, "big") + random, "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)
