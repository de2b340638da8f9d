"""Asking, and taking back. The preview is shown before the click and kept by its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required, user_of
from accounts.roles import Role
from consent.purposes import PURPOSES
from consent.rules.history import Kind
from consent.verbs import Answer, AnswerRefused, record_answer
from registry.forms import AnswerForm
from registry.preview import preview
from registry.views.cases import INVALID, visible_case
from vault import grants

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from consent.rules.policy import Purpose
    from registry.models import Case


@role_required(Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, case_id: UUID, purpose: str) -> HttpResponse:
    """Ask for one purpose; the keys agree with the answer before the next page is shown."""
    case, policy = visible_case(request, case_id), _policy(purpose)
    form = AnswerForm(request.POST or None)
    shown = preview(policy)
    if form.is_valid():
        answer = Answer(
            purpose=policy.code,
            kind=Kind(form.cleaned_data["kind"]),
            true_from=form.true_from(),
            how=form.cleaned_data["how"],
            expressed_by=form.cleaned_data["expressed_by"],
            language=form.cleaned_data["language"],
            third_party_present=form.cleaned_data["third_party_present"],
            interpreter=form.cleaned_data["language"] == "other",
            preview_digest=shown.digest,
        )
        try:
            record_answer(
                file=case.consent_file, answer=answer, recorded_by=str(user_of(request).id)
            )
        except AnswerRefused as error:
            form.add_error(None, str(error))
        else:
            _tell(request, case, policy, answer.kind)
            return redirect("case_detail", case.id)
    status = INVALID if form.is_bound else 200
    context = {"case": case, "form": form, "preview": shown}
    return render(request, "registry/ask.html", context, status=status)


@role_required(Role.CARE_WORKER)
@require_POST
def withdraw(request: HttpRequest, case_id: UUID, purpose: str) -> HttpResponse:
    """Take a yes back: one action, may be spoken, in force before the next page is shown."""
    case, policy = visible_case(request, case_id), _policy(purpose)
    answer = Answer(
        purpose=policy.code,
        kind=Kind.WITHDRAWN,
        true_from=timezone.now(),
        how="spoken",
        expressed_by="self",
    )
    record_answer(file=case.consent_file, answer=answer, recorded_by=str(user_of(request).id))
    messages.success(request, _("The consent is withdrawn. From now on nothing is sent for it."))
    return redirect("case_detail", case.id)


def _tell(request: HttpRequest, case: Case, policy: Purpose, kind: Kind) -> None:
    """Say that the answer is in force; for a yes only when its key is really there."""
    waits = kind is Kind.GIVEN and grants.missing(policy.code, [case.consent_file_id])
    if policy.grants_facts and waits:
        messages.warning(
            request,
            _(
                "The answer is recorded, but nothing is sent yet: an earlier answer of this person "
                "is missing. Tell whoever runs InBeeld."
            ),
        )
    else:
        messages.success(request, _("The answer is recorded and in force."))


def _policy(code: str) -> Purpose:
    if code not in PURPOSES:
        raise Http404
    return PURPOSES[code]
