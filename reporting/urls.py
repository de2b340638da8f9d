"""Addresses of the coordinator's pages and of the registry's inbox."""

from __future__ import annotations

from django.urls import path

from reporting.views.inbox import inbox
from reporting.views.monitor import download, monitor

urlpatterns = [
    path("registry/inbox", inbox, name="registry_inbox"),
    path("numbers/", monitor, name="monitor"),
    path("numbers/<slug:name>.csv", download, name="download"),
]
