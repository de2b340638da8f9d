"""Forced begging: being made to beg, mostly as a child or with a disability.

Source: Directive 2011/36/EU, art. 2(3), which counts it as a forced service; art. 273f(2) of the
Dutch criminal code (Sr); HTCDS ``ForcedBegging``.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "forced_begging",
    gettext_noop("forced begging"),
    htcds="ForcedBegging",
    law="Directive 2011/36/EU, art. 2(3); art. 273f(2) Sr",
)
