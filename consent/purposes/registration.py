"""Registration: a record under a pseudonym goes to the central registry.

Ground: explicit consent (GDPR, article 9(2)(a)); for bodies with a duty to report, that duty,
by a recorded decision of the organisation (references in docs/glossary.md).
"""

from __future__ import annotations

from consent.rules.history import Basis
from consent.rules.policy import Purpose
from consent.words import gettext_noop

PURPOSE = Purpose(
    code="registration",
    name=gettext_noop("Registration"),
    question=gettext_noop("May we send a record without your name to the central registry?"),
    yes_means=gettext_noop(
        "A record under a code goes to the registry. Your name, birth date and story do not."
    ),
    no_means=gettext_noop(
        "Nothing about you is sent. The registry only learns how many people said no. "
        "The help you get stays the same."
    ),
    receiver=gettext_noop("the central registry"),
    term_days=None,
    bases=frozenset({Basis.EXPLICIT_CONSENT, Basis.LEGAL_DUTY}),
    grants_facts=True,
)
