"""The front door, and the two pages that say whether the house stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from config.navigation import first_page

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send each user to where their work begins."""
    page = first_page(request)
    return redirect(page) if page else render(request, "no_role.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the pages are, and where to complain. Open to everyone."""
    return render(request, "accessibility.html")


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process runs."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say that both databases answer."""
    for alias in connections:
        connections[alias].ensure_connection()
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def no_reset(request: HttpRequest) -> HttpResponse:
    """Say who can help somebody who forgot their password."""
    return render(request, "no_reset.html")
