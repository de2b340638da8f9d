"""The gate: opening something for a purpose takes a yes in the ledger and a key in the store.

Two walls. `decide()` refuses although a key is there, as between a withdrawal and its key; the
key is missing although `decide()` permits, as before the first grant. Either alone holds.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from audit.access import opening
from consent.keeper import histories
from consent.purposes import PURPOSES
from consent.rules.decision import NotPermitted, Permitted, decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from consent.rules.decision import Decision
    from vault.context import AccessContext


class Refused(Exception):
    """A purpose was asked for that may not be served; the message is the reason."""

    def __init__(self, decision: NotPermitted) -> None:
        super().__init__(decision.reason)
        self.decision = decision


def decisions(purpose: str, files: Sequence[UUID], at: datetime) -> dict[UUID, Decision]:
    """Return what `decide()` says of ``purpose`` for each of ``files``."""
    events = histories(files)
    policy = PURPOSES.get(purpose)
    return {file: decide(policy, events[file, purpose], at) for file in files}


def permitted(purpose: str, files: Sequence[UUID], at: datetime) -> list[UUID]:
    """Return those of ``files`` for which ``purpose`` may be served."""
    found = decisions(purpose, files, at)
    return [file for file in files if isinstance(found[file], Permitted)]


def require(purpose: str, file: UUID, at: datetime) -> Permitted:
    """Return the permission.

    Raises:
        Refused: with the reason, when there is none.
    """
    decision = decisions(purpose, [file], at)[file]
    if isinstance(decision, NotPermitted):
        raise Refused(decision)
    return decision


@contextmanager
def serving(*, purpose: str, organisation: UUID, who: str, why: str) -> Iterator[AccessContext]:
    """Open an access context that opens only what was granted to ``purpose``."""
    with opening(
        who=who, role="process", organisation=organisation, why=why, purpose=purpose
    ) as context:
        yield context
