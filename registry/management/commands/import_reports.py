"""`manage.py import_reports FILE --profile NAME [--dry-run]`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from registry.importing import ImportResult, run_import
from registry.profiles import UnknownProfile, profile
from registry.profiles.base import ProfileError
from vault.core.errors import VaultError

if TYPE_CHECKING:
    from argparse import ArgumentParser

SHOWN = 20


class Command(BaseCommand):
    """Files the reports of a file or a folder; a repeated import adds nothing."""

    help = "Import reports from a file or folder. A repeated import adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help="a file, or a folder of files")
        parser.add_argument("--profile", required=True, help="how to read it, such as nrm_uk")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything, write nothing"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and say in plain words what came of it."""
        try:
            result = run_import(
                path=options["file"],
                profile=profile(options["profile"]),
                who="command:import_reports",
                dry_run=options["dry_run"],
            )
        except (ProfileError, UnknownProfile, VaultError) as error:
            raise CommandError(str(error)) from error
        self._tell(result, dry_run=options["dry_run"])
        if result.problems:
            raise CommandError(f"{len(result.problems)} rows did not fit and were left out.")

    def _tell(self, result: ImportResult, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
        self.stdout.write(f"{result.reports:,} reports read")
        if not dry_run:
            self.stdout.write(f"{result.added:,} added, {result.known:,} were here already")
        self.stdout.write(f"{result.tallied:,} people only counted, without a report")
        for problem in result.problems[:SHOWN]:
            self.stdout.write(
                f"  {problem.file} line {problem.line}, {problem.column}: {problem.reason}"
            )
        if result.notes:
            self.stdout.write(f"{len(result.notes)} kinds of value became 'unknown':")
        for note in result.notes[:SHOWN]:
            self.stdout.write(f"  {note.kind}: {note.value} ({note.count}x)")
