"""Addresses of the care worker's screens."""

from __future__ import annotations

from django.urls import path

from registry.views import cases, consent

urlpatterns = [
    path("", cases.case_list, name="case_list"),
    path("new/", cases.case_new, name="case_new"),
    path("<uuid:case_id>/", cases.case_detail, name="case_detail"),
    path("<uuid:case_id>/person/", cases.case_person, name="case_person"),
    path("<uuid:case_id>/consent/<slug:purpose>/", consent.ask, name="consent_ask"),
    path(
        "<uuid:case_id>/consent/<slug:purpose>/withdraw/", consent.withdraw, name="consent_withdraw"
    ),
]
