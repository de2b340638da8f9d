"""What the rule looks at: events of one person for one purpose, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What happened. Asking changes nothing; every other kind is an answer or ends one."""

    REQUESTED = "requested"
    DEFERRED = "deferred"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    OBJECTED = "objected"


NEGATIVE: Final = frozenset(
    {
        Kind.DEFERRED,
        Kind.REFUSED,
        Kind.WITHDRAWN,
        Kind.EXPIRED,
        Kind.INVALIDATED,
        Kind.OBJECTED,
    }
)
"""Answers, and ends of answers, after which the purpose is not served."""


class Basis(StrEnum):
    """On what ground a purpose is served (GDPR, articles 6 and 9; UAVG, article 24)."""

    EXPLICIT_CONSENT = "explicit_consent"
    LEGAL_DUTY = "legal_duty"


class NoTimeZone(ValueError):
    """A moment was handed in without its time zone, so it could be any of many."""

    def __init__(self) -> None:
        super().__init__("A moment is handed in with its time zone.")


def in_utc(moment: datetime) -> datetime:
    """Return ``moment`` in UTC: in local time, two moments look alike when clocks go back.

    Raises:
        NoTimeZone: when it has no time zone.
    """
    if moment.utcoffset() is None:
        raise NoTimeZone
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """One event in the life of a consent.

    Args:
        kind: what happened.
        true_from: since when it holds in the world.
        known_from: since when the organisation knows it.
        valid_until: until when a yes holds; None for no end.
        basis: the ground of a yes.
    """

    kind: Kind
    true_from: datetime
    known_from: datetime
    valid_until: datetime | None = None
    basis: Basis = Basis.EXPLICIT_CONSENT
