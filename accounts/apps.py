"""App configuration of the accounts floor."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations and roles."""

    name = "accounts"
    verbose_name = _("Accounts")
