"""App configuration of the top floor."""

from __future__ import annotations

from django.apps import AppConfig as DjangoAppConfig


class ConfigConfig(DjangoAppConfig):
    """Settings, urls and the demo."""

    name = "config"
