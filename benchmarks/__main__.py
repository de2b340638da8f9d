"""`make bench`: every figure, each as a ratio within this run."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from benchmarks import import_reports, list_cases, read_field  # noqa: E402 (needs Django)


def main() -> int:
    """Print each figure; end with 1 when one is over its limit."""
    figures = [benchmark.run() for benchmark in (read_field, list_cases, import_reports)]
    for figure in figures:
        print(figure.line())
    return int(any(figure.ratio > figure.limit for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
