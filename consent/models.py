"""The consent file of a person in an organisation, and the events in it.

State is never stored: it is derived from the events by `consent.rules.decision`. A file knows no
case; cases know their file.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consent.querysets import ConsentFileQuerySet
from consent.rules.history import Basis, Event, Kind
from vault.core.ids import uuid7


class ConsentFile(models.Model):
    """One person in one organisation. Its id is the subject of the person's data keys."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentFileQuerySet.as_manager()


class LegalBasis(models.Model):
    """An organisation's recorded decision to serve a purpose on another ground than consent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=30)
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    reason = models.TextField()


class ConsentEvent(models.Model):
    """Something that happened to a consent. Appended, never changed."""

    class How(models.TextChoices):
        """How it was expressed."""

        SPOKEN = "spoken", _("Spoken")
        WRITTEN = "written", _("Written")
        DIGITAL = "digital", _("On screen")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    class ExpressedBy(models.TextChoices):
        """Who expressed it."""

        SELF = "self", _("The person")
        REPRESENTATIVE = "representative", _("A representative")
        BOTH = "both", _("The person and a representative")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(ConsentFile, on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    basis = models.CharField(max_length=30, default=Basis.EXPLICIT_CONSENT.value)
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, null=True)
    receiver = models.CharField(max_length=80)
    notice_version = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    how = models.CharField(max_length=20, choices=How.choices)
    expressed_by = models.CharField(max_length=20, choices=ExpressedBy.choices)
    third_party_present = models.BooleanField(null=True)
    interpreter = models.BooleanField(null=True)
    preview_digest = models.CharField(max_length=64, blank=True)
    true_from = models.DateTimeField()
    known_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=80)
    ledger_index = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "ledger_index"], name="one_event_per_leaf"
            )
        ]
        indexes = [models.Index(fields=["file", "purpose", "true_from"])]

    def as_history(self) -> Event:
        """Return what the rule looks at."""
        return Event(
            kind=Kind(self.kind),
            true_from=self.true_from,
            known_from=self.known_from,
            valid_until=self.valid_until,
            basis=Basis(self.basis),
        )

    def body(self) -> dict[str, object]:
        """Return what the ledger commits to: every recorded part of the event but its index."""
        parts: dict[str, object] = {"v": 1}
        for field in self._meta.concrete_fields:
            if field.attname != "ledger_index":
                parts[field.attname] = _plain(getattr(self, field.attname))
        return parts


def _plain(value: object) -> object:
    """Return ``value`` as JSON can hold it, the same before and after a round to the database."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
