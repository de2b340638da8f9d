"""What the page of a case shows. Called inside an access context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consent.keeper import histories
from consent.purposes import PURPOSES
from consent.rules.decision import NotPermitted, Permitted, decide
from registry.codes.base import NOT_ASKED
from registry.codes.facts import FACT_FIELDS, Facts
from registry.models import Identity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from consent.rules.policy import Purpose
    from registry.codes.fact_fields import FactField
    from registry.models import Case


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a purpose stands for this person."""

    purpose: Purpose
    permitted: bool
    words: str


def context(case: Case, at: datetime) -> dict[str, Any]:
    """Return what the template shows: facts, what nobody asked, and where each purpose stands."""
    facts = Facts.from_document(case.facts)
    asked = [field for field in FACT_FIELDS if not _is_open(field, facts)]
    still_open = [_(field.label) for field in FACT_FIELDS if _is_open(field, facts)]
    return {
        "case": case,
        "rows": [Row(_(field.label), _words(field, facts)) for field in asked],
        "not_asked": ", ".join(still_open),
        "standings": standings(case, at),
    }


def standings(case: Case, at: datetime) -> list[Standing]:
    """Return where each purpose stands at ``at``."""
    events = histories([case.consent_file_id])
    found = []
    for purpose in PURPOSES.values():
        decision = decide(purpose, events[case.consent_file_id, purpose.code], at)
        found.append(Standing(purpose, isinstance(decision, Permitted), _explain(decision)))
    return found


def person(case: Case) -> list[Row]:
    """Return who the case is about; empty when that is not known."""
    identity = Identity.objects.kept_by(case.organisation_id).filter(
        consent_file=case.consent_file_id
    )
    known = identity.first()
    if known is None:
        return []
    labels = {
        "given_names": _("Given names"),
        "family_name": _("Family name"),
        "aliases": _("Other names"),
        "birth_date": _("Birth date"),
        "phone": _("Safe telephone number"),
        "address": _("Address or place to stay"),
    }
    values = ((label, getattr(known, name)) for name, label in labels.items())
    return [Row(label, _shown(value)) for label, value in values if value]


def _is_open(field: FactField, facts: Facts) -> bool:
    return getattr(facts, field.name) in (NOT_ASKED.value, (NOT_ASKED.value,))


def _words(field: FactField, facts: Facts) -> str:
    answer: str | Sequence[str] = getattr(facts, field.name)
    if field.codes is None:
        return str(answer)
    values = answer if isinstance(answer, tuple) else (str(answer),)
    return capfirst(", ".join(_(field.codes.code(value).label) for value in values))


def _explain(decision: Permitted | NotPermitted) -> str:
    if isinstance(decision, NotPermitted):
        return _(decision.reason)
    if decision.until is None:
        return _("Yes, until it is withdrawn.")
    return _("Yes, until %s.") % date_format(decision.until, "DATE_FORMAT")


def _shown(value: Any) -> str:
    return date_format(value, "DATE_FORMAT") if hasattr(value, "year") else str(value)
