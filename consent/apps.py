"""App configuration of the consent floor."""

from __future__ import annotations

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Consent holds the keys."""

    name = "consent"
