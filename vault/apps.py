"""App configuration of the vault."""

from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys, and nothing else."""

    name = "vault"
