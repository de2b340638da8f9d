"""Addresses of the care worker's screens."""

from __future__ import annotations

urlpatterns: list[object] = []
