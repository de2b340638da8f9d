"""Lets one step of a verb be the last one, as a power cut does, and says that it was."""

from __future__ import annotations

import functools
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from importlib import import_module

import pytest


class PowerCut(BaseException):
    """Nothing in the house may catch this one; an `Exception` some layer might."""


@dataclass(frozen=True)
class Step:
    """The ``nth`` call of a function, and whether it is cut off ``before`` or ``after``.

    Args:
        path: such as ``vault.grants:take`` or ``registry.models:Case.save``.
        when: ``before`` or ``after``.
        nth: which call, from 1.
    """

    path: str
    when: str
    nth: int = 1

    def __str__(self):
        return f"{self.when} {self.path.split(':')[1]} {self.nth}"


def steps(*paths):
    """Return both cuts of each path; ``path#2`` is its second call."""
    named = [path.partition("#") for path in paths]
    return [
        Step(path, when, int(nth or 1)) for path, _, nth in named for when in ("before", "after")
    ]


@contextmanager
def cut_at(step):
    """Cut the power at ``step``, once. The block must get there."""
    with _cutting(step), pytest.raises(PowerCut):
        yield


@contextmanager
def cut_if_reached(step):
    """Cut the power at ``step`` if the block gets there; never for None."""
    with _cutting(step) if step else nullcontext(), suppress(PowerCut):
        yield


@contextmanager
def _cutting(step):
    module, _, path = step.path.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, import_module(module))
    whole, calls = getattr(owner, name), 0

    @functools.wraps(whole)
    def cut(*args, **options):
        nonlocal calls
        calls += 1
        if calls == step.nth and step.when == "before":
            raise PowerCut
        answer = whole(*args, **options)
        if calls == step.nth:
            raise PowerCut
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, cut)
        yield
