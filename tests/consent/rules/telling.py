"""Short ways to tell a history, and to ask what the rule says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from consent.purposes import PURPOSES
from consent.rules.decision import Permitted, decide
from consent.rules.history import NEGATIVE, Basis, Event, Kind
from tests.cast import at

NOON = at("2026-05-01 12:00")
HOUR = timedelta(hours=1)
LATER = NOON + 10 * HOUR
COUNT = PURPOSES["count"]
LINKAGE = PURPOSES["linkage"]
"""Accepts consent and nothing else."""

YES = Event(kind=Kind.GIVEN, true_from=NOON, known_from=NOON)
BY_LAW = replace(YES, basis=Basis.LEGAL_DUTY)
noes = pytest.mark.parametrize("no", sorted(NEGATIVE))


def event(kind, hours=0, *, known=None, until=None, basis=Basis.EXPLICIT_CONSENT):
    """Return an event that is true ``hours`` after noon, and known then too unless told."""
    moment = NOON + hours * HOUR
    return Event(
        kind=kind,
        true_from=moment,
        known_from=moment if known is None else NOON + known * HOUR,
        valid_until=None if until is None else NOON + until * HOUR,
        basis=basis,
    )


def code(*history, moment=LATER, purpose=COUNT):
    """Return `yes`, or the code of the reason why not."""
    decision = decide(purpose, history, moment)
    return "yes" if isinstance(decision, Permitted) else decision.code
