"""What only a stranger to the application can do."""

from __future__ import annotations

import pytest
from django.db import connections

from audit.append_only import statements

TABLES = ("consent_consentevent", "audit_ledgerentry", "audit_treehead")


@pytest.fixture
def without_triggers():
    """Let the test write what triggers refuse, as a database administrator could."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in statements(connection.vendor, table, on=False):
                cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in statements(connection.vendor, table, on=True):
                cursor.execute(statement)
