"""Commands of the registry floor."""

from __future__ import annotations
