"""The access log: opening an access context for a person, and writing what it opens.

Every opening of identity or narrative leaves a line before the value is shown; a page of rows
leaves its lines in one statement. Searches and exports are logged by `log`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from audit.models import AccessLogEntry
from vault.context import CARE, AccessContext, access
from vault.data_keys import IDENTITY, NARRATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

LOGGED: Final = frozenset({IDENTITY, NARRATIVE})
"""Compartments of which every opening leaves a line."""

SOURCE: Final = "inbeeld"


@dataclass(frozen=True, slots=True)
class AccessJournal:
    """Writes openings into the access log, for a user in a role."""

    role: str

    def opened(self, context: AccessContext, compartment: str, subjects: Sequence[UUID]) -> None:
        """Write one line for each person whose identity or narrative is opened."""
        if compartment not in LOGGED:
            return
        lines = [_line(context, self.role, f"open {compartment}", "R", str(s)) for s in subjects]
        AccessLogEntry.objects.bulk_create(lines)


@contextmanager
def opening(
    *, who: str, role: str, organisation: UUID, why: str, purpose: str = CARE
) -> Iterator[AccessContext]:
    """Open an access context whose openings go into the access log.

    Args:
        who: the user's id, or a process's name.
        role: in which role.
        organisation: whose rows.
        why: the reason, in words that the person concerned may read.
        purpose: `CARE`, or a purpose with grants of its own.
    """
    journal = AccessJournal(role=role)
    with access(
        who=who, organisation=organisation, purpose=purpose, why=why, journal=journal
    ) as context:
        yield context


def log(
    *,
    event: str,
    action: str,
    who: str,
    role: str,
    organisation: UUID,
    why: str,
    object_type: str,
    object_id: str,
    purpose_of_use: str = CARE,
) -> None:
    """Write one line that is not an opening: a search, an export, a look at the log itself.

    Args:
        event: what was done.
        action: C, R, U, D or E (NEN 7513, EventActionCode).
        who: the user's id.
        role: in which role.
        organisation: for which organisation.
        why: the reason, in words.
        object_type: what kind of thing was looked at.
        object_id: which one.
        purpose_of_use: for which purpose, such as care or audit.
    """
    AccessLogEntry.objects.create(
        at=timezone.now(),
        event=event,
        action=action,
        user=who,
        role=role,
        purpose_of_use=purpose_of_use,
        reason=why,
        organisation_id=organisation,
        object_type=object_type,
        object_id=object_id,
        source=SOURCE,
    )


def _line(
    context: AccessContext, role: str, event: str, action: str, object_id: str
) -> AccessLogEntry:
    return AccessLogEntry(
        at=timezone.now(),
        event=event,
        action=action,
        user=context.who,
        role=role,
        purpose_of_use=context.purpose,
        reason=context.why,
        organisation_id=context.organisation,
        object_type="person",
        object_id=object_id,
        source=SOURCE,
    )
