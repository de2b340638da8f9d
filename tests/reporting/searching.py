"""Searches a word in everything that an installation leaves behind, however it is written."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connections

from tests.reporting.processes import address

ALIASES = ("default", "keys")


def written_forms(marker):
    """Return the bytes as which ``marker`` may stand somewhere: text, hex, base64 at any offset."""
    plain = marker.encode()
    forms = {plain, plain.hex().encode(), marker.encode("utf-16-le")}
    for offset in range(3):
        whole = base64.b64encode(bytes(offset) + plain)
        inside = whole[4 if offset else 0 : len(whole) // 4 * 4 - 4]
        forms |= {inside, inside.translate(bytes.maketrans(b"+/", b"-_"))}
    return forms


def holds(haystack, marker):
    """Say whether ``marker`` stands in ``haystack`` in any form; plain text in any case."""
    if marker.lower().encode() in haystack.lower():
        return True
    return any(form in haystack for form in written_forms(marker))


def every_table():
    """Yield each table of both databases with all its values, as bytes."""
    for alias in ALIASES:
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                values = (value for row in cursor.fetchall() for value in row)
                yield f"{alias}.{table}", b"\n".join(map(_as_bytes, values))


def raw_databases():
    """Yield the bytes of both databases as they lie on the disk, or in a backup."""
    for alias in ALIASES:
        if connections[alias].vendor == "sqlite":
            name = str(connections[alias].settings_dict["NAME"])
            for path in map(Path, (name, name + "-wal", name + "-shm")):
                if path.exists():
                    yield path.name, path.read_bytes()
        else:
            yield f"dump of {alias}", _dump(alias)


def _dump(alias):
    if shutil.which("pg_dump") is None:
        pytest.skip("NO pg_dump HERE: the raw database was not searched")
    command = ["pg_dump", "--dbname", address(alias).replace("postgres:", "postgresql:", 1)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _as_bytes(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()
