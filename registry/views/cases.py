"""The case list, a new report, and one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, user_of
from accounts.roles import Role, organisations_of
from audit.access import opening
from registry import case_page
from registry.forms import ReportForm
from registry.listing import page_of_cases
from registry.models import Case
from registry.verbs import open_case

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

INVALID = 422


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words, as the components take it."""

    label: str
    url: str


@role_required(Role.CARE_WORKER)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the newest cases of the user's organisations."""
    page = page_of_cases(user=user_of(request), at=timezone.now(), after=_after(request))
    older = ""
    if page.older:
        day, last = page.older
        older = "?" + urlencode({"day": day.isoformat(), "id": str(last)})
    newest = reverse("case_list") if request.GET else ""
    context = {"page": page, "older_url": older, "newer_url": newest}
    return render(request, "registry/case_list.html", context)


@role_required(Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """File a report."""
    user = user_of(request)
    organisations = list(organisations_of(user, Role.CARE_WORKER).order_by("name"))
    form = ReportForm(request.POST or None, organisations=organisations)
    if not form.is_valid():
        status = INVALID if form.is_bound else 200
        return render(request, "registry/case_new.html", {"form": form}, status=status)
    case = open_case(
        user=user,
        organisation=form.chosen_organisation(),
        facts=form.facts(),
        who=form.who(),
        narrative=form.cleaned_data["narrative"],
        opened_on=form.cleaned_data["opened_on"],
    )
    messages.success(request, _("The report is filed. Now ask what may be done with it."))
    return redirect("case_detail", case.id)


@role_required(Role.CARE_WORKER)
@require_GET
def case_detail(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the facts of a case and what was answered; not who it is about."""
    user = user_of(request)
    case = visible_case(request, case_id)
    with opening(
        who=str(user.id), role=Role.CARE_WORKER, organisation=case.organisation_id, why="case page"
    ):
        context = case_page.context(case, timezone.now())
    return render(request, "registry/case_detail.html", context)


@role_required(Role.CARE_WORKER)
@require_POST
def case_person(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who a case is about, and the story. A deliberate look, so it is a POST."""
    user = user_of(request)
    case = visible_case(request, case_id)
    with opening(
        who=str(user.id),
        role=Role.CARE_WORKER,
        organisation=case.organisation_id,
        why="name and story shown",
    ):
        context = {"case": case, "rows": case_page.person(case), "narrative": case.narrative}
    return render(request, "registry/case_person.html", context)


def visible_case(request: HttpRequest, case_id: UUID) -> Case:
    """Return the case; one that is not visible and one that does not exist are both 404."""
    cases = Case.objects.visible_to(request.user).select_related("organisation", "consent_file")
    case: Case = get_object_or_404(cases, id=case_id)
    return case


def _after(request: HttpRequest) -> tuple[date, UUID] | None:
    if "day" not in request.GET:
        return None
    try:
        return date.fromisoformat(request.GET["day"]), UUID(request.GET["id"])
    except (ValueError, KeyError) as error:
        raise Http404 from error
