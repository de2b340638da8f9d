"""Cases, identities and tallies. Everything about the person is sealed.

Plain columns are only what running the house needs: organisation, reference, status, dates.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consent.models import ConsentFile, LegalBasis
from registry.querysets import ScopedQuerySet
from vault.core.ids import uuid7
from vault.data_keys import FACTS, IDENTITY, NARRATIVE
from vault.fields import SealedField


class Identity(models.Model):
    """Who the person is. Reports about someone whose name is not known have none."""

    sealed_subject = "consent_file_id"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    consent_file = models.OneToOneField(
        ConsentFile, on_delete=models.PROTECT, related_name="identity"
    )
    given_names = SealedField(compartment=IDENTITY)
    family_name = SealedField(compartment=IDENTITY)
    aliases = SealedField(compartment=IDENTITY)
    birth_date = SealedField(compartment=IDENTITY)
    phone = SealedField(compartment=IDENTITY)
    address = SealedField(compartment=IDENTITY)

    objects = ScopedQuerySet.as_manager()


class Case(models.Model):
    """One report about one person. It cannot exist without a consent file."""

    class Status(models.TextChoices):
        """Where the work stands."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    sealed_subject = "consent_file_id"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    consent_file = models.ForeignKey(ConsentFile, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(_("reference"), max_length=20)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    opened_on = models.DateField(_("opened on"))
    created_at = models.DateTimeField(auto_now_add=True)
    facts = SealedField(compartment=FACTS)
    facts_version = models.PositiveIntegerField(default=1)
    narrative = SealedField(compartment=NARRATIVE)
    import_key = models.BinaryField(max_length=32, null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="one_case_per_reference"
            ),
            models.UniqueConstraint(
                fields=["organisation", "import_key"], name="one_case_per_imported_row"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-opened_on", "-id"])]


class Tally(models.Model):
    """People who are only a number: no case, no file, no key of their own.

    Sealed under the organisation's key for counting, because a number of one is a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT)
    period = models.CharField(max_length=7)
    content = SealedField(ring="count")
    import_key = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "import_key"], name="one_tally_per_imported_row"
            )
        ]
