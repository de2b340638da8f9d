"""The auditor's desk, thin: the events of an organisation, and whether its ledger is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import role_required, user_of
from accounts.roles import Role, organisations_of
from audit.access import log
from audit.verification import LedgerBroken
from consent.evidence import prove
from consent.models import ConsentEvent
from consent.purposes import PURPOSES
from consent.rules.history import Kind

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

PAGE = 50


@role_required(Role.CONSENT_AUDITOR)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Show the newest events, by purpose and kind. Looking is logged."""
    user = user_of(request)
    organisations = list(organisations_of(user, Role.CONSENT_AUDITOR).order_by("name"))
    purpose, kind = request.GET.get("purpose", ""), request.GET.get("kind", "")
    rows = ConsentEvent.objects.filter(organisation__in=organisations)
    if purpose in PURPOSES:
        rows = rows.filter(purpose=purpose)
    if kind in set(Kind):
        rows = rows.filter(kind=kind)
    page = Paginator(rows.select_related("organisation").order_by("-id"), PAGE).get_page(
        request.GET.get("page")
    )
    for organisation in organisations:
        _log(user.id, organisation.id, "audit consent events")
    context = {
        "page": page,
        "organisations": organisations,
        "purposes": PURPOSES.values(),
        "kinds": list(Kind),
        "purpose": purpose,
        "kind": kind,
    }
    return render(request, "consent/events.html", context)


@role_required(Role.CONSENT_AUDITOR)
@require_POST
def verify(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Verify the ledger of one organisation and show what came of it."""
    user = user_of(request)
    organisation = get_object_or_404(
        organisations_of(user, Role.CONSENT_AUDITOR), id=organisation_id
    )
    _log(user.id, organisation.id, "verify ledger")
    context: dict[str, object] = {"organisation": organisation}
    try:
        context["proven"] = prove(organisation.id)
    except LedgerBroken as error:
        context["broken"] = error
    return render(request, "consent/verified.html", context)


def _log(user: UUID, organisation: UUID, event: str) -> None:
    log(
        event=event,
        action="R",
        who=str(user),
        role=Role.CONSENT_AUDITOR,
        organisation=organisation,
        why=event,
        object_type="consent events",
        purpose_of_use="audit",
        object_id=str(organisation),
    )
