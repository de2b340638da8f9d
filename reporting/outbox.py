"""Puts messages into the outbox, signed by the organisation and sealed to the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from registry.organisations import DELIVERY_RING
from reporting.message_schema import COUNTS, RECORDS
from reporting.models import Contribution, OutboxMessage
from reporting.peers import trusted_registry
from vault.core.codec import canonical_json
from vault.core.ids import uuid7
from vault.core.messages import seal, sign
from vault.organisation_keys import Algorithm, secret_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reporting.models import Stream


def next_number(last: int, at: datetime) -> int:
    """Return the number after ``last``: the time in milliseconds, or one more where that is less.

    Numbers that follow the clock go on upwards after an older backup was put back, so the
    registry, which takes only higher ones, keeps listening.
    """
    return max(last + 1, int(at.timestamp() * 1000))


def put(
    stream: Stream, kind: OutboxMessage.Kind, payload: dict[str, object], at: datetime
) -> OutboxMessage:
    """Add one message to the caller's transaction and return it; the caller saves ``stream``."""
    stream.sequence = next_number(stream.sequence, at)
    message_id = uuid7()
    document = payload | {"id": str(message_id), "sequence": stream.sequence}
    token = sign(
        canonical_json(document),
        kind=_MESSAGE[kind],
        sender=str(stream.organisation_id),
        seed=secret_of(stream.organisation_id, DELIVERY_RING, Algorithm.SIGNS),
    )
    to = trusted_registry()
    return OutboxMessage.objects.create(
        id=message_id,
        organisation_id=stream.organisation_id,
        sequence=stream.sequence,
        kind=kind,
        body=seal(token, receiver=str(to.organisation_id), public=bytes(to.sealing_key)),
        created_at=at,
        next_attempt_at=at,
    )


_MESSAGE: Final = {
    OutboxMessage.Kind.RECORDS: RECORDS,
    OutboxMessage.Kind.RECALLS: RECORDS,
    OutboxMessage.Kind.COUNTS: COUNTS,
}
"""What the registry calls a message of each kind; a recall is a record without facts."""


def save_contributions(rows: Sequence[Contribution]) -> None:
    """Write what the registry has now, for new and known cases alike."""
    Contribution.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["version", "facts_version", "standing", "message"],
    )
