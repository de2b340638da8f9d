"""The house rules that no other tool knows: one file for each, run by `scripts.house_rules`."""

from __future__ import annotations
