"""Exploitation of illegal adoption: a child taken or traded for an adoption.

Source: Directive 2011/36/EU, art. 2(3) as amended by Directive (EU) 2024/1712; HTCDS
``ForcedAdoption``.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "forced_adoption",
    gettext_noop("forced or illegal adoption"),
    htcds="ForcedAdoption",
    law="Directive (EU) 2024/1712, art. 1",
)
