"""The last look before a message leaves: is everybody in it still permitted?

A message waits for minutes when the registry is down, and somebody may withdraw meanwhile. The
message is sealed and cannot be mended, so it is withheld as a whole, and everybody else in it is
sent anew. From the moment of a withdrawal nothing about the person leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from consent.models import ConsentEvent
from consent.purposes import registration
from registry.models import Case
from reporting.models import Contribution, OutboxMessage, Stream
from vault.grants import standing

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

_Kind = OutboxMessage.Kind
_PURPOSE = registration.PURPOSE.code


def may_leave(message: OutboxMessage, at: datetime) -> bool:
    """Say whether everybody in ``message`` still permits it at ``at``.

    A record needs the person's yes and, as when it was built, their grant: an older backup of the
    data may still say yes, the key store does not. A recall may always leave. A table of numbers
    may leave as long as nobody of the organisation has answered anything, and no yes has ended,
    since it was made.
    """
    if message.kind == _Kind.RECALLS:
        return True
    if message.kind == _Kind.COUNTS:
        return not _answered_since(message, at)
    allowed = Case.objects.allowing(registration.PURPOSE, at)
    named = _named_since(message)
    persons = set(named.values_list("case__consent_file_id", flat=True))
    granted = {person for person, code in standing(list(persons)) if code == _PURPOSE}
    return persons == granted and not named.exclude(case__in=allowed).exists()


def withhold(message: OutboxMessage) -> None:
    """Keep ``message`` back for good; what it held is due again for who still permits it."""
    with transaction.atomic():
        if message.kind == _Kind.COUNTS:
            stream = Stream.objects.select_for_update().get(organisation=message.organisation_id)
            stream.counts_digest = b""
            stream.save(update_fields=["counts_digest"])
        for row in _records(message):
            row.facts_version = 0
            row.save(update_fields=["facts_version"])
        message.status = OutboxMessage.Status.WITHHELD
        message.body = ""
        message.save(update_fields=["status", "body"])


def _records(message: OutboxMessage) -> QuerySet[Contribution]:
    return Contribution.objects.filter(message=message, standing=True)


def _named_since(message: OutboxMessage) -> QuerySet[Contribution]:
    """Return everybody whose newest message is this one or a later one.

    Whoever was amended or recalled since is named by the later message alone, and is in this one
    all the same.
    """
    return Contribution.objects.filter(
        organisation=message.organisation_id, message__sequence__gte=message.sequence
    )


def _answered_since(message: OutboxMessage, at: datetime) -> bool:
    made = message.created_at
    since = Q(known_from__gt=made) | Q(valid_until__gt=made, valid_until__lte=at)
    events = ConsentEvent.objects.filter(since, organisation=message.organisation_id)
    return events.exists()
