"""The coordinator's pages, and the address of the inbox."""

from __future__ import annotations
