"""Domestic servitude: living and working in a household without the freedom to leave it.

Source: art. 273f(2) of the Dutch criminal code (Sr), servitude; HTCDS ``Servitude``.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "domestic_servitude",
    gettext_noop("domestic servitude"),
    htcds="Servitude",
    law="art. 273f(2) Sr",
)
