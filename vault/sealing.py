"""Single values sealed under an organisation's own key, and keyed digests of what is looked up.

For what is about nobody in particular: a second factor's secret, a row of the registry's inbox.
What is about a person goes into a `SealedField` with a compartment.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from uuid import UUID

from vault.core import codec
from vault.core.signatures import keyed_digest
from vault.organisation_keys import Algorithm, opening_key, sealing_key, secret_of

if TYPE_CHECKING:
    from typing import Final

    from vault.core.cells import Place

INSTALLATION: Final = UUID(int=0)
"""Stands for the installation itself where a key belongs to no organisation."""


def seal_value(organisation: UUID, ring: str, place: Place, value: object) -> bytes:
    """Return ``value`` as a cell under the organisation's key on ``ring``."""
    return sealing_key(organisation, ring).seal(codec.encode(value), place, os.urandom)


def open_value(organisation: UUID, ring: str, place: Place, cell: bytes) -> object:
    """Return what `seal_value` was given; CannotOpen otherwise."""
    return codec.decode(opening_key(organisation, ring, cell).open(cell, place))


def digest(organisation: UUID, ring: str, domain: str, message: bytes) -> bytes:
    """Return 32 bytes that equal messages share, under the organisation's key on ``ring``.

    Args:
        organisation: whose key.
        ring: a ring that does not rotate; its digests are looked up for years.
        domain: what the digest is for; digests of two domains never meet.
        message: what is digested.
    """
    return keyed_digest(
        key=secret_of(organisation, ring, Algorithm.CELLS), domain=domain, message=message
    )
