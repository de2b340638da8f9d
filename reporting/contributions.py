"""Builds what leaves, in a process that holds purpose keys only, and puts it into the outbox.

For each organisation, in one transaction: the messages, their numbers in the stream, and what is
now standing at the registry. A crash before the commit leaves nothing, after it everything.

Two walls stand here. `allowing()` and `decide()` say who may be read; the grant says who can be.
A case that may but cannot be read (its grant is not there yet) waits for the next run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from consent import gate
from consent.models import ConsentEvent
from consent.purposes import registration
from consent.rules.history import Kind as Answered
from registry.codes.facts import Facts
from registry.models import Case
from registry.organisations import PSEUDONYM_RING
from reporting import counting, outbox
from reporting.models import Contribution, OutboxMessage, Stream
from reporting.peers import care_organisations, introduce
from vault.core.errors import CannotOpen
from vault.fields import unlock
from vault.sealing import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import Organisation

PROCESS: Final = "process:contributions"
GIVEN: Final = Answered.GIVEN.value
Kind = OutboxMessage.Kind
BATCH: Final = 200
"""Records in one message."""


@dataclass(slots=True)
class Built:
    """What one run put into the outbox.

    Args:
        records: records sent or sent anew.
        recalls: records taken back.
        counts: organisations whose numbers changed.
        waiting: cases that may be sent but whose key is not there yet.
    """

    records: int = 0
    recalls: int = 0
    counts: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One record or recall, and the row that remembers it."""

    row: Contribution
    item: dict[str, object]


def build(at: datetime) -> Built:
    """Put into the outbox whatever changed for the registry since the last run."""
    built = Built()
    introduce()  # an organisation made since the last run must be known before it speaks
    for organisation in care_organisations():
        with transaction.atomic():
            stream = _locked_stream(organisation)
            taken_back = recalls(organisation, at)
            _send(stream, Kind.RECALLS, taken_back, at)
            fresh, waiting = records(organisation, at)
            _send(stream, Kind.RECORDS, fresh, at)
            built.recalls += len(taken_back)
            built.records += len(fresh)
            built.waiting += waiting
            built.counts += counting.put_counts(stream, at)
            stream.save()
    return built


def records(organisation: Organisation, at: datetime) -> tuple[list[Change], int]:
    """Return new and changed records of permitted cases, and how many wait for their key."""
    done = {row.case_id: row for row in Contribution.objects.filter(organisation=organisation)}
    cases = [
        case
        for case in Case.objects.allowing(registration.PURPOSE, at)
        .filter(organisation=organisation)
        .order_by("id")
        if _is_due(case, done.get(case.id))
    ]
    changes = []
    for start in range(0, len(cases), BATCH):
        for case, facts in _opened(organisation, cases[start : start + BATCH], at):
            row = done.get(case.id) or Contribution(case=case, organisation=organisation)
            row.case = case
            row.version = outbox.next_number(row.version, at)
            row.facts_version, row.standing = case.facts_version, True
            changes.append(Change(row, _record(case, row.version, facts)))
    _attach_events(changes, at)
    return changes, len(cases) - len(changes)


def recalls(organisation: Organisation, at: datetime) -> list[Change]:
    """Return a recall for each record that stands at the registry and may no longer."""
    permitted = Case.objects.allowing(registration.PURPOSE, at).filter(organisation=organisation)
    rows = (
        Contribution.objects.filter(organisation=organisation, standing=True)
        .exclude(case_id__in=list(permitted.values_list("id", flat=True)))
        .order_by("case_id")
    )
    changes = []
    for row in rows:
        row.version = outbox.next_number(row.version, at)
        row.standing = False
        name = record_name(organisation.id, row.case_id)
        item = {"record": name, "version": row.version, "facts": None, "events": []}
        changes.append(Change(row, item))
    return changes


def _send(stream: Stream, kind: Kind, changes: Sequence[Change], at: datetime) -> None:
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        payload: dict[str, object] = {"records": [change.item for change in batch]}
        message = outbox.put(stream, kind, payload, at)
        for change in batch:
            change.row.message = message
        outbox.save_contributions([change.row for change in batch])


def record_name(organisation: UUID, case: UUID) -> str:
    """Return the name under which the registry knows a case: 32 hex digits that tell nothing."""
    return _pseudonym(organisation, "record", case)


def _record(case: Case, version: int, facts: Facts) -> dict[str, object]:
    return {
        "record": record_name(case.organisation_id, case.id),
        "pseudonym": _pseudonym(case.organisation_id, "person", case.consent_file_id),
        "version": version,
        "facts": facts.let_out(registration.PURPOSE.code),
    }


def _pseudonym(organisation: UUID, kind: str, row: UUID) -> str:
    name = f"inbeeld registry {kind} 1"
    return digest(organisation, PSEUDONYM_RING, name, row.bytes)[:16].hex()


def _is_due(case: Case, row: Contribution | None) -> bool:
    return row is None or not row.standing or row.facts_version != case.facts_version


def _opened(
    organisation: Organisation, cases: Sequence[Case], at: datetime
) -> list[tuple[Case, Facts]]:
    """Open the facts of those cases that `decide()` permits and a grant opens."""
    allowed = set(gate.permitted(registration.PURPOSE.code, [c.consent_file_id for c in cases], at))
    opened = []
    with gate.serving(
        purpose=registration.PURPOSE.code,
        organisation=organisation.id,
        who=PROCESS,
        why="contribution",
    ):
        cases = [case for case in cases if case.consent_file_id in allowed]
        unlock(cases, "facts")
        for case in cases:
            try:
                opened.append((case, Facts.from_document(case.facts)))
            except CannotOpen:
                continue
    return opened


def _attach_events(changes: Sequence[Change], at: datetime) -> None:
    """Name the consent events that allow each record, so that it can be derived anew."""
    files = {change.row.case_id: change.row.case.consent_file_id for change in changes}
    events: dict[UUID, list[str]] = {}
    found = ConsentEvent.objects.filter(
        file__in=list(files.values()),
        purpose=registration.PURPOSE.code,
        kind=GIVEN,
        true_from__lte=at,
    ).order_by("id")
    for file, event in found.values_list("file_id", "id"):
        events.setdefault(file, []).append(str(event))
    for change in changes:
        change.item["events"] = events[files[change.row.case_id]]


def _locked_stream(organisation: Organisation) -> Stream:
    Stream.objects.get_or_create(organisation=organisation)
    return Stream.objects.select_for_update().get(organisation=organisation)
