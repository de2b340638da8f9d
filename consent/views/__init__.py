"""The auditor's pages. No screen here can open identity or narrative."""

from __future__ import annotations
