"""`manage.py deliver`: carry the outbox, as a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from accounts.commands import RepeatingCommand
from reporting import delivery
from reporting.peers import NoRegistry, RegistryChanged
from vault import rings

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(RepeatingCommand):
    """Carries what is due to the registry. Needs no key ring."""

    help = "Carry the outbox to the registry; holds no key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument(
            "--again", action="store_true", help="first make refused messages due again"
        )

    def once(self, **options: Any) -> str:
        """Deliver, and say what did not arrive and what becomes of it."""
        if options["again"]:
            delivery.try_refused_again()
        try:
            with rings.only():
                done = delivery.deliver()
        except (NoRegistry, RegistryChanged) as error:
            raise CommandError(str(error)) from error
        if done.problems:
            raise CommandError(f"{done.problems[0]} Nothing is lost: the rest waits in the outbox.")
        if done.refused:
            raise CommandError(
                f"The registry refused {done.refused} messages; they are kept. See the log, mend "
                "the cause, then run: deliver --again"
            )
        return f"{done.delivered:,} messages delivered."
