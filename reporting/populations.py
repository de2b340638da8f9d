"""Who is counted in a published table: one row a person, with the codes of its dimensions.

The only room that opens the registry's records, and it hands out nothing but these codes.
"""

from __future__ import annotations

import json
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from audit.access import opening
from consent.rules.lanes import NONE
from registry.codes.base import NON_ANSWER_VALUES
from reporting.models import RegistryCounts, RegistryRecord
from reporting.peers import RECORDS_RING, registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from vault.context import AccessContext

PROCESS: Final = "process:release"
NOT_A_VICTIM: Final = "not"
_UNKNOWN: Final = ("unknown",)
_FORMS: Final = frozenset(
    {
        "sexual",
        "forced_labour",
        "domestic_servitude",
        "criminal",
        "forced_begging",
        "organ_removal",
    }
)

Row = dict[str, str]


def registered() -> Iterator[Row]:
    """Yield one row for each victim of whom a record stands at the registry."""
    with _records_open():
        rows = RegistryRecord.objects.filter(standing=True).select_related("sender")
        for row in rows.order_by("id"):
            facts = row.content["facts"]
            if facts["status"] != NOT_A_VICTIM:
                yield _person(row.sender.type, facts["period"], facts)


def counted() -> Iterator[Row]:
    """Yield one row for each person who is only one in an organisation's number."""
    for type_, content in _numbers():
        for key, number in content["counted"]:
            facts = json.loads(key)
            person = _person(type_, facts["period"], facts)
            yield from repeat(person, number)
        for period, key, number in content["tallied"]:
            yield from repeat(_person(type_, period, json.loads(key)), number)


def stopped() -> Iterator[Row]:
    """Yield one row for each report of which nothing left, with the reason."""
    for type_, content in _numbers():
        for period, lane, number in content["lanes"]:
            if lane.startswith(NONE):
                report = {"period": period, "organisation_type": type_, "reason": lane}
                yield from repeat(report, number)


def one_form(forms: Sequence[str]) -> str:
    """Return the one form under which a person is counted; several are ``multiple``."""
    if len(forms) > 1:
        return "multiple"
    form = forms[0]
    if form in NON_ANSWER_VALUES:
        return "unknown"
    return form if form in _FORMS else "other"


POPULATIONS: Final[Mapping[str, Callable[[], Iterator[Row]]]] = {
    "registrations": registered,
    "counted": counted,
    "stopped": stopped,
}
"""Who is counted in each table."""


def _person(organisation_type: str, period: str, facts: Mapping[str, Any]) -> Row:
    """Return the codes of one person; what is not told is unknown."""
    return {
        "period": period,
        "organisation_type": organisation_type,
        "form": one_form(facts.get("forms", _UNKNOWN)),
        "age_group": _known(facts.get("age_group", "unknown")),
        "sex": _known(facts.get("sex", "unknown")),
    }


def _numbers() -> Iterator[tuple[str, dict[str, Any]]]:
    with _records_open():
        for row in RegistryCounts.objects.select_related("sender").order_by("id"):
            yield row.sender.type, row.content


def _known(code: str) -> str:
    return "unknown" if code in NON_ANSWER_VALUES else code


def _records_open() -> AbstractContextManager[AccessContext]:
    return opening(
        who=PROCESS,
        role="process",
        organisation=registry().organisation_id,
        purpose=RECORDS_RING,
        why="release",
    )
