"""Runs every check that needs no test: `python -m scripts.check`.

One line for each check; what a check printed is shown when it failed, or when it says that part
of it could not be checked. djlint only lints: its formatter moves white space around inline
elements, which a reader of the page sees.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts.house.source import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
NOT_CHECKED = "NOT CHECKED"
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Check:
    """A command that must succeed."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Result:
    """How a check went."""

    check: Check
    passed: bool
    output: str
    seconds: float


def module(*words: str) -> list[str]:
    """Return the command that runs a module with this Python."""
    return [PYTHON, "-m", *words]


def manage(*words: str) -> list[str]:
    """Return the command that runs a management command under the test settings."""
    return [PYTHON, "manage.py", *words]


TYPED = [word for package in (*PACKAGES, "scripts") for word in ("-p", package)]
DEPLOY = ("check", "--deploy", "--fail-level", "WARNING")
CHECKS = [
    Check("ruff: lint", module("ruff", "check")),
    Check("ruff: format", module("ruff", "format", "--check")),
    Check("mypy: types", module("mypy", *TYPED)),
    Check("import-linter: floors", [str(Path(PYTHON).with_name("lint-imports"))]),
    Check("djlint: templates", module("djlint", "--lint", "--quiet", "templates")),
    Check("Django: migrations complete", manage("makemigrations", "--check", "--dry-run")),
    Check("Django: ready to deploy", module("scripts.rehearse_production", *DEPLOY)),
    Check("texts: all translated", module("scripts.check_translations")),
    Check("requirements: locked", module("scripts.check_locks")),
    Check("house rules", module("scripts.house_rules")),
]


def run(check: Check) -> Result:
    """Run one check to its end and keep what it printed."""
    begun = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Result(check, done.returncode == 0, done.stdout.strip(), time.monotonic() - begun)


def line_for(result: Result) -> str:
    """Return what is printed about one check."""
    word = "ok    " if result.passed else "FAILED"
    line = f"{word} {result.check.name:<28} {result.seconds:5.1f} s"
    to_show = not result.passed or NOT_CHECKED in result.output
    return f"{line}\n{result.output}\n" if to_show else line


def main() -> int:
    """Run all checks, as many at once as there are cores; return the process's exit code."""
    failed = 0
    with ThreadPoolExecutor(CORES) as pool:
        for result in pool.map(run, CHECKS):
            print(line_for(result), flush=True)
            failed += not result.passed
    print(f"{len(CHECKS) - failed} checks passed, {failed} failed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
