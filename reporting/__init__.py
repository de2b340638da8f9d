"""What leaves, in three lanes: a record, one in a number, or nothing.

contributions  built by a process that holds purpose keys only, into the database outbox
delivery       carries the outbox to the registry's inbox; holds no key at all
inbox          the registry's side: checks, applies, acknowledges; idempotent
disclosure/    pure: aggregate, protect, attack
tables/        pure: one file per published table
formats/       pure: how a protected table is written
releases       what is published, signed
views/         the coordinator's pages and the inbox's address
"""

from __future__ import annotations
