"""Importing 10,000 reports against a plain `bulk_create` of the very rows that it wrote.

Ours parses, checks, makes keys, seals, appends to the ledger, signs heads and grants. Theirs
inserts the finished rows of every table, in both databases, and does nothing else.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.db import connections, transaction

from audit.append_only import statements
from audit.models import AccessLogEntry, Ledger, LedgerEntry, TreeHead
from benchmarks.house import Figure, empty_house, seconds
from consent.models import ConsentEvent, ConsentFile, LegalBasis
from registry.importing import run_import
from registry.models import Case
from registry.profiles import nrm_uk
from registry.profiles.nrm_referrals import COLUMNS
from vault.models import DataKey, Grant

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import Model

REPORTS = 10_000
LIMIT = 15
WRITTEN: tuple[type[Model], ...] = (
    ConsentFile,
    Case,
    LegalBasis,
    ConsentEvent,
    LedgerEntry,
    TreeHead,
    Ledger,
    AccessLogEntry,
    DataKey,
    Grant,
)
APPEND_ONLY: tuple[type[Model], ...] = (
    LegalBasis,
    ConsentEvent,
    LedgerEntry,
    TreeHead,
    AccessLogEntry,
)


def run() -> Figure:
    """Measure once; each side writes tens of thousands of rows."""
    with empty_house() as folder:
        path = folder / "referrals.csv"
        _write_file(path)
        ours = seconds(lambda: run_import(path=path, profile=nrm_uk.PROFILE, who="bench"))
        rows = {model: list(model._base_manager.all()) for model in WRITTEN}
        _empty()
        theirs = seconds(lambda: _insert(rows))
    number = sum(map(len, rows.values()))
    return Figure(
        what=f"import of {REPORTS:,} reports / plain bulk_create of their rows",
        ratio=ours / theirs,
        limit=LIMIT,
        detail=f"{ours:.2f} s / {theirs:.2f} s, {number:,} rows",
    )


def _write_file(path: Path) -> None:
    """Write invented referrals: three organisations, every code in turn."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(REPORTS):
            kind = ("Police", "Local Authority", "NGO and third sector")[number % 3]
            writer.writerow(
                [
                    f"Example {kind}",
                    kind,
                    f"2022 Q{1 + number % 4}",
                    ("Labour", "Sexual", "Criminal", "Labour & Criminal")[number % 4],
                    ("Adult (18 or over)", "Child (17 or under)")[number % 2],
                    ("Male", "Female")[number % 2],
                    ("Albanian", "UK", "Eritrean", "Vietnamese")[number % 4],
                ]
            )


def _insert(rows: dict[type[Model], list[Model]]) -> None:
    for model, instances in rows.items():
        alias = "keys" if model._meta.app_label == "vault" else "default"
        with transaction.atomic(using=alias):
            model._base_manager.bulk_create(instances)


def _empty() -> None:
    connection = connections["default"]
    with connection.cursor() as cursor:
        for model in APPEND_ONLY:
            for statement in statements(connection.vendor, model._meta.db_table, on=False):
                cursor.execute(statement)
    for model in reversed(WRITTEN):
        model._base_manager.all()._raw_delete(
            "keys" if model._meta.app_label == "vault" else "default"
        )
