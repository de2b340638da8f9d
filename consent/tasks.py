"""Celery's part on this floor: the sweep, every minute and at the start of a worker."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from consent import keeper

logger = logging.getLogger(__name__)


@shared_task
def sweep_keys() -> None:
    """Make the key store agree with the ledger, and say so when it did not."""
    done = keeper.sweep(timezone.now())
    if done.taken or done.given:
        logger.warning("keys followed the ledger: %d taken, %d given", done.taken, done.given)
    if done.stuck:
        logger.error(
            "keys of %d persons cannot follow: an answer is missing, or a cell does not open",
            done.stuck,
        )


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """Sweep once when a worker starts, without waiting for the minute."""
    sweep_keys.delay()
