"""The code lists that published tables share, in their published order.

Codes that nobody has are published too, as zeros. A list that followed the data would change from
one release to the next, and readers could not tell "nobody" from "not asked".
"""

from __future__ import annotations

from typing import Final

from reporting.disclosure.tables import Dimension

PERIOD: Final = Dimension(name="period", concept="TIME_PERIOD", codes=())
"""Quarters such as 2022-Q2: open, each release fills in its own."""

ORGANISATION_TYPE: Final = Dimension(
    name="organisation_type",
    concept="ORG_TYPE",
    codes=(
        "police",
        "border_police",
        "labour_inspectorate",
        "care_coordinator",
        "shelter",
        "youth_care",
        "health",
        "ngo",
        "local_authority",
        "other_government",
        "other",
    ),
)
"""What kind of body registered the person."""

FORM: Final = Dimension(
    name="form",
    concept="FORM",
    codes=(
        "sexual",
        "forced_labour",
        "domestic_servitude",
        "criminal",
        "forced_begging",
        "organ_removal",
        "other",
        "multiple",
        "unknown",
    ),
)
"""Form of exploitation; a person with several counts once, under ``multiple``."""

AGE_GROUP: Final = Dimension(
    name="age_group", concept="AGE_GROUP", codes=("minor", "adult", "unknown")
)
"""Under 18, or 18 and over."""

SEX: Final = Dimension(name="sex", concept="SEX", codes=("female", "male", "other", "unknown"))
"""As the person says it is."""

REASON: Final = Dimension(
    name="reason",
    concept="REASON",
    codes=(
        "none_refused",
        "none_withdrawn",
        "none_not_asked",
        "none_deferred",
        "none_expired",
        "none_other",
    ),
)
"""Why nothing left about the person."""
