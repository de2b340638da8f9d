"""Tests: SQLite by default, PostgreSQL and Redis when the runner gives their addresses."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

DATABASES = {
    "default": env.database_from_url(os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")),
    "keys": env.database_from_url(os.environ.get("TEST_KEYS_DATABASE_URL", "sqlite://:memory:")),
}
if "TEST_DATABASE_URL" not in os.environ:
    # Files, because tests with threads and processes must see one database.
    _folder = Path(tempfile.mkdtemp(prefix="inbeeld-test-"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    for _alias, _database in DATABASES.items():
        _database["TEST"] = {"NAME": str(_folder / f"{_alias}.sqlite3")}

INBEELD_KEY_DIR = None  # each test run makes its own rings, see tests/conftest.py
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
REGISTRY_URL = "http://127.0.0.1:1"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
