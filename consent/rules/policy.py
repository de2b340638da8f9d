"""A purpose's policy: what it says of itself, and what `decide()` asks."""

from __future__ import annotations

from dataclasses import dataclass

from consent.rules.history import Basis


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing for which a person's data may be used, with the person's yes.

    Args:
        code: a stable word; the key ring and the grants carry it too.
        name: its name for people.
        question: what the person is asked.
        yes_means: what a yes lets happen, in one sentence.
        no_means: what a no changes: nothing in the help.
        receiver: to whom something goes.
        term_days: for how many days a yes holds; None until it is ended by an answer.
        bases: grounds on which a yes may be recorded; consent is always among them.
        grants_facts: whether a yes seals the facts key under this purpose's key.
    """

    code: str
    name: str
    question: str
    yes_means: str
    no_means: str
    receiver: str
    term_days: int | None
    bases: frozenset[Basis]
    grants_facts: bool

    def __post_init__(self) -> None:
        """Refuse a policy that contradicts itself."""
        if Basis.EXPLICIT_CONSENT not in self.bases or self.term_days == 0:
            raise ValueError(
                f"The purpose '{self.code}' must accept consent, and its term cannot be zero."
            )
