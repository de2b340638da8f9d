"""What is done to organisations and users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts import roles
from accounts.models import Organisation, User
from vault import organisation_keys

if TYPE_CHECKING:
    from collections.abc import Iterable


def make_organisation(*, name: str, type_: str, keys: Iterable[tuple[str, str]]) -> Organisation:
    """Make an organisation with its groups and its keys.

    Args:
        name: its name, which no other has.
        type_: one of `OrganisationType`.
        keys: pairs of ring and algorithm that its work needs.
    """
    organisation = Organisation(name=name, type=type_)
    organisation.full_clean()
    # Keys first: a crash in between leaves keys of nobody, not an organisation without keys.
    organisation_keys.provide(organisation.id, keys)
    with transaction.atomic():
        organisation.save()
        roles.provide_groups(organisation)
    return organisation


def make_user(
    *, email: str, password: str, name: str, roles_in: Iterable[tuple[roles.Role, Organisation]]
) -> User:
    """Make a user with these roles. A second factor is asked for at the first login."""
    with transaction.atomic():
        validate_password(password)
        user = User.objects.create_user(email=email, password=password, name=name)
        for role, organisation in roles_in:
            roles.give_role(user=user, role=role, organisation=organisation)
    return user
