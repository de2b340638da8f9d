"""Settings of a process of its own that works in the databases of the running test."""

from __future__ import annotations

import os
from pathlib import Path

from config.settings.test import *  # noqa: F403

INBEELD_KEY_DIR = Path(os.environ["INBEELD_KEY_DIR"])
REGISTRY_URL = os.environ["REGISTRY_URL"]
