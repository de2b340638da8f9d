"""What each answer would let out, told before the click and made from the gate's own rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext

from consent.words import gettext_noop
from registry.codes.facts import NothingLeaves, fields_for
from vault.core.codec import canonical_json

if TYPE_CHECKING:
    from consent.rules.policy import Purpose

_AFTER_A_YES: Final = (
    gettext_noop("A yes can be taken back at any time, in one step."),
    gettext_noop("Numbers that are published by then stay published."),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person is told before they answer, in the words that they are shown.

    Args:
        language: code of the language of the words.
        purpose: code of the purpose.
        question: what is asked.
        yes_means: what a yes lets happen.
        receiver: to whom the answers go.
        labels: names of the answers that leave; empty when none does.
        after_a_yes: what can still be done after a yes, and what cannot.
        no_means: what a no tells, and that it changes nothing in the help.
    """

    language: str
    purpose: str
    question: str
    yes_means: str
    receiver: str
    labels: tuple[str, ...]
    after_a_yes: tuple[str, ...]
    no_means: str

    @property
    def digest(self) -> str:
        """SHA-256 of these words, in hex; kept with the answer."""
        shown = {
            name: list(words) if isinstance(words, tuple) else words
            for name, words in asdict(self).items()
        }
        return sha256(canonical_json(shown)).hexdigest()


def preview(purpose: Purpose) -> Preview:
    """Return what a yes to ``purpose`` lets out, from the same list that lets it out.

    The words are in the language that is active now, so call it in the request that shows them.
    """
    try:
        labels = [field.label for field in fields_for(purpose.code)]
    except NothingLeaves:
        labels = []
    return Preview(
        language=get_language() or "",
        purpose=purpose.code,
        question=gettext(purpose.question),
        yes_means=gettext(purpose.yes_means),
        receiver=gettext(purpose.receiver),
        labels=tuple(gettext(label) for label in labels),
        after_a_yes=tuple(gettext(words) for words in _AFTER_A_YES),
        no_means=gettext(purpose.no_means),
    )
