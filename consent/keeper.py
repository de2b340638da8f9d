"""Makes the key store agree with the ledger. The ledger leads, keys follow.

`follow()` may be interrupted anywhere and run again: first it closes what `decide()` refuses,
then it opens what `decide()` permits. In between a key may exist that nobody may use, or be
missing where a yes stands; both are closed. `sweep()` does it for everybody.

Both steps commit on their own, because the key store cannot be rolled back: a key must not be
retired for a new seal that is undone. And both look at the moment at which they got the lock
or later, so that waiting for it never brings back what was withdrawn meanwhile.

A grant is given only on events that the ledger commits to, and only while none of the person's
answers is gone that the keys have followed: a yes that was written into the database opens
nothing, nor does taking a withdrawal out of it, or putting an old backup back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from audit.access import opening
from consent import evidence
from consent.models import ConsentEvent, ConsentFile
from consent.purposes import PURPOSES
from consent.rules.decision import Permitted, decide
from vault import data_keys, grants, marks, resealing
from vault.core.errors import CannotOpen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from consent.rules.history import Event

PROCESS = "process:keeper"
SWEEP_CHUNK = 500


@dataclass(slots=True)
class Followed:
    """What was out of step and is mended now.

    Args:
        taken: grants of purposes that may not be served.
        given: grants that were missing.
        stuck: persons whose keys cannot follow: a cell does not open, or an answer is missing.
    """

    taken: int = 0
    given: int = 0
    stuck: int = 0

    def add(self, other: Followed) -> None:
        """Add what ``other`` found."""
        self.taken += other.taken
        self.given += other.given
        self.stuck += other.stuck


def follow(organisation: UUID, files: Sequence[UUID], at: datetime) -> Followed:
    """Make grants of ``files`` agree with `decide()`; safe to interrupt and repeat.

    Args:
        organisation: whose files.
        files: ids of consent files.
        at: the moment to decide for; a moment that passed while waiting becomes now.
    """
    done = Followed()
    with transaction.atomic(durable=True):
        done.taken = _close(organisation, files, _locked(files, at))
    with transaction.atomic(durable=True):
        moment = _locked(files, at)
        whole = _whole(organisation, files)
        done.stuck = len(files) - len(whole)
        done.given = _open(organisation, whole, moment)
        resealing.retire_unused(data_keys.spent_keys(files))
    return done


def sweep(at: datetime) -> Followed:
    """Make all grants agree with `decide()`, and say what was out of step."""
    total = Followed()
    by_organisation: dict[UUID, list[UUID]] = defaultdict(list)
    rows = ConsentFile.objects.order_by("organisation_id", "id")
    for organisation, file in rows.values_list("organisation_id", "id"):
        by_organisation[organisation].append(file)
    for organisation, files in by_organisation.items():
        for start in range(0, len(files), SWEEP_CHUNK):
            total.add(_follow_apart(organisation, files[start : start + SWEEP_CHUNK], at))
    return total


def histories(files: Sequence[UUID]) -> dict[tuple[UUID, str], list[Event]]:
    """Return the events of ``files`` by file and purpose, with one query."""
    events: dict[tuple[UUID, str], list[Event]] = defaultdict(list)
    for row in ConsentEvent.objects.filter(file__in=files):
        events[row.file_id, row.purpose].append(row.as_history())
    return events


def _follow_apart(organisation: UUID, files: Sequence[UUID], at: datetime) -> Followed:
    """Follow ``files`` together, or each alone: one broken cell holds up nobody else's keys."""
    try:
        return follow(organisation, files, at)
    except CannotOpen:
        if len(files) == 1:
            return Followed(stuck=1)
    done = Followed()
    for file in files:
        done.add(_follow_apart(organisation, [file], at))
    return done


def _locked(files: Sequence[UUID], at: datetime) -> datetime:
    """Lock ``files`` and return the moment to decide for."""
    rows = ConsentFile.objects.select_for_update().filter(id__in=files).order_by("id")
    list(rows.values_list("id"))
    return max(at, timezone.now())


def _close(organisation: UUID, files: Sequence[UUID], at: datetime) -> int:
    """Take every grant that is refused, and give these persons' facts a new key."""
    events = histories(files)
    refused = defaultdict(list)
    for file, code in grants.standing(files):
        purpose = PURPOSES.get(code)
        decision = decide(purpose, events[file, code], at)
        if purpose is None or not purpose.grants_facts or not isinstance(decision, Permitted):
            refused[code].append(file)
    for code, subjects in refused.items():
        grants.take(organisation, code, subjects)
    spent = data_keys.spent_keys(files)
    if spent:
        with opening(
            who=PROCESS, role="process", organisation=organisation, why="new key after a no"
        ):
            resealing.reseal([key.subject_id for key in spent], data_keys.FACTS)
    return sum(map(len, refused.values()))


def _open(organisation: UUID, files: Sequence[UUID], at: datetime) -> int:
    """Give every grant that is permitted and missing."""
    events = histories(files)
    given = 0
    for purpose in PURPOSES.values():
        if not purpose.grants_facts:
            continue
        permitted = [
            file
            for file in files
            if isinstance(decide(purpose, events[file, purpose.code], at), Permitted)
        ]
        ungranted = grants.missing(purpose.code, permitted)
        genuine = evidence.genuine(organisation, ungranted)
        given += grants.give(organisation, purpose.code, genuine)
    return given


def _whole(organisation: UUID, files: Sequence[UUID]) -> list[UUID]:
    """Return those of ``files`` from which no answer is gone that the keys have followed.

    Whether the answers are what was recorded is another question; `evidence.genuine` asks it
    before a grant is given.
    """
    answers: dict[UUID, list[UUID]] = {file: [] for file in files}
    events = ConsentEvent.objects.filter(file__in=files).order_by("ledger_index")
    for file, event in events.values_list("file_id", "id"):
        answers[file].append(event)
    found = marks.whole(organisation, answers)
    return [file for file in files if file in found]
