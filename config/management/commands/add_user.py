"""`manage.py add_user EMAIL --organisation NAME --role ROLE`."""

from __future__ import annotations

from getpass import getpass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation, User
from accounts.roles import Role, give_role
from accounts.verbs import make_user

if TYPE_CHECKING:
    from argparse import ArgumentParser

ROLES = {role.name.lower().replace("_", "-"): role for role in Role}


class Command(BaseCommand):
    """Makes a user with one role, or gives one who exists another role."""

    help = "Make a user with a role in an organisation; asks for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True, help="its name")
        parser.add_argument("--role", required=True, choices=sorted(ROLES))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the user, or give the role."""
        organisation = Organisation.objects.filter(name=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.")
        role, email = ROLES[options["role"]], options["email"].lower()
        known = User.objects.filter(email=email).first()
        if known is not None:
            give_role(user=known, role=role, organisation=organisation)
        else:
            self._make(email, role, organisation)
        self.stdout.write(f"{email} is {options['role']} of {organisation.name}.")

    @staticmethod
    def _make(email: str, role: Role, organisation: Organisation) -> None:
        try:
            make_user(
                email=email,
                password=getpass("Password: "),
                name="",
                roles_in=[(role, organisation)],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
