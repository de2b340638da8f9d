"""`manage.py keys init | status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.adapters import RING as ACCOUNTS_RING
from config.rings import ALL
from reporting.peers import NoRegistry, fingerprint, registry
from vault import organisation_keys, rings
from vault.core.errors import VaultError
from vault.sealing import INSTALLATION

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Makes the key rings, and says which this process holds."""

    help = "Make the key rings (init), or say which this process holds (status)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("action", choices=["init", "status"])

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, in plain words."""
        try:
            {"init": self._init, "status": self._status}[options["action"]]()
        except VaultError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                "Make the tables first: migrate, and migrate --database keys"
            ) from error

    def _init(self) -> None:
        made = rings.create(rings.folder(), ALL)
        rings.forget()
        organisation_keys.provide(
            INSTALLATION, [(ACCOUNTS_RING, organisation_keys.Algorithm.CELLS)]
        )
        self.stdout.write(f"Made {len(made)} rings in {rings.folder()}.")
        self.stdout.write("Back them up apart from both databases.")

    def _status(self) -> None:
        for ring in ALL:
            try:
                told = rings.fingerprint(ring)
            except VaultError as error:
                told = str(error)
            self.stdout.write(f"{ring:14} {told}")
        try:
            peer = registry()
        except NoRegistry:
            return
        told = fingerprint(bytes(peer.signing_key), bytes(peer.sealing_key))
        self.stdout.write(f"REGISTRY_FINGERPRINT={told}")
