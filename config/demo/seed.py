"""Invented organisations and users. Every user has a second factor whose code we can print."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.verbs import make_user
from config.demo.caseload import ORGANISATIONS
from registry.organisations import care_organisation
from reporting.peers import introduce, make_registry

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAIN: Final = "demo.invalid"
PASSWORD: Final = "zonder toestemming geen sleutel"  # noqa: S105 (printed for everybody)
REGISTRY: Final = "Voorbeeldregister"


@dataclass(frozen=True, slots=True)
class Login:
    """What it takes to log in as a demo user, for the next half minute or so."""

    name: str
    email: str
    code: str


def seed() -> None:
    """Make the registry, the organisations and one user for each role."""
    registry = make_registry(name=REGISTRY)
    houses = [care_organisation(name=name, type_=type_) for name, type_, _ in ORGANISATIONS]
    introduce()
    shelter, youth_care = houses[0], houses[1]
    _user("zorg", "Zora Zorgverlener", (Role.CARE_WORKER, shelter))
    _user("jeugd", "Jari Jeugdzorg", (Role.CARE_WORKER, youth_care))
    _user("beheer", "Bo Beheerder", (Role.ORGANISATION_ADMIN, shelter))
    _user("toezicht", "Tess Toezichthouder", *((Role.CONSENT_AUDITOR, each) for each in houses))
    _user("cijfers", "Coen Coördinator", (Role.REGISTRY_COORDINATOR, registry))
    _user("sleutels", "Sam Sleutelbeheer", (Role.KEY_OPERATOR, shelter))


def logins() -> Iterator[Login]:
    """Return what it takes to log in as each demo user now."""
    for user in User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("date_joined"):
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        secret = get_adapter().decrypt(factor.data["secret"])
        counter = int(time.time()) // settings.MFA_TOTP_PERIOD
        code = totp.format_hotp_value(totp.hotp_value(secret, counter))
        yield Login(name=user.name, email=user.email, code=code)


def _user(name: str, shown: str, *roles: tuple[Role, Organisation]) -> None:
    user = make_user(
        email=f"{name}@{DOMAIN}", password=PASSWORD, name=f"{shown} (voorbeeld)", roles_in=roles
    )
    totp.TOTP.activate(user, totp.generate_totp_secret())
