"""`manage.py contribute`: build contributions, as a process of its own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.commands import RepeatingCommand
from reporting import contributions
from reporting.peers import NoRegistry, RegistryChanged
from reporting.tasks import RINGS
from vault import rings
from vault.core.errors import VaultError


class Command(RepeatingCommand):
    """Puts what changed into the outbox. Needs the purpose rings, and no other."""

    help = "Put what changed for the registry into the outbox, with purpose keys only."

    def once(self, **_options: Any) -> str:
        """Build, and say what came of it."""
        try:
            with rings.only(*RINGS):
                rings.require(RINGS)
                built = contributions.build(timezone.now())
        except (VaultError, NoRegistry, RegistryChanged) as error:
            raise CommandError(str(error)) from error
        return (
            f"{built.records:,} records, {built.recalls:,} recalls, {built.counts:,} tables of "
            f"numbers put into the outbox; {built.waiting:,} records wait for their key."
        )
