from __future__ import annotations

import csv
from pathlib import Path

import pytest

HTCDS = Path(__file__).resolve().parents[3] / ".." / "shared/data/htcds/htcds_2.0_fields.csv"


@pytest.fixture(scope="session")
def picklists() -> dict[str, set[str]]:
    """The values of each HTCDS field that has a picklist."""
    if not HTCDS.is_file():
        pytest.skip(f"NOT TESTED: the HTCDS field table is not at {HTCDS}")
    with HTCDS.open(encoding="utf-8", newline="") as stream:
        return {row["field"]: set(row["values"].split("; ")) for row in csv.DictReader(stream)}
