"""What is coded about the person: sex and age group. Citizenship is in `countries`."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from consent.words import gettext_noop
from registry.codes.base import NON_ANSWERS, NOT_ASKED, PREFERS_NOT_TO_SAY, UNKNOWN, Code, CodeList

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIRECTIVE = "Directive (EU) 2024/1712, statistics by sex and age group"

SEX: Final = CodeList(
    "sex",
    gettext_noop("Sex"),
    (
        Code("female", gettext_noop("female"), htcds="Feminine"),
        Code("male", gettext_noop("male"), htcds="Masculine"),
        Code("other", gettext_noop("other"), htcds="NonConforming"),
        replace(UNKNOWN, htcds="NonSpecifiedUnknown"),
        NOT_ASKED,
        PREFERS_NOT_TO_SAY,
    ),
    htcds_fields=("prs_Gender",),
)

SEX_OF_HTCDS_GENDER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Feminine": "female",
        "Masculine": "male",
        # One group, as in the CTDC codebook (2024): apart they would point at single people.
        "TransgenderFeminine": "other",
        "TransgenderMasculine": "other",
        "NonConforming": "other",
        "NonSpecifiedUnknown": "unknown",
    }
)
"""How each HTCDS ``prs_Gender`` reads here; the way back is each code's ``htcds``."""

AGE_GROUP: Final = CodeList(
    "age group",
    gettext_noop("Age group"),
    (
        Code("minor", gettext_noop("minor (under 18)"), local=True, source=_DIRECTIVE),
        Code("adult", gettext_noop("adult (18 or over)"), local=True, source=_DIRECTIVE),
        *NON_ANSWERS,
    ),
    source=_DIRECTIVE,
)
