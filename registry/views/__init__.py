"""The care worker's screens. A view parses, calls one verb, answers."""

from __future__ import annotations
