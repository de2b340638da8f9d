"""Forced labour: work or services that someone has not offered of their own free will.

Source: ILO Convention 29, art. 2; art. 273f(2) of the Dutch criminal code (Sr); HTCDS
``ForcedLabour``. Domestic work under servitude, begging and crime have forms of their own.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "forced_labour",
    gettext_noop("forced labour"),
    htcds="ForcedLabour",
    law="art. 273f(2) Sr; ILO Convention 29, art. 2",
)
