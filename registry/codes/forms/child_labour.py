"""Child labour: work that harms a child or keeps it from school, from which others profit.

Source: ILO Convention 182, art. 3; HTCDS ``ChildLabour``. It says what the work is, not how old the
person is now: someone may report it as an adult.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import Form

FORM: Final = Form(
    "child_labour",
    gettext_noop("child labour"),
    htcds="ChildLabour",
    law="ILO Convention 182, art. 3",
)
