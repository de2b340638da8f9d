"""Servers for one test run: started by us on loopback, ended by us, nothing kept."""

from __future__ import annotations
