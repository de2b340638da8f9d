"""The pure rooms of the vault: bytes in, bytes out; time and randomness are handed in."""

from __future__ import annotations
