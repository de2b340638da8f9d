"""A good answer, and short ways to record one like it."""

from __future__ import annotations

from dataclasses import replace

from consent.rules.history import Basis, Kind
from consent.verbs import Answer, record_answer, record_legal_basis
from tests.cast import at

GOOD = Answer(
    purpose="count",
    kind=Kind.GIVEN,
    true_from=at("2026-05-01 12:00"),
    how="spoken",
    expressed_by="self",
)


def record(file, answer=GOOD, **parts):
    """Record ``answer`` with these parts changed."""
    return record_answer(file=file, answer=replace(answer, **parts), recorded_by="a user")


def decide_on(organisation, **parts):
    """Record the organisation's decision to count by law, with these parts changed."""
    standard = {
        "purpose": "count",
        "basis": Basis.LEGAL_DUTY,
        "decided_by": "the board",
        "reason": "article 1 of an invented act",
    }
    return record_legal_basis(organisation=organisation, **(standard | parts))
