"""Runs one management command under the production settings, with a made-up environment.

`python -m scripts.rehearse_production check --deploy`: nothing real is named, so nothing real can
be reached. It serves commands that need the settings but no server, in checks and in image builds.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def made_up_environment(folder: Path) -> dict[str, str]:
    """Return every variable that production asks for; its files are made in ``folder``."""
    secret_key = folder / "secret_key"
    secret_key.write_text(secrets.token_urlsafe(60), encoding="utf-8")
    rings = folder / "rings"
    rings.mkdir(mode=0o700)
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY_FILE": str(secret_key),
        "ALLOWED_HOSTS": "inbeeld.example",
        "DATABASE_URL": "postgresql://nobody@localhost/data",
        "KEYS_DATABASE_URL": "postgresql://nobody@localhost/keys",
        "REDIS_URL": "redis://localhost:6379/0",
        "REGISTRY_URL": "https://registry.example",
        "REGISTRY_FINGERPRINT": "0" * 64,
        "INBEELD_KEY_DIR": str(rings),
        "INBEELD_RINGS": "care",
    }


def main(arguments: list[str]) -> int:
    """Run `manage.py` with ``arguments``; return its exit code."""
    with tempfile.TemporaryDirectory(prefix="inbeeld-rehearsal-") as folder:
        environment = os.environ | made_up_environment(Path(folder))
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
