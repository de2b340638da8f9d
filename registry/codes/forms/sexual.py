"""Sexual exploitation: profiting from the sexual acts of someone who is not free to refuse.

Source: art. 273f(1)(3), (5) and (8) of the Dutch criminal code (Sr); HTCDS ``SexualExploitation``.
Of a minor it is always exploitation: no force needs to be shown.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "sexual",
    gettext_noop("sexual exploitation"),
    htcds="SexualExploitation",
    law="art. 273f(1)(3), (5) and (8) Sr",
    sexual=True,
)
