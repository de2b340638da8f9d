"""Benchmarks: ratios against a plain counterpart, measured side by side in one run."""

from __future__ import annotations
