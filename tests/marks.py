"""Marks that many test files share."""

from __future__ import annotations

import pytest

database = pytest.mark.django_db(databases=["default", "keys"])
"""The test uses both databases and is rolled back."""

real_database = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
"""The test commits for real: for threads, processes and crashes between two commits."""
