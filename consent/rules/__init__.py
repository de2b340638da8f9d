"""Pure: the one rule that says whether a purpose may be served."""

from __future__ import annotations
