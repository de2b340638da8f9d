"""Writes messages to the registry by hand: good ones, and every kind of bad one."""

from __future__ import annotations

from registry.organisations import DELIVERY_RING
from reporting.peers import INBOX_RING
from tests.cast import some_facts
from vault.core.codec import canonical_json
from vault.core.ids import uuid7
from vault.core.messages import seal, sign
from vault.organisation_keys import Algorithm, public_of, secret_of

RECORDS, COUNTS = "inbeeld-records-1", "inbeeld-counts-1"
MARK = "Zwartebessenjam"
"""Stands in bad messages; no answer may repeat it."""


def record(**parts):
    """Return a good record, with ``parts`` of it replaced."""
    return {
        "record": "0a" * 16,
        "pseudonym": "0b" * 16,
        "version": 1,
        "facts": some_facts().let_out("registration"),
        "events": [str(uuid7())],
    } | parts


def document(*records, **parts):
    """Return a good document of records (one, if none is given), with ``parts`` replaced."""
    whole = {"id": str(uuid7()), "sequence": 1, "records": list(records) or [record()]}
    return whole | parts


def numbers(**parts):
    """Return a good document of numbers, with ``parts`` of it replaced."""
    counted = canonical_json(some_facts().let_out("count")).decode()
    return {
        "id": str(uuid7()),
        "sequence": 1,
        "lanes": [["2026-Q2", "count", 1], ["2026-Q2", "none_refused", 2]],
        "counted": [[counted, 1]],
        "tallied": [["2026-Q2", '{"age_group":"adult"}', 3]],
    } | parts


def letter(cast, content, *, receiver=None, **parts):
    """Return ``content`` signed by the shelter and sealed to the registry, but for what is said."""
    return sealed(cast, signed(cast, content, **parts), receiver)


def signed(cast, content, *, kind=RECORDS, sender=None, signer=None):
    """Return ``content`` signed by the shelter, but for what is said."""
    signer = signer or cast.shelter
    return sign(
        content if isinstance(content, bytes) else canonical_json(content),
        kind=kind,
        sender=str(sender or signer.id),
        seed=secret_of(signer.id, DELIVERY_RING, Algorithm.SIGNS),
    )


def sealed(cast, token, public=None):
    """Return ``token`` sealed to the registry, or to the holder of another key."""
    public = public or public_of(cast.registry.id, INBOX_RING, Algorithm.UNSEALS)
    return seal(token, receiver=str(cast.registry.id), public=public).encode()
