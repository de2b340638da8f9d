"""App configuration of the audit floor."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The ledger and the access log."""

    name = "audit"
