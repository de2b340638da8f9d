"""Exploitation of forced marriage: being held and used through a marriage one did not choose.

Source: Directive 2011/36/EU, art. 2(3) as amended by Directive (EU) 2024/1712; HTCDS
``ForcedMarriage``. A forced marriage alone is coercion (art. 284 Sr), not yet trafficking.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "forced_marriage",
    gettext_noop("forced marriage"),
    htcds="ForcedMarriage",
    law="Directive (EU) 2024/1712, art. 1",
)
