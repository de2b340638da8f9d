"""Logging the cast in, past the pages that are tested elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import User


def client_of(user: User | None, language: str = "en") -> Client:
    """Return a client in which ``user``, with a second factor, is logged in."""
    client = Client(headers={"accept-language": language})
    if user is not None:
        give_second_factor(user)
        client.force_login(user)
    return client


def give_second_factor(user: User) -> str:
    """Give ``user`` a TOTP factor unless there is one; return its secret when it is new."""
    if Authenticator.objects.filter(user=user).exists():
        return ""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret
