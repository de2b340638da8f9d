"""Celery only wakes these up. What is to be done stands in the database, so tasks carry nothing."""

from __future__ import annotations

import logging
from typing import Final

from celery import shared_task
from django.utils import timezone

from consent.purposes import PURPOSES
from registry.organisations import DELIVERY_RING, PSEUDONYM_RING
from reporting import contributions, delivery
from vault import rings

logger = logging.getLogger(__name__)

RINGS: Final = (
    *(purpose.code for purpose in PURPOSES.values() if purpose.grants_facts),
    PSEUDONYM_RING,
    DELIVERY_RING,
)
"""All that building a contribution may hold. The care ring is not among them."""


@shared_task
def build_contributions() -> None:
    """Put what changed into the outbox, with purpose keys only, even where tasks run in place."""
    with rings.only(*RINGS):
        built = contributions.build(timezone.now())
    logger.info(
        "contributions: %d records, %d recalls, %d counts, %d waiting for a key",
        built.records,
        built.recalls,
        built.counts,
        built.waiting,
    )


@shared_task
def deliver_outbox() -> None:
    """Carry the outbox, holding no key at all."""
    with rings.only():
        done = delivery.deliver()
    for problem in done.problems:
        logger.warning("delivery stopped: %s", problem)
