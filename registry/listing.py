"""A page of the case list: three queries, whatever the number of cases.

Sealed columns stay in the database; what is shown of a person is only which lane their report is
in, and that follows from consent events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from consent.keeper import histories
from consent.purposes import count, registration
from consent.rules.decision import decide
from consent.rules.lanes import lane_of
from registry.models import Case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User

PAGE: Final = 25
SEALED: Final = ("facts", "narrative")


@dataclass(frozen=True, slots=True)
class Row:
    """One case as the list shows it."""

    case: Case
    lane: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list.

    Args:
        rows: at most `PAGE` cases, newest first.
        older: where the next page begins, None on the last one.
    """

    rows: Sequence[Row]
    older: tuple[date, UUID] | None


def page_of_cases(*, user: User, at: datetime, after: tuple[date, UUID] | None = None) -> Page:
    """Return the cases that ``user`` may see, newest first, from ``after`` on.

    Args:
        user: whose list it is.
        at: the moment for which lanes are told.
        after: day and id of the last case of the page before; pages do not shift when new
            cases arrive, and a total is never counted.
    """
    cases = Case.objects.visible_to(user).defer(*SEALED).select_related("organisation")
    if after is not None:
        day, last = after
        cases = cases.filter(Q(opened_on__lt=day) | Q(opened_on=day, id__lt=last))
    found = list(cases.order_by("-opened_on", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    more = len(found) > PAGE
    older = (shown[-1].opened_on, shown[-1].id) if more else None
    return Page(rows=_with_lanes(shown, at), older=older)


def _with_lanes(cases: list[Case], at: datetime) -> list[Row]:
    events = histories([case.consent_file_id for case in cases])
    return [
        Row(
            case=case,
            lane=lane_of(
                registration=decide(
                    registration.PURPOSE, events[case.consent_file_id, "registration"], at
                ),
                count=decide(count.PURPOSE, events[case.consent_file_id, "count"], at),
            ),
        )
        for case in cases
    ]
