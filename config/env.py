"""Typed settings from the environment. What is missing stops the start, in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import environ
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping

_env = environ.Env()


def text(name: str) -> str:
    """Return the setting ``name``.

    Raises:
        ImproperlyConfigured: when it is missing or empty; the message names the variable.
    """
    value = str(_env.str(name, default="")).strip()
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}; InBeeld needs it.")
    return value


def words(name: str) -> list[str]:
    """Return a setting of words separated by commas; never an empty list.

    Raises:
        ImproperlyConfigured: when it is missing or holds no word; the message names the variable.
    """
    found = [word.strip() for word in text(name).split(",") if word.strip()]
    if not found:
        raise ImproperlyConfigured(f"The environment variable {name} holds commas and no word.")
    return found


def words_or_none(name: str) -> list[str]:
    """Return a setting of words; the word `none` alone says that there are none, on purpose."""
    found = words(name)
    return [] if found == ["none"] else found


def secret(name: str) -> str:
    """Return the content of the file that ``name`` points to.

    Secrets come from files, because an environment is inherited, listed and dumped.
    """
    path = Path(text(name))
    try:
        value = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name} points to {path}, which cannot be read.") from error
    if not value:
        raise ImproperlyConfigured(f"{name} points to {path}, which is empty.")
    return value


def database(name: str) -> dict[str, object]:
    """Return Django's database settings from the URL in ``name``."""
    return database_from_url(text(name))


def database_from_url(url: str) -> dict[str, object]:
    """Return Django's database settings from ``url``; only PostgreSQL and SQLite are known.

    SQLite gets write-ahead logging and immediate transactions: with its default options two
    out of five contended transactions fail.
    """
    settings: Mapping[str, object] = environ.Env.db_url_config(url)
    options = dict(settings)
    if options["ENGINE"] == "django.db.backends.sqlite3":
        options["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            # Without it REPLACE deletes a row past the triggers of append-only tables.
            " PRAGMA recursive_triggers=ON;",
        }
    elif options["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"InBeeld runs on PostgreSQL or SQLite, not on {url[:12]}...")
    return options
