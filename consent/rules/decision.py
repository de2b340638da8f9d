"""May this purpose be served for this person at this moment?

The rule, in words:

1. Nothing is permitted that the purpose's policy does not know. No policy, no.
2. Only events that are true and known at the moment count.
3. The event that is true last decides. When two are true at the same moment and one of them is
   not a yes, the answer is no. So late paper never outranks a later withdrawal.
4. Being asked is not an answer. Silence and an empty history are no.
5. A yes ends when its term ends.
6. A yes on another ground than consent needs that ground to be among the purpose's, and never
   stands against a no: once the person has said no in any form, only their own yes opens again.

The moment is handed in once, so a decision cannot straddle midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consent.rules.history import NEGATIVE, Basis, Event, Kind, in_utc
from consent.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from consent.rules.policy import Purpose


@dataclass(frozen=True, slots=True)
class Permitted:
    """The purpose may be served.

    Args:
        basis: on which ground.
        until: until when, unless another answer comes; None for no end.
    """

    basis: Basis
    until: datetime | None


@dataclass(frozen=True, slots=True)
class NotPermitted:
    """The purpose may not be served.

    Args:
        code: a stable word for the reason, one of `REASONS`.
    """

    code: str

    @property
    def reason(self) -> str:
        """The reason in words that a person can read."""
        return REASONS[self.code]


Decision = Permitted | NotPermitted

REASONS = {
    "no_policy": gettext_noop("This purpose is not known here."),
    "not_asked": gettext_noop("Nobody has asked yet."),
    "asked": gettext_noop("The question was asked and not answered yet."),
    "deferred": gettext_noop("The answer was: not now."),
    "refused": gettext_noop("The answer was no."),
    "withdrawn": gettext_noop("The consent was withdrawn."),
    "expired": gettext_noop("The consent has ended."),
    "invalidated": gettext_noop("The consent was found not to be valid."),
    "objected": gettext_noop("The person objected."),
    "basis": gettext_noop("The ground on which this was recorded does not open this purpose."),
}


def decide(purpose: Purpose | None, history: Sequence[Event], at: datetime) -> Decision:
    """Decide by the rule above.

    Args:
        purpose: the purpose's policy, or None when there is none.
        history: every event of this person for this purpose, in any order.
        at: the moment that is asked about, with a time zone.

    Raises:
        NoTimeZone: when ``at`` has none.
    """
    at = in_utc(at)
    if purpose is None:
        return NotPermitted("no_policy")
    counted = [event for event in history if event.true_from <= at and event.known_from <= at]
    answers = [event for event in counted if event.kind is not Kind.REQUESTED]
    if not answers:
        return NotPermitted("asked" if counted else "not_asked")
    last = max(in_utc(event.true_from) for event in answers)
    latest = [event for event in answers if in_utc(event.true_from) == last]
    no = next((event for event in latest if event.kind in NEGATIVE), None)
    if no is not None:
        return NotPermitted(no.kind.value)
    return _judge_yes(purpose, latest, answers, at)


def _judge_yes(
    purpose: Purpose, latest: Sequence[Event], answers: Sequence[Event], at: datetime
) -> Decision:
    """Judge the yeses that are true last; the narrowest of them counts."""
    if any(event.valid_until is not None and event.valid_until <= at for event in latest):
        return NotPermitted("expired")
    bases = {event.basis for event in latest}
    if not bases <= purpose.bases:
        return NotPermitted("basis")
    other = bases - {Basis.EXPLICIT_CONSENT}
    if other and any(event.kind in NEGATIVE for event in answers):
        return NotPermitted("basis")
    ends = [event.valid_until for event in latest if event.valid_until is not None]
    return Permitted(
        basis=other.pop() if other else Basis.EXPLICIT_CONSENT, until=min(ends, default=None)
    )
