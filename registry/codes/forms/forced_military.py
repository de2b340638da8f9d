"""Forced military service by an armed group that is not a state.

Source: Optional Protocol to the Convention on the Rights of the Child on children in armed
conflict, art. 4; ILO Convention 182, art. 3(a); HTCDS ``ForcedMilitaryByNonStateActors``.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "forced_military",
    gettext_noop("forced military service"),
    htcds="ForcedMilitaryByNonStateActors",
    law="ILO Convention 182, art. 3(a)",
)
