"""What every benchmark needs: empty databases, key rings, one organisation, a stopwatch."""

from __future__ import annotations

import gc
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from config.rings import ALL
from vault import rings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured ratio.

    Args:
        what: what was measured against what.
        ratio: ours divided by theirs.
        limit: what the ratio should not exceed.
        detail: the two sides in their own units.
    """

    what: str
    ratio: float
    limit: float
    detail: str

    def line(self) -> str:
        """Return the figure as one line."""
        told = "within" if self.ratio <= self.limit else "OVER"
        return f"{self.what:58} {self.ratio:6.2f}x  {told} {self.limit:g}x   {self.detail}"


@contextmanager
def empty_house() -> Iterator[Path]:
    """Set up empty databases and fresh key rings; yields a folder for files."""
    with tempfile.TemporaryDirectory(prefix="inbeeld-bench-") as name:
        folder = Path(name)
        rings.create(folder / "rings", ALL)
        settings.INBEELD_KEY_DIR = folder / "rings"
        rings.forget()
        old = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            yield folder
        finally:
            teardown_databases(old, verbosity=0)
            connections.close_all()


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` took, in seconds."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float, float]:
    """Run both in turn; return the median ratio and the median seconds of each."""
    ratios, mine, other = [], [], []
    for _ in range(rounds):
        mine.append(seconds(ours))
        other.append(seconds(theirs))
        ratios.append(mine[-1] / other[-1])
    return median(ratios), median(mine), median(other)
