"""Words for the codes of published tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import OrganisationType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

DIMENSIONS: Final[Mapping[str, StrOrPromise]] = {
    "TIME_PERIOD": _("Quarter"),
    "ORG_TYPE": _("Kind of organisation"),
    "FORM": _("Form of exploitation"),
    "AGE_GROUP": _("Age group"),
    "SEX": _("Sex"),
    "REASON": _("Why nothing left"),
}

CODES: Final[Mapping[str, StrOrPromise]] = {
    "_T": _("Total"),
    **dict(OrganisationType.choices),
    "sexual": _("Sexual exploitation"),
    "forced_labour": _("Forced labour"),
    "domestic_servitude": _("Domestic servitude"),
    "criminal": _("Criminal exploitation"),
    "forced_begging": _("Forced begging"),
    "organ_removal": _("Organ removal"),
    "other": _("Other"),
    "multiple": _("Several forms"),
    "unknown": _("Unknown"),
    "minor": _("Under 18"),
    "adult": _("18 or over"),
    "female": _("Female"),
    "male": _("Male"),
    "none_refused": _("Refused"),
    "none_withdrawn": _("Withdrawn"),
    "none_not_asked": _("Not asked or not answered"),
    "none_deferred": _("Not now"),
    "none_expired": _("The consent ended"),
    "none_other": _("Another reason"),
}


def dimension(concept: str) -> StrOrPromise:
    """Return the words for a dimension; its own name when there are none."""
    return DIMENSIONS.get(concept, concept)


def code(value: str) -> StrOrPromise:
    """Return the words for a code; periods and the like are their own words."""
    return CODES.get(value, value)
