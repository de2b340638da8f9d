"""App configuration of the registry floor."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """What care workers record."""

    name = "registry"
    verbose_name = _("Cases")
