"""The house's own tools: set up, check, test in two tiers. Nothing here is part of the product."""

from __future__ import annotations
