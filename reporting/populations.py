"""Who is counted in a published table: one row a person, with the codes of its dimensions.

The only room that opens the registry's records, and it hands out nothing but these codes.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final

from audit.access import opening
from registry.codes.base import NON_ANSWER_VALUES
from reporting.models import RegistryCounts, RegistryRecord
from reporting.peers import RECORDS_RING, registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from vault.context import AccessContext

PROCESS: Final = "process:release"
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
    """Yield one row for each record that stands at the registry."""
    with _records_open():
        rows = RegistryRecord.objects.filter(standing=True).select_related("sender")
        for row in rows.order_by("id").iterator(chunk_size=2000):
            facts = row.content["facts"]
            yield {
                "period": facts["period"],
                "organisation_type": row.sender.type,
                "form": one_form(facts["forms"]),
                "age_group": _known(facts["age_group"]),
                "sex": _known(facts["sex"]),
            }


def lanes() -> Iterator[Row]:
    """Yield one row for each person in any lane, as the organisations' numbers tell."""
    with _records_open():
        for row in RegistryCounts.objects.select_related("sender").order_by("id"):
            for period, lane, number in row.content["lanes"]:
                person = {
                    "period": period,
                    "organisation_type": row.sender.type,
                    "lane": lane,
                }
                yield from repeat(person, number)


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
    "lanes": lanes,
}
"""Who is counted in each table."""


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
