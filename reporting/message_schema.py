"""Pure: what a message from an organisation may hold. Anything else is refused, in words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from consent.rules.lanes import LANES
from registry.codes.fact_fields import FactsError
from registry.codes.facts import FACT_FIELDS, Facts, fields_for
from registry.codes.periods import first_day

RECORDS: Final = "inbeeld-records-1"
COUNTS: Final = "inbeeld-counts-1"
MOST_RECORDS: Final = 1000
MOST_NUMBERS: Final = 100_000
MOST_PEOPLE: Final = 1_000_000
"""In one number; a larger one is a mistake, and a release would count to it."""
LARGEST: Final = 2**53
"""Number or version that every database holds."""
_NAME: Final = re.compile(r"[0-9a-f]{32}")


class MessageRefused(Exception):
    """A message is signed and sealed rightly, but not one that this registry takes."""


@dataclass(frozen=True, slots=True)
class RecordItem:
    """One record, or its recall when ``facts`` is None."""

    record: str
    version: int
    pseudonym: str
    facts: dict[str, Any] | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """A message of records."""

    id: UUID
    sequence: int
    records: tuple[RecordItem, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A message of numbers; it replaces every earlier one of its sender."""

    id: UUID
    sequence: int
    lanes: tuple[tuple[str, str, int], ...]
    counted: tuple[tuple[str, int], ...]
    tallied: tuple[tuple[str, str, int], ...]

    def content(self) -> dict[str, object]:
        """Return the numbers as the registry keeps them."""
        return {
            "lanes": [list(row) for row in self.lanes],
            "counted": [list(row) for row in self.counted],
            "tallied": [list(row) for row in self.tallied],
        }


def parse(kind: str, payload: bytes) -> Records | Counts:
    """Return the message.

    Raises:
        MessageRefused: saying what is wrong, without repeating anything of it.
    """
    try:
        document = json.loads(payload)
        id_, sequence = UUID(document["id"]), _whole(document["sequence"])
        if kind == RECORDS:
            return Records(id_, sequence, _records(document["records"]))
        if kind == COUNTS:
            return _counts(id_, sequence, document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MessageRefused("The message does not have the parts it should.") from error
    raise MessageRefused("Messages of this kind are not known here.")


def _records(rows: list[Any]) -> tuple[RecordItem, ...]:
    if len(rows) > MOST_RECORDS:
        raise MessageRefused(f"A message holds at most {MOST_RECORDS} records.")
    records = tuple(_record(row) for row in rows)
    if len({record.record for record in records}) < len(records):
        raise MessageRefused("A message holds a record once.")
    return records


def _record(row: dict[str, Any]) -> RecordItem:
    facts = row["facts"]
    if facts is not None:
        _check_facts(facts, "registration")
    return RecordItem(
        record=_name(row["record"]),
        version=_whole(row["version"]),
        pseudonym="" if facts is None else _name(row["pseudonym"]),
        facts=facts,
        events=tuple(str(UUID(event)) for event in row["events"]),
    )


def _check_facts(facts: dict[str, Any], purpose: str) -> None:
    """Refuse facts with a field that ``purpose`` does not let out, or an unknown code."""
    if set(facts) != {field.name for field in fields_for(purpose)}:
        raise MessageRefused(f"Facts hold exactly the fields that {purpose} lets out.")
    try:
        Facts.from_document({"v": 1, **facts})
    except FactsError as error:
        raise MessageRefused(
            f"Facts hold a value that is not known here, in the field {error.field}."
        ) from error


def _counts(id_: UUID, sequence: int, document: dict[str, Any]) -> Counts:
    parts = [document["lanes"], document["counted"], document["tallied"]]
    if sum(map(len, parts)) > MOST_NUMBERS:
        raise MessageRefused(f"A message holds at most {MOST_NUMBERS} numbers.")
    return Counts(
        id=id_,
        sequence=sequence,
        lanes=tuple((_quarter(p), _lane(lane), _people(n)) for p, lane, n in parts[0]),
        counted=tuple((_counted(key), _people(n)) for key, n in parts[1]),
        tallied=tuple((_quarter(p), _tallied(key), _people(n)) for p, key, n in parts[2]),
    )


def _name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError
    return value


def _quarter(value: object) -> str:
    first_day(value)
    return str(value)


def _lane(value: object) -> str:
    if value not in LANES:
        raise MessageRefused("A number is of a lane that is not known here.")
    return str(value)


def _counted(key: str) -> str:
    _check_facts(json.loads(key), "count")
    return key


def _tallied(key: str) -> str:
    """Return ``key`` when it names facts alone: their codes are those of the source."""
    dimensions = json.loads(key)
    known = {field.name for field in FACT_FIELDS}
    if not all(name in known and isinstance(code, str) for name, code in dimensions.items()):
        raise MessageRefused("A number is about something that is not known here.")
    return key


def _people(value: object) -> int:
    number = _whole(value)
    if number > MOST_PEOPLE:
        raise MessageRefused(f"A number holds at most {MOST_PEOPLE:,} people.")
    return number


def _whole(value: object) -> int:
    if type(value) is not int or not 1 <= value <= LARGEST:
        raise ValueError
    return value
