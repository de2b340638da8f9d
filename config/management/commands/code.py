"""`manage.py code`: fresh one-time codes of the demo's users."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.seed import PASSWORD, logins


class Command(BaseCommand):
    """Prints what it takes to log in as each demo user now. Knows invented users only."""

    help = "Print fresh one-time codes of the demo's users."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print them."""
        found = list(logins())
        if not found:
            raise CommandError("There are no demo users here; run `make demo` first.")
        self.stdout.write(f"Password of everybody: {PASSWORD}")
        for login in found:
            self.stdout.write(f"  {login.email:26} {login.code}   {login.name}")
        self.stdout.write("A code holds for about a minute; `make code` prints fresh ones.")
