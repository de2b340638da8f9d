"""Addresses of the auditor's pages."""

from __future__ import annotations

from django.urls import path

from consent.views import audit

urlpatterns = [
    path("", audit.events, name="audit_events"),
    path("<uuid:organisation_id>/verify/", audit.verify, name="audit_verify"),
]
