"""Django's folder for commands."""

from __future__ import annotations
