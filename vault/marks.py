"""How many answers of each person the key store has seen.

Keys are never given on a history that is shorter than the one they followed before: an answer was
cut out of it, or an older backup of the data was put back, and it may have been a no. The number
stands with the person's ledger key, in the key store, where who writes the data cannot lower it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vault.data_keys import LEDGER
from vault.models import DataKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


def seen(organisation: UUID, subjects: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many answers were seen of each of ``subjects`` who has a ledger key."""
    keys = DataKey.objects.filter(
        organisation_id=organisation, subject_id__in=subjects, compartment=LEDGER
    )
    return dict(keys.values_list("subject_id", "answers_seen"))


def saw(organisation: UUID, answers: Mapping[UUID, int]) -> None:
    """Remember how many answers each person has; the number never gets smaller."""
    by_number: dict[int, list[UUID]] = defaultdict(list)
    for subject, number in answers.items():
        by_number[number].append(subject)
    for number, subjects in by_number.items():
        DataKey.objects.filter(
            organisation_id=organisation,
            subject_id__in=subjects,
            compartment=LEDGER,
            answers_seen__lt=number,
        ).update(answers_seen=number)
