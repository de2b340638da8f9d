"""The ledger of an organisation and the access log. All but `Ledger` are append-only."""

from __future__ import annotations

from django.db import models

from vault.core.ids import uuid7


class Ledger(models.Model):
    """Where an organisation's tree stands: its size and the roots of its full subtrees.

    It is a cursor that makes appending cheap; what counts are entries and signed heads.
    """

    organisation_id = models.UUIDField(primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")


class LedgerEntry(models.Model):
    """One leaf: a canonical JSON text that commits to an event without telling it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    index = models.PositiveBigIntegerField()
    leaf = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "index"], name="one_leaf_per_index")
        ]


class TreeHead(models.Model):
    """The signed head of a tree: size, root, time and the root before it (Ed25519)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField()
    previous_root = models.BinaryField()
    signed_at = models.DateTimeField()
    signature = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "size"], name="one_head_per_size")
        ]


class AccessLogEntry(models.Model):
    """One look at something about a person, with the fields of NEN 7513:2018.

    Objects are named by their row id, never by anything about the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    action = models.CharField(max_length=1)
    outcome = models.CharField(max_length=20, default="success")
    user = models.CharField(max_length=80)
    role = models.CharField(max_length=40)
    purpose_of_use = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    organisation_id = models.UUIDField()
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    source = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-at"]),
            models.Index(fields=["object_id", "-at"]),
        ]
