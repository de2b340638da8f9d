"""Consent holds the keys.

    purposes/   pure: one file per purpose
    rules/      pure: may this purpose be served for this person now? `decide()`
    querysets   the same rule in SQL: `permitting()`
    verbs       answers are recorded here, and only here
    keeper      makes the key store agree with `decide()`; also swept every minute
    views/      the auditor's pages

An answer is an event, appended to the ledger first. Keys follow.
"""

from __future__ import annotations
