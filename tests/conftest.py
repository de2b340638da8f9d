"""Rings of keys for the whole run, the cast for each test, and triggers that let tests clean up."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.adapters import RING as ACCOUNTS_RING
from audit.append_only import statements
from config.rings import ALL
from tests.cast import Cast
from vault import organisation_keys, rings
from vault.organisation_keys import Algorithm
from vault.sealing import INSTALLATION

if TYPE_CHECKING:
    from collections.abc import Callable

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
APPEND_ONLY = (
    "audit_ledgerentry",
    "audit_treehead",
    "audit_accesslogentry",
    "consent_consentevent",
    "consent_legalbasis",
    "reporting_release",
)

hypothesis_settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _key_rings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make rings outside the tree, as an installation does."""
    folder = tmp_path_factory.mktemp("rings", numbered=True)
    folder.chmod(0o700)
    rings.create(folder, ALL)
    settings.INBEELD_KEY_DIR = folder


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Let no test find a key that another one opened, or the language it spoke."""
    rings.forget()
    organisation_keys.forget()
    translation.deactivate()  # whatever language a request left behind


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast, in fresh databases."""
    organisation_keys.provide(INSTALLATION, [(ACCOUNTS_RING, Algorithm.CELLS)])
    return Cast()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of the shared real data, or skip loudly where there is none."""
    if not REAL_DATA.is_dir():
        pytest.skip("REAL DATA NOT THERE: this test reads the shared real data beside the checkout")
    return REAL_DATA


def _without_triggers(teardown: Callable[[Any], None]) -> Callable[[Any], None]:
    """Let the flush after a transactional test empty append-only tables too."""

    @functools.wraps(teardown)
    def wrapped(case: Any) -> None:
        _protect(on=False)
        try:
            teardown(case)
        finally:
            _protect(on=True)

    return wrapped


def _protect(*, on: bool) -> None:
    connection = connections["default"]
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            for statement in statements(connection.vendor, table, on=on):
                cursor.execute(statement)


TransactionTestCase._fixture_teardown = _without_triggers(TransactionTestCase._fixture_teardown)
