"""Which answers of each person the key store has followed.

Keys are never given on a history from which an answer is gone that they followed before: it was
taken out, or an older backup of the data was put back, and it may have been a no. How many there
were, and a digest of which, stands with the person's ledger key in the key store, where who writes
the data cannot change it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from vault.data_keys import LEDGER
from vault.models import DataKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


def whole(organisation: UUID, answers: Mapping[UUID, Sequence[UUID]]) -> set[UUID]:
    """Return the persons whose followed answers are all there, and remember the new ones.

    The caller holds the lock of every person, so nobody else raises the number meanwhile.

    Args:
        organisation: whose persons.
        answers: for each person, the ids of their answers in the order of the ledger.
    """
    keys = DataKey.objects.filter(
        organisation_id=organisation, subject_id__in=list(answers), compartment=LEDGER
    )
    found, longer = {person for person, ids in answers.items() if not ids}, []
    for key in keys:
        ids = answers[key.subject_id]
        if not _begins_as_seen(key, ids):
            found.discard(key.subject_id)
            continue
        found.add(key.subject_id)
        if len(ids) > key.answers_seen:
            key.answers_seen, key.answers_digest = len(ids), _digest(ids)
            longer.append(key)
    DataKey.objects.bulk_update(longer, ["answers_seen", "answers_digest"])
    return found


def _begins_as_seen(key: DataKey, ids: Sequence[UUID]) -> bool:
    seen = ids[: key.answers_seen]
    if len(seen) < key.answers_seen:
        return False
    return not seen or _digest(seen) == bytes(key.answers_digest)


def _digest(ids: Sequence[UUID]) -> bytes:
    return sha256(b"".join(id_.bytes for id_ in ids)).digest()
