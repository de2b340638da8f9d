"""Pure: which lane a person's report is in, by what was decided for each purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from consent.rules.decision import NotPermitted, Permitted

if TYPE_CHECKING:
    from consent.rules.decision import Decision

RECORD: Final = "record"
COUNT: Final = "count"
NONE: Final = "none_"
"""How the code of every lane begins in which nothing leaves."""

_WHY_NONE: Final = {
    "refused": "none_refused",
    "objected": "none_refused",
    "withdrawn": "none_withdrawn",
    "deferred": "none_deferred",
    "expired": "none_expired",
    "not_asked": "none_not_asked",
    "asked": "none_not_asked",
}
LANES: Final = frozenset({RECORD, COUNT, *_WHY_NONE.values(), "none_other"})
"""The code of every lane."""


def lane_of(*, registration: Decision, count: Decision) -> str:
    """Return the lane: a record, one in a number, or none and why.

    The reason of the third lane is the reason why there is no record.
    """
    if isinstance(registration, Permitted):
        return RECORD
    if isinstance(count, Permitted):
        return COUNT
    return why_none(registration)


def why_none(decision: NotPermitted) -> str:
    """Return the code under which a stopped report is counted."""
    return _WHY_NONE.get(decision.code, "none_other")
