"""The flow from a case to the registry without a network, and what stands at its far end."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from audit.access import opening
from reporting import contributions, delivery, inbox, outbox
from reporting.models import OutboxMessage, RegistryCounts, RegistryRecord
from reporting.peers import registry
from vault.core.codec import canonical_json


def build():
    """Put into the outbox what changed, now."""
    return contributions.build(timezone.now())


def carry():
    """Deliver everything that waits, whether its time has come or not."""
    waiting().update(next_attempt_at=timezone.now())
    return delivery.deliver()


def drain():
    """Build and deliver until nothing is left to do; nothing may be refused."""
    for _ in range(5):
        assert not carry().refused
        built = build()
        if not waiting().exists() and not (built.records or built.recalls or built.counts):
            return
    pytest.fail("The outbox does not get empty.")


def waiting():
    """Return the messages that are not delivered yet."""
    return OutboxMessage.objects.filter(status="waiting")


def post_directly(body):
    """Hand ``body`` to the registry's inbox, as a post does."""
    try:
        return inbox.receive(body, timezone.now())
    except inbox.InboxRefused as error:
        raise delivery.Refused(error.reason) from error


def at_registry():
    """Return what stands at the registry: every record by its name, every number by its sender."""
    with opening(
        who="a test",
        role="test",
        organisation=registry().organisation_id,
        purpose="records",
        why="a test",
    ):
        records = {
            (row.sender_id, row.record): (row.standing, row.content)
            for row in RegistryRecord.objects.all()
        }
        numbers = {row.sender_id: row.content for row in RegistryCounts.objects.all()}
    return records, numbers


def record_of(case):
    """Return whether the record of a case stands, and its content; None when there is none."""
    name = contributions.record_name(case.organisation_id, case.id)
    return at_registry()[0].get((case.organisation_id, name))


def numbers_of(organisation):
    """Return the numbers of an organisation as the registry has them."""
    return at_registry()[1][organisation.id]


def what_would_leave(at):
    """Return the payload of every message of a run at ``at``, as bytes. The run is undone."""
    payloads = []
    whole = outbox.put

    def put(stream, kind, payload, at):
        payloads.append(canonical_json([str(stream.organisation_id), kind, payload]))
        return whole(stream, kind, payload, at)

    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(outbox, "put", put)
        contributions.build(at)
        transaction.set_rollback(True)
    return payloads
