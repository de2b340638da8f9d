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
    "LANE": _("What left"),
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
    "record": _("A record"),
    "count": _("One in a number"),
    "none_refused": _("Nothing: refused"),
    "none_withdrawn": _("Nothing: withdrawn"),
    "none_not_asked": _("Nothing: not asked or not answered"),
    "none_deferred": _("Nothing: not now"),
    "none_expired": _("Nothing: the consent ended"),
    "none_other": _("Nothing: another reason"),
}


def dimension(concept: str) -> StrOrPromise:
    """Return the words for a dimension; its own name when there are none."""
    return DIMENSIONS.get(concept, concept)


def code(value: str) -> StrOrPromise:
    """Return the words for a code; periods and the like are their own words."""
    return CODES.get(value, value)
