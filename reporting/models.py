"""Outbox, inbox, the registry's records, and releases.

The upper half is the organisation's side, the lower half the registry's. In the embedded default
both live in one database; in production each side has only its own.
"""

from __future__ import annotations

from django.db import models

from accounts.models import Organisation
from vault.core.ids import uuid7
from vault.fields import SealedField


class Peer(models.Model):
    """The public keys of a party, as the other side knows them."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="peer"
    )
    signing_key = models.BinaryField(max_length=32)
    sealing_key = models.BinaryField(max_length=32, default=b"")


class Stream(models.Model):
    """An organisation's line of messages: one builder at a time, numbered upwards."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    counts_digest = models.BinaryField(max_length=32, default=b"")


class OutboxMessage(models.Model):
    """A signed and sealed message on its way. Nothing in it can be read on this side."""

    class Kind(models.TextChoices):
        """What it is about, in plain, so that it can be looked at once more before it leaves."""

        RECORDS = "records", "records"
        RECALLS = "recalls", "recalls"
        COUNTS = "counts", "counts"

    class Status(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", "waiting"
        DELIVERED = "delivered", "delivered"
        REFUSED = "refused", "refused"
        WITHHELD = "withheld", "withheld"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    body = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sequence"], name="one_message_per_sequence"
            )
        ]
        indexes = [models.Index(fields=["status", "next_attempt_at"])]


class Contribution(models.Model):
    """What the registry has, or is about to have, of a case, and which message says so."""

    case = models.OneToOneField("registry.Case", on_delete=models.PROTECT, primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    version = models.PositiveBigIntegerField(default=0)
    facts_version = models.PositiveIntegerField(default=0)
    standing = models.BooleanField(default=False)
    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, null=True)


class InboxMessage(models.Model):
    """A message that the registry has applied; receiving it again changes nothing."""

    id = models.UUIDField(primary_key=True, editable=False)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    sequence = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "sequence"], name="one_inbox_sequence")
        ]


class RegistryRecord(models.Model):
    """One case at the registry, under a pseudonym. A recalled one keeps its number, no facts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="registry_records"
    )
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sent_records")
    record = models.CharField(max_length=64)
    version = models.PositiveBigIntegerField()
    standing = models.BooleanField()
    content = SealedField(ring="records")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "record"], name="one_record_per_case")
        ]


class RegistryCounts(models.Model):
    """The newest numbers of one organisation: its count lane, and how many went which lane."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="registry_counts"
    )
    sender = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="sent_counts"
    )
    sequence = models.PositiveBigIntegerField()
    content = SealedField(ring="records")


class Release(models.Model):
    """One published table: its bytes, their digest, and the registry's signature over both."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    table = models.CharField(max_length=60)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=80)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    signature = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["table", "-released_at"])]
