"""Exploitation of surrogacy: a woman forced or deceived into carrying a child for others.

Source: Directive 2011/36/EU, art. 2(3) as amended by Directive (EU) 2024/1712; HTCDS ``Surrogacy``.
Surrogacy that nobody was forced or deceived into does not belong here.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "surrogacy",
    gettext_noop("exploitation of surrogacy"),
    htcds="Surrogacy",
    law="Directive (EU) 2024/1712, art. 1",
)
