"""Linkage: being recognised across organisations, so that nobody is counted twice.

The answer is recorded and kept. Nothing leaves for this purpose yet: the pseudonym authority
that recognises people without names does not run yet, so there is no key to give.
"""

from __future__ import annotations

from consent.rules.history import Basis
from consent.rules.policy import Purpose
from consent.words import gettext_noop

PURPOSE = Purpose(
    code="linkage",
    name=gettext_noop("Recognising"),
    question=gettext_noop(
        "May the registry recognise that you are known to another organisation too?"
    ),
    yes_means=gettext_noop(
        "We keep your answer. Nothing is sent for this yet; we tell you before that changes."
    ),
    no_means=gettext_noop("You may be counted twice. The help you get stays the same."),
    receiver=gettext_noop("the central registry"),
    term_days=3 * 365,
    bases=frozenset({Basis.EXPLICIT_CONSENT}),
    grants_facts=False,
)
