"""The parties of the flow, and the public keys by which they know each other."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ValidationError

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


class RegistryChanged(Exception):
    """The registry's public keys are not the ones that were agreed on."""

    def __init__(self) -> None:
        super().__init__(
            "The registry's public keys are not the ones that were agreed on (see "
            "REGISTRY_FINGERPRINT). Nothing is sent until somebody has found out why."
        )


def make_registry(*, name: str) -> Organisation:
    """Make the central registry with its keys, and make it known.

    Raises:
        ValidationError: when there is one already.
    """
    if Peer.objects.filter(organisation__type=OrganisationType.REGISTRY).exists():
        raise ValidationError("There is a central registry already.")
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


def trusted_registry() -> Peer:
    """Return the central registry's public keys, if they are the ones that were agreed on.

    Agreed on is `REGISTRY_FINGERPRINT`; where both sides share an installation and none is set,
    the registry's own keys in the key store. So nobody who writes the data database can have
    records sealed to himself.

    Raises:
        RegistryChanged: when they are others.
    """
    peer = registry()
    expected = settings.REGISTRY_FINGERPRINT or fingerprint(
        public_of(peer.organisation_id, INBOX_RING, Algorithm.SIGNS),
        public_of(peer.organisation_id, INBOX_RING, Algorithm.UNSEALS),
    )
    if fingerprint(bytes(peer.signing_key), bytes(peer.sealing_key)) != expected:
        raise RegistryChanged
    return peer


def fingerprint(signing_key: bytes, sealing_key: bytes) -> str:
    """Return SHA-256 of a party's two public keys, in hex."""
    return sha256(signing_key + sealing_key).hexdigest()


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
