"""`manage.py deliver`: carry the outbox, as a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from reporting import delivery
from reporting.peers import NoRegistry
from vault import rings

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Carries what is due to the registry. Needs no key ring."""

    help = "Carry the outbox to the registry; holds no key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--again", action="store_true", help="first make refused messages due again"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Deliver, and say what did not arrive and what becomes of it."""
        if options["again"]:
            self.stdout.write(f"{delivery.try_refused_again():,} refused messages are due again.")
        try:
            with rings.only():
                done = delivery.deliver()
        except NoRegistry as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.delivered:,} messages delivered, {done.refused:,} refused.")
        if done.problems:
            raise CommandError(f"{done.problems[0]} Nothing is lost: the rest waits in the outbox.")
