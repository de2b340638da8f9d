"""The doors of the product, as a browser finds them: login, second factor, and every address."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

LOGIN: Final = "/account/login/"
REAUTHENTICATE: Final = "/account/reauthenticate/"
AUTHENTICATE: Final = "/account/2fa/authenticate/"
ACTIVATE: Final = "/account/2fa/totp/activate/"
_EXAMPLES: Final = {"uuid": str(UUID(int=9)), "slug": "registration", "str": "a", "int": "1"}


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """Fill in the login form."""
    return client.post(LOGIN, {"login": email, "password": password})


def code_for(secret: str, periods_ago: int = 0) -> str:
    """Return what an authenticator app shows, or showed."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - periods_ago))


def user_in(client: Client) -> str | None:
    """Return the id of the user who is logged in."""
    return client.session.get("_auth_user_id")


def give_factor(client: Client) -> str:
    """Set up a second factor as the pages ask; return its secret."""
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    client.get(ACTIVATE)
    secret = str(client.session["mfa.totp.secret"])
    answer = client.post(ACTIVATE, {"code": code_for(secret)})
    assert answer.status_code == 302
    return secret


def stored_factor(user: Any, kind: str = "totp") -> Any:
    """Return the stored second factor."""
    return Authenticator.objects.get(user=user, type=kind)


def every_path() -> list[str]:
    """Return an example of every address in the product."""
    return sorted({"/" + path for path in _paths(get_resolver().url_patterns, "")})


def _paths(patterns: list[Any], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, before + route)
        elif isinstance(pattern, URLPattern) and "^" not in route and "(" not in route:
            yield before + _filled(route)


def _filled(route: str) -> str:
    for kind, example in _EXAMPLES.items():
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = route[:start] + example + route[route.index(">", start) + 1 :]
    return route


assert reverse("account_login") == LOGIN
assert reverse("mfa_activate_totp") == ACTIVATE
assert reverse("account_reauthenticate") == REAUTHENTICATE
assert reverse("mfa_authenticate") == AUTHENTICATE
