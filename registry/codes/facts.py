"""The facts of a case: one sealed, typed, versioned document of coded answers.

Rules:

- Every field is one line in `FACT_FIELDS`, with the purposes for which it may leave. What is
  not listed for a purpose does not leave for it; free text and identity are not here at all.
- An untouched field is "not asked": "unknown" would claim that somebody asked. Only the status
  starts as "possible victim", because the smallest signal is enough to report (Dutch practice
  and HTCDS), and the period has no default, because nothing can be counted without one.
- A document without a field was written before the field existed, so the default is true for
  it; a field or version that is not known here is refused, for it may mean anything.
- Several answers are held in alphabetical order: equal facts are equal documents, and the order
  in which somebody told them does not leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from consent.words import gettext_noop
from registry.codes.base import NOT_ASKED
from registry.codes.circumstances import MEANS_OF_CONTROL, RECRUITMENT, ROUTE
from registry.codes.countries import CITIZENSHIP
from registry.codes.fact_fields import NOWHERE, RECORD, RECORD_AND_COUNT, FactField, FactsError
from registry.codes.forms import FORM_LIST
from registry.codes.handling import DECIDING_BODY, REGION, STATUS, SUPPORT_NEEDS
from registry.codes.person import AGE_GROUP, SEX
from registry.codes.sectors import SECTOR

__all__ = [
    "FACT_FIELDS",
    "VERSION",
    "FactField",
    "Facts",
    "FactsError",
    "NothingLeaves",
    "fields_for",
]

VERSION: Final = 1
_ONE, _MANY = False, True

FACT_FIELDS: Final = (
    FactField("period", gettext_noop("Quarter"), None, _ONE, "low", RECORD_AND_COUNT),
    FactField("forms", FORM_LIST.label, FORM_LIST, _MANY, "high", RECORD_AND_COUNT),
    FactField("sector", SECTOR.label, SECTOR, _MANY, "high", NOWHERE),
    FactField("route", ROUTE.label, ROUTE, _ONE, "medium", RECORD),
    FactField("means_of_control", MEANS_OF_CONTROL.label, MEANS_OF_CONTROL, _MANY, "high", NOWHERE),
    FactField("recruitment", RECRUITMENT.label, RECRUITMENT, _MANY, "high", NOWHERE),
    FactField("age_group", AGE_GROUP.label, AGE_GROUP, _ONE, "medium", RECORD_AND_COUNT),
    FactField("sex", SEX.label, SEX, _ONE, "medium", RECORD_AND_COUNT),
    FactField("citizenship", CITIZENSHIP.label, CITIZENSHIP, _MANY, "high", RECORD),
    FactField("region", REGION.label, REGION, _ONE, "medium", RECORD),
    FactField("status", STATUS.label, STATUS, _ONE, "medium", RECORD),
    FactField("deciding_body", DECIDING_BODY.label, DECIDING_BODY, _ONE, "low", NOWHERE),
    FactField("support_needs", SUPPORT_NEEDS.label, SUPPORT_NEEDS, _MANY, "high", NOWHERE),
)

_NAMES: Final = frozenset(field.name for field in FACT_FIELDS)
_NOT_ASKED: Final = NOT_ASKED.value


class NothingLeaves(LookupError):
    """Facts were asked for a purpose for which no fact may leave."""


def fields_for(purpose: str) -> tuple[FactField, ...]:
    """Return the fields that may leave for ``purpose``: what a person is shown beforehand.

    Raises:
        NothingLeaves: when there are none, because the purpose is not known to the facts.
    """
    fields = tuple(field for field in FACT_FIELDS if purpose in field.lets_out)
    if not fields:
        known = ", ".join(sorted(RECORD_AND_COUNT))
        raise NothingLeaves(f"No fact leaves for the purpose {purpose!r}; only for {known}.")
    return fields


@dataclass(frozen=True, kw_only=True, repr=False)
class Facts:
    """The coded answers of one case. Its repr tells nothing, so that no log can.

    Raises:
        FactsError: when an answer is not one that its field accepts.
    """

    period: str
    forms: tuple[str, ...] = (_NOT_ASKED,)
    sector: tuple[str, ...] = (_NOT_ASKED,)
    route: str = _NOT_ASKED
    means_of_control: tuple[str, ...] = (_NOT_ASKED,)
    recruitment: tuple[str, ...] = (_NOT_ASKED,)
    age_group: str = _NOT_ASKED
    sex: str = _NOT_ASKED
    citizenship: tuple[str, ...] = (_NOT_ASKED,)
    region: str = _NOT_ASKED
    status: str = "possible"
    deciding_body: str = _NOT_ASKED
    support_needs: tuple[str, ...] = (_NOT_ASKED,)

    def __post_init__(self) -> None:
        for field in FACT_FIELDS:
            object.__setattr__(self, field.name, field.checked(getattr(self, field.name)))

    def __repr__(self) -> str:
        return "Facts(sealed)"

    @classmethod
    def from_document(cls, document: object) -> Self:
        """Return the facts of a document that `to_document` made, now or years ago.

        Args:
            document: what came out of the seal; nothing about it is trusted.

        Raises:
            FactsError: when it is no such document, or its version, a field or a code is unknown.
        """
        answers = _answers_of(document)
        return cls(**answers)

    def to_document(self) -> dict[str, object]:
        """Return the facts as a document of plain texts and lists, with its version ``v``."""
        return {"v": VERSION} | {field.name: self._plain(field) for field in FACT_FIELDS}

    def let_out(self, purpose: str) -> dict[str, object]:
        """Return only the answers that may leave for ``purpose``, as plain texts and lists.

        Raises:
            NothingLeaves: when no fact may leave for it.
        """
        return {field.name: self._plain(field) for field in fields_for(purpose)}

    def _plain(self, field: FactField) -> object:
        answer = getattr(self, field.name)
        return list(answer) if field.many else answer


def _answers_of(document: object) -> dict[str, Any]:
    if not isinstance(document, Mapping):
        raise FactsError("document", f"a mapping is needed, not a {type(document).__name__}")
    version = document.get("v")
    if type(version) is not int or version != VERSION:
        raise FactsError("v", f"this version is not known here; known is {VERSION}")
    answers = {name: answer for name, answer in document.items() if name != "v"}
    for name in answers:
        if name not in _NAMES:
            raise FactsError(str(name)[:40], "this field is not known here")
    if "period" not in answers:
        raise FactsError("period", "the quarter is missing")
    return answers
