"""Criminal exploitation: being made to commit crimes from which somebody else profits.

Source: Directive 2011/36/EU, art. 2(3); art. 273f(2) of the Dutch criminal code (Sr). HTCDS has no
value for it, so it is a local extension; the Netherlands and the United Kingdom count it apart.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "criminal",
    gettext_noop("criminal exploitation"),
    local=True,
    law="Directive 2011/36/EU, art. 2(3); art. 273f(2) Sr",
)
