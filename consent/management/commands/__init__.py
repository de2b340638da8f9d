"""Commands of the consent floor."""

from __future__ import annotations
