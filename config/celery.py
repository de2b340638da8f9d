"""Celery: carries row ids, never data; a lost Redis loses nothing."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

from vault import rings
from vault.core.errors import VaultError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("inbeeld")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def hold_rings(**_: Any) -> None:
    """Refuse to start without the key rings of this worker's work.

    Raises:
        SystemExit: with what to do; Celery logs any other exception of a signal and goes on.
    """
    try:
        rings.require(settings.INBEELD_RINGS)
    except VaultError as error:
        raise SystemExit(str(error)) from error
