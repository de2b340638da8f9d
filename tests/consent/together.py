"""Two threads that meet where a test wants them to. Every wait is bounded."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Lock

from django.db import connections

SECONDS = 15


class Pause:
    """Holds the first thread that comes to ``owner.name`` until it may go on.

    Args:
        monkeypatch: pytest's.
        owner: a module or a class.
        name: the function in it.
        after: hold when the call is done, rather than before it.
    """

    def __init__(self, monkeypatch, owner, name, *, after=False):
        self._reached, self._go, self._once = Event(), Event(), Lock()
        whole = getattr(owner, name)

        @functools.wraps(whole)
        def paused(*args, **options):
            if not self._once.acquire(blocking=False):
                return whole(*args, **options)
            answer = whole(*args, **options) if after else None
            self._reached.set()
            assert self._go.wait(SECONDS), "nobody said that it may go on"
            return answer if after else whole(*args, **options)

        monkeypatch.setattr(owner, name, paused)

    def wait(self):
        """Wait until a thread is held."""
        assert self._reached.wait(SECONDS), f"nobody came to {self}"

    def release(self):
        """Let it go on."""
        self._go.set()


@contextmanager
def threads():
    """Yield a function that starts an action beside this one and returns its future."""
    with ThreadPoolExecutor(4) as pool:
        yield lambda action, *args, **options: pool.submit(_alone, action, args, options)


def _alone(action, args, options):
    try:
        return action(*args, **options)
    finally:
        connections.close_all()
