"""Commands of the reporting floor."""

from __future__ import annotations
