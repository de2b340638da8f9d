"""`manage.py verify_ledger`: recompute every ledger, and hold every event against it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from audit.models import Ledger
from audit.verification import LedgerBroken
from consent.evidence import prove
from vault.core.errors import VaultError


class Command(BaseCommand):
    """Verifies the ledger of every organisation; ends with 1 at the first that is broken."""

    help = "Verify every organisation's ledger and every consent event in it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Verify, and name the first entry that is wrong."""
        ids = Ledger.objects.values_list("organisation_id", flat=True)
        for organisation in Organisation.objects.filter(id__in=list(ids)).order_by("name"):
            try:
                proven = prove(organisation.id)
            except (LedgerBroken, VaultError) as error:
                raise CommandError(f"{organisation.name}: {error}") from error
            self.stdout.write(
                f"{organisation.name}: {proven.events:,} events in {proven.ledger.heads:,} "
                f"signed heads, root {proven.ledger.root.hex()}"
            )
