"""No page of the product without a second factor, and no session longer than a working day."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_STARTED = "inbeeld_session_started"
_OPEN_PATHS = ("/account/", "/static/", "/i18n/")


class SecondFactorMiddleware:
    """Sends a user without a second factor to the page where one is set up.

    django-allauth asks for the factor at login once it exists; this makes it exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or send it to the right page first."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        if self._is_over(request):
            logout(request)
            return redirect("account_login")
        if not request.path.startswith(_OPEN_PATHS) and not is_mfa_enabled(request.user):
            messages.info(request, _("Set up a second factor first. Every account needs one."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def _is_over(request: HttpRequest) -> bool:
        started = request.session.setdefault(_STARTED, time.time())
        return bool(time.time() - started > settings.INBEELD_SESSION_HOURS * 3600)
