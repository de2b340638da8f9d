"""The key store. Three tables, in a database of their own, all of them sealed keys.

    OrganisationKey  sealed under a root ring: an organisation's key for care, a purpose, ...
    DataKey          sealed under an organisation's key: opens one compartment of one person
    Grant            a data key sealed once more, under the organisation's key for a purpose

Deleting a grant is what withdrawal is; deleting a data key is what erasure is.
"""

from __future__ import annotations

from django.db import models

from vault.core.ids import uuid7


class OrganisationKey(models.Model):
    """An organisation's key on one ring. The newest live one seals, every live one opens."""

    class Algorithm(models.TextChoices):
        """What the key is for."""

        CELLS = "AES-256", "seals other keys and cells"
        SIGNS = "Ed25519", "signs"
        UNSEALS = "X25519", "opens messages sealed to the organisation"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    ring = models.CharField(max_length=40)
    algorithm = models.CharField(max_length=10, choices=Algorithm.choices)
    generation = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()
    public = models.BinaryField(default=b"")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "ring", "algorithm", "generation"],
                name="one_key_per_generation",
            )
        ]


class DataKey(models.Model):
    """The key of one compartment of one person, sealed under the organisation's key.

    At most one is current and seals. A spent one is about to be replaced in every cell. A retired
    one is named by no cell any more; it is kept so that an older backup of the data opens for
    care, and no purpose can be granted it. A person's ledger key also remembers which of
    their answers the keys have followed (`vault.marks`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    compartment = models.CharField(max_length=20)
    sealed = models.BinaryField()
    spent = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    answers_seen = models.PositiveIntegerField(default=0)
    answers_digest = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "compartment"],
                condition=models.Q(spent=False),
                name="one_current_data_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["subject_id"],
                condition=models.Q(spent=True, retired=False),
                name="spent",
            )
        ]


class Grant(models.Model):
    """A data key sealed under the organisation's key for a purpose: consent, as a key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    data_key_id = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "purpose", "data_key_id"], name="one_grant_per_key"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "purpose"])]
