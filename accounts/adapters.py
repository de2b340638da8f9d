"""What django-allauth asks of us: nobody signs up, and second factors are stored sealed."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from vault.core.cells import Place
from vault.core.errors import CannotOpen
from vault.sealing import INSTALLATION, open_value, seal_value

if TYPE_CHECKING:
    from django.http import HttpRequest

RING = "accounts"
_PLACE = Place("mfa_authenticator", "data", INSTALLATION, INSTALLATION)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an organisation's administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of second factors before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Return ``text`` sealed under the installation's accounts key."""
        return base64.b64encode(seal_value(INSTALLATION, RING, _PLACE, text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given; CannotOpen otherwise."""
        try:
            cell = base64.b64decode(encrypted_text.encode())
        except ValueError as error:
            raise CannotOpen from error
        return str(open_value(INSTALLATION, RING, _PLACE, cell))
