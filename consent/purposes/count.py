"""Count: one in a protected number, and nothing about the person besides.

Until the secure sums exist the registry receives each organisation's own numbers, and protects
them before anything is published; docs/threat-model.md says so too.
"""

from __future__ import annotations

from consent.rules.history import Basis
from consent.rules.policy import Purpose
from consent.words import gettext_noop

PURPOSE = Purpose(
    code="count",
    name=gettext_noop("Counting"),
    question=gettext_noop("May we count you, as one in a number?"),
    yes_means=gettext_noop(
        "You are one in our number, by quarter, form, age group and sex. No record is sent."
    ),
    no_means=gettext_noop(
        "You are not counted as a victim. The registry only learns how many people said no. "
        "The help you get stays the same."
    ),
    receiver=gettext_noop("the central registry"),
    term_days=None,
    bases=frozenset({Basis.EXPLICIT_CONSENT, Basis.LEGAL_DUTY}),
    grants_facts=True,
)
