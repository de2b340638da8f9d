"""The coordinator's page: released tables, and only those."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_required
from accounts.roles import Role
from reporting.monitor import ROWS_AND_COLUMNS, cross
from reporting.published import Published
from reporting.releases import check, newest
from reporting.tables import TABLES
from vault.core.errors import CannotOpen

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reporting.models import Release

logger = logging.getLogger(__name__)


@role_required(Role.REGISTRY_COORDINATOR)
@require_GET
def monitor(request: HttpRequest) -> HttpResponse:
    """Show the newest release of each table; numbers that were not released do not exist here."""
    shown = []
    for name, (row, column) in ROWS_AND_COLUMNS.items():
        released = newest(name)
        if released is None:
            continue
        each: dict[str, object] = {"name": name, "title": TABLES[name].title, "release": released}
        if _is_signed(released):
            each["table"] = cross(
                Published.of(released), row=row, column=column, chosen=request.GET.dict()
            )
        shown.append(each)
    return render(request, "reporting/monitor.html", {"tables": shown})


@role_required(Role.REGISTRY_COORDINATOR)
@require_GET
def download(_request: HttpRequest, name: str) -> HttpResponse:
    """Hand out the bytes of the newest release, as they were signed."""
    released: Release | None = newest(name) if name in TABLES else None
    if released is None or not _is_signed(released):
        raise Http404
    return HttpResponse(
        bytes(released.content),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _is_signed(released: Release) -> bool:
    """Say whether a release is what was signed; one that is not is shown to nobody."""
    try:
        check(released)
    except CannotOpen:
        logger.exception("release %s of %s is not what was signed", released.id, released.table)
        return False
    return True
