"""The forms of exploitation, one file each, found by the imports below.

To add one: copy a file, add its import and its place in `FORMS`, its test in
``tests/registry/codes/forms`` and its paragraph in the documentation. The order is the order on
the screen. A form's file never imports this one.
"""

from __future__ import annotations

from typing import Final

from consent.words import gettext_noop
from registry.codes.base import NON_ANSWERS, CodeList
from registry.codes.forms import (
    child_labour,
    criminal,
    domestic_servitude,
    forced_adoption,
    forced_begging,
    forced_labour,
    forced_marriage,
    forced_military,
    organ_removal,
    other,
    sexual,
    surrogacy,
)

FORMS: Final = (
    sexual.FORM,
    forced_labour.FORM,
    domestic_servitude.FORM,
    criminal.FORM,
    forced_begging.FORM,
    organ_removal.FORM,
    forced_marriage.FORM,
    child_labour.FORM,
    forced_military.FORM,
    forced_adoption.FORM,
    surrogacy.FORM,
    other.FORM,
)
"""Every form of exploitation that can be recorded."""

FORM_LIST: Final = CodeList(
    "forms of exploitation",
    gettext_noop("Forms of exploitation"),
    (*FORMS, *NON_ANSWERS),
    htcds_fields=("vic_TypeOfExploitation",),
)
"""The forms and the non-answers: what the question accepts."""
