"""`manage.py sweep`: make the keys agree with the ledger, once or every few seconds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.commands import RepeatingCommand
from consent import keeper
from vault.core.errors import VaultError


class Command(RepeatingCommand):
    """Takes and gives what does not agree with `decide()`, and says what it found."""

    help = "Make the key store agree with the ledger, and say what was out of step."

    def once(self, **_options: Any) -> str:
        """Sweep."""
        try:
            done = keeper.sweep(timezone.now())
        except VaultError as error:
            raise CommandError(str(error)) from error
        if done.stuck:
            raise CommandError(
                f"The keys of {done.stuck:,} persons cannot follow: an answer that they have seen "
                "is missing (was an older backup put back?), or a cell does not open."
            )
        return f"{done.taken:,} grants taken, {done.given:,} given."
