"""Real processes in the databases of the running test, each with only the key rings it is given."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from django.conf import settings
from django.db import connections

from vault import rings

SECONDS = 60


def ring_folder(place, held):
    """Return a folder in ``place`` that holds copies of the rings ``held`` and no other."""
    folder = place / "rings"
    folder.mkdir(mode=0o700)
    for ring in held:
        shutil.copy(rings.folder() / f"{ring}.key", folder)
    return folder


def manage(*arguments, keys, url="http://127.0.0.1:1"):
    """Run `manage.py` in a process that holds the rings in ``keys``; return how it ended."""
    return run("manage.py", *arguments, keys=keys, url=url)


def run(*arguments, keys, url="http://127.0.0.1:1"):
    """Run Python in a process that holds the rings in ``keys``; return how it ended."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment(keys, url),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def environment(keys, url):
    """Return what such a process is told."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.reporting.process_settings",
        "TEST_DATABASE_URL": address("default"),
        "TEST_KEYS_DATABASE_URL": address("keys"),
        "INBEELD_KEY_DIR": str(keys),
        "REGISTRY_URL": url,
    }


def address(alias):
    """Return the address of a database as it is now, while the test runs."""
    known = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    login = f"{known['USER']}:{known['PASSWORD']}@" if known["PASSWORD"] else f"{known['USER']}@"
    return f"postgres://{login}{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
