"""What each answer would let out, told before the click and made from the gate's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from registry.codes.facts import NothingLeaves, fields_for
from vault.core.codec import canonical_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.rules.policy import Purpose


@dataclass(frozen=True, slots=True)
class Preview:
    """What a yes to a purpose lets out.

    Args:
        purpose: the purpose.
        labels: names of the answers that leave; empty when none does.
    """

    purpose: Purpose
    labels: Sequence[str]

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the words as they are shown now; kept with the answer."""
        shown = {
            "language": get_language(),
            "purpose": self.purpose.code,
            "question": gettext(self.purpose.question),
            "receiver": gettext(self.purpose.receiver),
            "yes": gettext(self.purpose.yes_means),
            "no": gettext(self.purpose.no_means),
            "fields": [gettext(label) for label in self.labels],
        }
        return sha256(canonical_json(shown)).hexdigest()


def preview(purpose: Purpose) -> Preview:
    """Return what a yes to ``purpose`` lets out, from the same list that lets it out."""
    try:
        labels = [field.label for field in fields_for(purpose.code)]
    except NothingLeaves:
        labels = []
    return Preview(purpose=purpose, labels=labels)
