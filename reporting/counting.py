"""An organisation's numbers: its count lane, and how many reports went which lane.

For a person in the count lane only the answers leave that counting lets out, added up. For the
third lane nothing is opened: how many are in it, and why, follows from consent events alone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from consent import gate
from consent.keeper import histories
from consent.purposes import count, registration
from consent.rules.decision import decide
from consent.rules.lanes import COUNT, lane_of
from registry.codes.facts import Facts
from registry.codes.periods import period_of
from registry.models import Case, Tally
from registry.organisations import PSEUDONYM_RING
from reporting import outbox
from reporting.models import OutboxMessage
from vault.core.codec import canonical_json
from vault.core.errors import CannotOpen
from vault.core.signatures import keyed_digest
from vault.fields import unlock
from vault.organisation_keys import Algorithm, secret_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from reporting.models import Stream

CHUNK = 500
PROCESS = "process:contributions"
"""Cases looked at in one step."""


def put_counts(stream: Stream, at: datetime) -> bool:
    """Send the organisation's numbers when they changed; say whether they did."""
    payload = counts_of(stream.organisation_id, at)
    fingerprint = keyed_digest(
        key=secret_of(stream.organisation_id, PSEUDONYM_RING, Algorithm.CELLS),
        domain="inbeeld counts 1",
        message=canonical_json(payload),
    )
    if fingerprint == bytes(stream.counts_digest):
        return False
    outbox.put(stream, OutboxMessage.Kind.COUNTS, payload, at)
    stream.counts_digest = fingerprint
    return True


def counts_of(organisation: UUID, at: datetime) -> dict[str, object]:
    """Return the numbers of ``organisation`` as plain lists, in one order."""
    lanes: Counter[tuple[str, str]] = Counter()
    counted: Counter[str] = Counter()
    cases = list(Case.objects.kept_by(organisation).defer("narrative").order_by("id"))
    for start in range(0, len(cases), CHUNK):
        _count_chunk(organisation, cases[start : start + CHUNK], at, lanes, counted)
    tallied = _tallies(organisation)
    for (period, _dimensions), number in tallied.items():
        lanes[period, COUNT] += number
    return {
        "lanes": [[*key, number] for key, number in sorted(lanes.items())],
        "counted": [[key, number] for key, number in sorted(counted.items())],
        "tallied": [[*key, number] for key, number in sorted(tallied.items())],
    }


def _count_chunk(
    organisation: UUID,
    cases: list[Case],
    at: datetime,
    lanes: Counter[tuple[str, str]],
    counted: Counter[str],
) -> None:
    events = histories([case.consent_file_id for case in cases])
    in_count = []
    for case in cases:
        file = case.consent_file_id
        lane = lane_of(
            registration=decide(registration.PURPOSE, events[file, registration.PURPOSE.code], at),
            count=decide(count.PURPOSE, events[file, count.PURPOSE.code], at),
        )
        lanes[period_of(case.opened_on), lane] += 1
        if lane == COUNT:
            in_count.append(case)
    with gate.serving(
        purpose=count.PURPOSE.code, organisation=organisation, who=PROCESS, why="count"
    ):
        unlock(in_count, "facts")
        for case in in_count:
            try:
                facts = Facts.from_document(case.facts)
            except CannotOpen:
                continue
            counted[canonical_json(facts.let_out(count.PURPOSE.code)).decode()] += 1


def _tallies(organisation: UUID) -> Counter[tuple[str, str]]:
    numbers: Counter[tuple[str, str]] = Counter()
    with gate.serving(
        purpose=count.PURPOSE.code, organisation=organisation, who=PROCESS, why="count"
    ):
        for tally in Tally.objects.filter(organisation=organisation):
            content = tally.content
            dimensions = canonical_json(content["dimensions"]).decode()
            numbers[tally.period, dimensions] += content["count"]
    return numbers
