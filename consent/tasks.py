"""Celery's part on this floor: the sweep, every minute and at the start of a worker."""

from __future__ import annotations

import logging

from celery import shared_task
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
        logger.error("keys of %d persons cannot follow: something does not open", done.stuck)
