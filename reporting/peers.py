"""The parties of the flow, and the public keys by which they know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from accounts.models import Organisation, OrganisationType
from accounts.verbs import make_organisation
from registry.organisations import DELIVERY_RING
from reporting.models import Peer
from vault.organisation_keys import Algorithm, public_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

INBOX_RING: Final = "inbox"
RECORDS_RING: Final = "records"
RELEASE_RING: Final = "release"

REGISTRY_KEYS: Final[Sequence[tuple[str, str]]] = (
    (INBOX_RING, Algorithm.UNSEALS),
    (INBOX_RING, Algorithm.SIGNS),
    (RECORDS_RING, Algorithm.CELLS),
    (RELEASE_RING, Algorithm.SIGNS),
)


class NoRegistry(Exception):
    """There is no central registry here yet."""

    def __init__(self) -> None:
        super().__init__("There is no central registry here yet; make one first.")


def make_registry(*, name: str) -> Organisation:
    """Make the central registry with its keys, and make it known."""
    registry = make_organisation(name=name, type_=OrganisationType.REGISTRY, keys=REGISTRY_KEYS)
    Peer.objects.create(
        organisation=registry,
        signing_key=public_of(registry.id, INBOX_RING, Algorithm.SIGNS),
        sealing_key=public_of(registry.id, INBOX_RING, Algorithm.UNSEALS),
    )
    return registry


def registry() -> Peer:
    """Return the central registry's public keys.

    Raises:
        NoRegistry: when there is none.
    """
    peer = Peer.objects.filter(organisation__type=OrganisationType.REGISTRY).first()
    if peer is None:
        raise NoRegistry
    return peer


def introduce() -> int:
    """Make every care organisation of this installation known to the registry; return how many.

    Where both sides share a database this is all there is to it; between two installations the
    keys are exchanged by hand.
    """
    new = [
        Peer(
            organisation=organisation,
            signing_key=public_of(organisation.id, DELIVERY_RING, Algorithm.SIGNS),
        )
        for organisation in care_organisations().filter(peer=None)
    ]
    return len(Peer.objects.bulk_create(new))


def care_organisations() -> QuerySet[Organisation]:
    """Return every organisation that registers victims."""
    return Organisation.objects.exclude(type=OrganisationType.REGISTRY).order_by("id")
