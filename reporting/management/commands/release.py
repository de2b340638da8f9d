"""`manage.py release TABLE --out DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting import releases
from reporting.disclosure.errors import DisclosureError
from reporting.peers import NoRegistry
from reporting.tables import TABLES
from vault.core.errors import VaultError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Releases one table: protected, attacked, signed, kept, and written as SDMX-CSV."""

    help = "Release a published table as SDMX-CSV, with small cells hidden and protected."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("table", choices=sorted(TABLES), help="which table")
        parser.add_argument("--out", type=Path, required=True, help="the folder to write into")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Release, or say in plain words why nothing was released."""
        try:
            row = releases.release(options["table"], at=timezone.now(), by="command:release")
        except (DisclosureError, releases.EmptyRelease, NoRegistry, VaultError) as error:
            raise CommandError(f"Nothing was released. {error}") from error
        try:
            path = releases.write_out(row, options["out"])
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}  sha256 {row.digest}")
