"""Organ removal: recruiting or moving someone to take an organ.

Source: art. 273f(1)(1) and (7) of the Dutch criminal code (Sr); HTCDS ``OrganRemoval``.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "organ_removal",
    gettext_noop("organ removal"),
    htcds="OrganRemoval",
    law="art. 273f(1)(1) and (7) Sr",
)
