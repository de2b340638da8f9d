"""Another form of exploitation, known to be none of the listed ones.

Source: art. 273f(2) of the Dutch criminal code (Sr), whose list begins with "at least"; HTCDS
``Other``. It is an answer: a form that is not known is "unknown".
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "other",
    gettext_noop("another form of exploitation"),
    htcds="Other",
    law="art. 273f(2) Sr",
)
