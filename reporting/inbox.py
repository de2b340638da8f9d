"""The registry's inbox: opens, checks, applies once, and acknowledges with a signature.

Whatever is wrong is refused before anything is written. A message that comes again, and an
older one that comes late, change nothing and are acknowledged all the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from audit.access import opening
from reporting.message_schema import MessageRefused, Records, parse
from reporting.models import InboxMessage, Peer, RegistryCounts, RegistryRecord
from reporting.peers import INBOX_RING, RECORDS_RING, registry, trusted_registry
from vault.core.codec import canonical_json
from vault.core.errors import CannotOpen
from vault.core.messages import check, sign, unseal
from vault.organisation_keys import Algorithm, secret_of

if TYPE_CHECKING:
    from datetime import datetime

    from reporting.message_schema import Counts, RecordItem

PROCESS = "process:inbox"
ACKNOWLEDGEMENT = "inbeeld-acknowledgement-1"


class UnknownSender(Exception):
    """The message names a sender that the registry does not know."""


class InboxRefused(Exception):
    """A message was refused and nothing was written.

    Args:
        status: the HTTP status.
        reason: what is wrong, in words, without anything from the message.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status, self.reason = status, reason


def receive(body: bytes, at: datetime) -> str:
    """Apply a message and return the signed acknowledgement.

    Raises:
        InboxRefused: with the reason; nothing was written.
    """
    here = registry().organisation_id
    sender, message = _opened(here, body)
    with (
        opening(who=PROCESS, role="process", organisation=here, purpose=RECORDS_RING, why="inbox"),
        transaction.atomic(),
    ):
        if _is_new(sender, message, at):
            _apply(here, sender, message)
    return _acknowledge(here, message.id, at)


def _opened(here: UUID, body: bytes) -> tuple[UUID, Records | Counts]:
    try:
        token = unseal(body, private=secret_of(here, INBOX_RING, Algorithm.UNSEALS))
        opened = check(token, public_key_for=_signing_key)
        return UUID(opened.sender), parse(opened.kind, opened.payload)
    except UnknownSender as error:
        raise InboxRefused(403, "The sender is not known to this registry.") from error
    except CannotOpen as error:
        raise InboxRefused(
            400, "The message cannot be opened, or its signature is wrong."
        ) from error
    except MessageRefused as error:
        raise InboxRefused(422, str(error)) from error


def _signing_key(sender: str) -> bytes:
    try:
        peer = Peer.objects.filter(organisation_id=UUID(sender)).first()
    except ValueError as error:
        raise UnknownSender from error
    if peer is None:
        raise UnknownSender
    return bytes(peer.signing_key)


def _is_new(sender: UUID, message: Records | Counts, at: datetime) -> bool:
    """Remember the message, and say whether it comes for the first time."""
    try:
        _, new = InboxMessage.objects.get_or_create(
            id=message.id,
            sender_id=sender,
            sequence=message.sequence,
            defaults={"received_at": at},
        )
    except IntegrityError as error:
        raise InboxRefused(
            422, "Another message had this id or this number; the sender's outbox is out of step."
        ) from error
    return new


def _apply(here: UUID, sender: UUID, message: Records | Counts) -> None:
    if isinstance(message, Records):
        _apply_records(here, sender, message)
    else:
        _apply_counts(here, sender, message)


def _apply_records(here: UUID, sender: UUID, message: Records) -> None:
    names = [item.record for item in message.records]
    known = {
        row.record: row
        for row in RegistryRecord.objects.select_for_update().filter(
            sender_id=sender, record__in=names
        )
    }
    new = []
    for item in message.records:
        row = known.get(item.record)
        if row is None:
            row = RegistryRecord(organisation_id=here, sender_id=sender, record=item.record)
            new.append(_fill(row, item))
        elif row.version < item.version:
            _fill(row, item).save()
    RegistryRecord.objects.bulk_create(new)


def _fill(row: RegistryRecord, item: RecordItem) -> RegistryRecord:
    """Put the newest version into the row; a recall leaves nothing of the facts."""
    row.version = item.version
    row.standing = item.facts is not None
    row.content = (
        None
        if item.facts is None
        else {"pseudonym": item.pseudonym, "facts": item.facts, "events": list(item.events)}
    )
    return row


def _apply_counts(here: UUID, sender: UUID, message: Counts) -> None:
    row = RegistryCounts.objects.select_for_update().filter(sender_id=sender).first()
    if row is not None and row.sequence >= message.sequence:
        return
    row = row or RegistryCounts(organisation_id=here, sender_id=sender)
    row.sequence = message.sequence
    row.content = message.content()
    row.save()


def _acknowledge(here: UUID, message: UUID, at: datetime) -> str:
    payload: dict[str, Any] = {"message": str(message), "received_at": at.isoformat()}
    return sign(
        canonical_json(payload),
        kind=ACKNOWLEDGEMENT,
        sender=str(here),
        seed=secret_of(here, INBOX_RING, Algorithm.SIGNS),
    )


def acknowledged(token: str) -> UUID:
    """Return the id of the message that an acknowledgement names.

    Raises:
        CannotOpen: when it is not the registry's.
    """
    to = trusted_registry()

    def key(sender: str) -> bytes:
        if sender != str(to.organisation_id):
            raise CannotOpen
        return bytes(to.signing_key)

    opened = check(token, public_key_for=key)
    if opened.kind != ACKNOWLEDGEMENT:
        raise CannotOpen
    try:
        return UUID(json.loads(opened.payload)["message"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotOpen from error
