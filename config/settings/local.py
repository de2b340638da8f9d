"""One machine, no servers: SQLite, tasks run in place, both ends on loopback.

Loosened against production: no TLS on loopback, a secret key made at first use, SQLite. The key
rings still lie outside the tree and the data folder, with their permissions checked.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

DATA_DIR = Path(os.environ.get("INBEELD_DATA_DIR", BASE_DIR / "var"))
DATA_DIR.mkdir(mode=0o700, exist_ok=True)


def _state_dir() -> Path:
    """Return a private folder outside the tree, one for each data folder on this machine."""
    home = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    name = hashlib.sha256(str(DATA_DIR.resolve()).encode()).hexdigest()[:12]
    folder = home / "inbeeld" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _secret_key(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


STATE_DIR = _state_dir()
SECRET_KEY = _secret_key(STATE_DIR / "secret_key")
INBEELD_KEY_DIR = Path(os.environ.get("INBEELD_KEY_DIR", STATE_DIR / "rings"))
INBEELD_RINGS = [ring for ring in os.environ.get("INBEELD_RINGS", "").split(",") if ring]

DATABASES = {
    "default": env.database_from_url(f"sqlite:///{DATA_DIR / 'data.sqlite3'}"),
    "keys": env.database_from_url(f"sqlite:///{DATA_DIR / 'keys.sqlite3'}"),
}

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
REGISTRY_URL = os.environ.get("REGISTRY_URL", "http://127.0.0.1:8000")
LOGGING["root"]["level"] = os.environ.get("LOG_LEVEL", "WARNING")  # type: ignore[index]  # noqa: F405

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
