"""Pure: how a protected table is written for readers and their programs, one file each.

A writer takes a `ProtectedTable` and nothing else, so nothing unprotected can be written.
"""

from __future__ import annotations
