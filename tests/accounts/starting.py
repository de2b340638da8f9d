"""Starts production once for each environment it is given, and tells how each start went.

`python -m tests.accounts.starting`: a list of environments and a module to import come as JSON on
standard input, a list of texts goes out. Each start is a process of its own, forked from one that
has loaded Django and no settings: loading Django anew for each would take a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import django
import whitenoise.storage  # noqa: F401 (loaded before the processes part)

import config  # noqa: F401 (the same; it asks for no setting)

ROOT = Path(__file__).resolve().parents[2]
STARTED = "it started"


def start_all(environments: list[dict[str, str]], module: str = "") -> list[str]:
    """Start one process for each environment; return what each says, or `STARTED`.

    Args:
        environments: all that each process finds in its environment.
        module: what is imported once Django is set up.
    """
    ran = subprocess.run(
        [sys.executable, "-m", "tests.accounts.starting"],
        input=json.dumps({"environments": environments, "module": module}),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    said: list[str] = json.loads(ran.stdout)
    return said


def _start(environment: dict[str, str], module: str) -> str:
    read, write = os.pipe()
    if os.fork() == 0:
        os.write(write, _how_it_went(environment, module).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as answer:
        return answer.read()


def _how_it_went(environment: dict[str, str], module: str) -> str:
    os.environ.clear()
    os.environ.update(environment)
    try:
        django.setup()
        if module:
            import_module(module)
    except BaseException as error:  # noqa: BLE001 (how it failed is the answer)
        return f"{type(error).__name__}: {error}"
    return STARTED


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    print(json.dumps([_start(each, asked["module"]) for each in asked["environments"]]))  # noqa: T201
