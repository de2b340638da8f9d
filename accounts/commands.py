"""A command that does its work once, or every few seconds until it is ended."""

from __future__ import annotations

import time
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class RepeatingCommand(BaseCommand):
    """Does `once()`; with ``--every N`` again and again, and a failure is told, not fatal."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--every", type=float, help="go on, every so many seconds")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work once, or go on."""
        if options["every"] is None:
            self.stdout.write(self.once(**options))
            return
        while True:
            try:
                self.once(**options)
            except CommandError as error:
                self.stderr.write(str(error))
            time.sleep(options["every"])

    @abstractmethod
    def once(self, **options: Any) -> str:
        """Do the work and return what came of it; CommandError when it could not be done."""
