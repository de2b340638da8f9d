"""`manage.py add_organisation NAME --type TYPE`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import OrganisationType
from registry.organisations import make_care_organisation
from reporting.peers import introduce, make_registry
from vault.core.errors import VaultError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Makes an organisation, or the central registry, with its keys. Needs every ring of both."""

    help = "Make an organisation that registers victims, or the central registry, with its keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("name")
        parser.add_argument("--type", required=True, choices=OrganisationType.values)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it."""
        try:
            if options["type"] == OrganisationType.REGISTRY:
                made = make_registry(name=options["name"])
            else:
                make_care_organisation(name=options["name"], type_=options["type"])
                made = None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except VaultError as error:
            raise CommandError(str(error)) from error
        introduce()
        self.stdout.write(f"Made {options['name']}.")
        if made is not None:
            self.stdout.write("Now set REGISTRY_FINGERPRINT; `manage.py keys status` prints it.")
