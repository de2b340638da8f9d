"""A care organisation with every key that its work needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from accounts.models import Organisation
from accounts.verbs import make_organisation
from consent.purposes import PURPOSES
from vault.organisation_keys import Algorithm

if TYPE_CHECKING:
    from collections.abc import Sequence

INDEX_RING: Final = "index"
PSEUDONYM_RING: Final = "pseudonym"
DELIVERY_RING: Final = "delivery"

KEYS: Final[Sequence[tuple[str, str]]] = (
    ("care", Algorithm.CELLS),
    ("ledger", Algorithm.CELLS),
    ("ledger", Algorithm.SIGNS),
    *((purpose.code, Algorithm.CELLS) for purpose in PURPOSES.values() if purpose.grants_facts),
    (INDEX_RING, Algorithm.CELLS),
    (PSEUDONYM_RING, Algorithm.CELLS),
    (DELIVERY_RING, Algorithm.SIGNS),
)
"""Ring and algorithm of each key of an organisation that registers victims."""


def make_care_organisation(*, name: str, type_: str) -> Organisation:
    """Make an organisation that registers victims."""
    return make_organisation(name=name, type_=type_, keys=KEYS)


def care_organisation(*, name: str, type_: str) -> Organisation:
    """Return the organisation with this name, made now if there is none."""
    found = Organisation.objects.filter(name=name).first()
    return found or make_care_organisation(name=name, type_=type_)
