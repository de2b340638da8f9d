"""Answers are recorded here, and only here. First the ledger, then the keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import ledger
from consent import keeper
from consent.models import ConsentEvent, ConsentFile, LegalBasis
from consent.purposes import PURPOSES
from consent.rules.history import Basis, Kind
from vault import data_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from accounts.models import Organisation
    from consent.rules.policy import Purpose
    from vault.core.cells import CellKey

NOTICE_VERSION = "2026-11"


class AnswerRefused(Exception):
    """An answer cannot be recorded as it is; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, by whom and how.

    Args:
        purpose: the code of a purpose.
        kind: what happened.
        true_from: since when it holds; not in the future.
        how: how it was expressed.
        expressed_by: who expressed it.
        language: in which language it was asked.
        third_party_present: whether someone else was in the room; None when not known.
        interpreter: whether an interpreter helped; None when not known.
        valid_until: until when a yes holds, when the person gave a limit of their own.
        legal_basis: the organisation's decision, for a yes on another ground than consent.
        preview_digest: SHA-256 of the preview that was shown, in hex.
    """

    purpose: str
    kind: Kind
    true_from: datetime
    how: str
    expressed_by: str
    language: str = "nl"
    third_party_present: bool | None = None
    interpreter: bool | None = None
    valid_until: datetime | None = None
    legal_basis: LegalBasis | None = None
    preview_digest: str = ""


def record_answer(*, file: ConsentFile, answer: Answer, recorded_by: str) -> ConsentEvent:
    """Record one answer; when this returns, the keys agree with it.

    Raises:
        AnswerRefused: when the answer cannot be right; nothing is recorded then.
    """
    now = timezone.now()
    _check(answer, file.organisation_id, _policy(answer.purpose), now)  # before a key is made
    with transaction.atomic(durable=True):
        # The lock keeps two first answers from making a ledger key each.
        ConsentFile.objects.select_for_update().get(id=file.id)
        events = append_answers(
            organisation=file.organisation_id,
            answers=[(file.id, answer)],
            person_keys=ledger_keys(file.organisation_id, [file.id]),
            recorded_by=recorded_by,
            now=now,
        )
    keeper.follow(file.organisation_id, [file.id], timezone.now())
    return events[0]


def append_answers(
    *,
    organisation: UUID,
    answers: Sequence[tuple[UUID, Answer]],
    person_keys: Mapping[UUID, CellKey],
    recorded_by: str,
    now: datetime,
) -> list[ConsentEvent]:
    """Append events and their leaves inside the caller's transaction.

    The caller calls `keeper.follow` once that transaction has committed.
    """
    events = [_event(organisation, file, answer, recorded_by, now) for file, answer in answers]
    leaves = [
        ledger.Leaf(
            kind="consent",
            commitment=ledger.commitment(
                person_key=person_keys[event.file_id].expose(), event=event.body()
            ),
        )
        for event in events
    ]
    for event, index in zip(events, ledger.append(organisation, leaves, now), strict=True):
        event.ledger_index = index
    return ConsentEvent.objects.bulk_create(events)


def ledger_keys(organisation: UUID, files: Sequence[UUID]) -> dict[UUID, CellKey]:
    """Return the ledger key of each of ``files``, made now for those who have none."""
    keys = data_keys.current(organisation, files, data_keys.LEDGER)
    missing = [file for file in files if file not in keys]
    if missing:
        keys |= data_keys.make(organisation, missing, data_keys.LEDGER)
    return keys


def record_legal_basis(
    *, organisation: Organisation, purpose: str, basis: Basis, decided_by: str, reason: str
) -> LegalBasis:
    """Record an organisation's decision to serve ``purpose`` on another ground than consent.

    Raises:
        AnswerRefused: when the purpose does not accept that ground, or a part is missing.
    """
    policy = _policy(purpose)
    _check_ground(basis, policy)
    if not decided_by.strip() or not reason.strip():
        raise AnswerRefused(_("Say who decided this, and why."))
    found = LegalBasis.objects.filter(
        organisation=organisation, purpose=purpose, basis=basis.value
    ).first()
    return found or LegalBasis.objects.create(
        organisation=organisation,
        purpose=purpose,
        basis=basis.value,
        decided_by=decided_by,
        decided_at=timezone.now(),
        reason=reason,
    )


def _event(
    organisation: UUID, file: UUID, answer: Answer, recorded_by: str, now: datetime
) -> ConsentEvent:
    policy = _policy(answer.purpose)
    _check(answer, organisation, policy, now)
    basis = answer.legal_basis.basis if answer.legal_basis else Basis.EXPLICIT_CONSENT.value
    return ConsentEvent(
        file_id=file,
        organisation_id=organisation,
        purpose=answer.purpose,
        kind=answer.kind.value,
        basis=basis,
        legal_basis=answer.legal_basis,
        receiver=policy.receiver,
        notice_version=NOTICE_VERSION,
        language=answer.language,
        how=answer.how,
        expressed_by=answer.expressed_by,
        third_party_present=answer.third_party_present,
        interpreter=answer.interpreter,
        preview_digest=answer.preview_digest,
        true_from=answer.true_from,
        known_from=now,
        valid_until=_end(answer, policy),
        recorded_by=recorded_by,
    )


def _end(answer: Answer, policy: Purpose) -> datetime | None:
    """Return when a yes ends: by the person's own limit or the purpose's term, the earlier."""
    if answer.kind is not Kind.GIVEN:
        return None
    ends = [answer.valid_until] if answer.valid_until else []
    if policy.term_days is not None:
        ends.append(answer.true_from + timedelta(days=policy.term_days))
    return min(ends, default=None)


def _check(answer: Answer, organisation: UUID, policy: Purpose, now: datetime) -> None:
    moments = [moment for moment in (answer.true_from, answer.valid_until) if moment]
    if any(moment.utcoffset() is None for moment in moments):
        raise AnswerRefused(_("Give the date with its time zone."))
    if answer.true_from > now:
        raise AnswerRefused(_("An answer cannot be given in the future. Check the date."))
    if answer.how not in ConsentEvent.How.values:
        raise AnswerRefused(_("Say how the answer was given."))
    if answer.expressed_by not in ConsentEvent.ExpressedBy.values:
        raise AnswerRefused(_("Say who gave the answer."))
    if answer.legal_basis is not None:
        _check_basis(answer, answer.legal_basis, organisation, policy)
    elif answer.expressed_by == ConsentEvent.ExpressedBy.NOT_RECORDED:
        raise AnswerRefused(_("Say who gave the answer."))


def _check_basis(answer: Answer, basis: LegalBasis, organisation: UUID, policy: Purpose) -> None:
    if answer.kind is not Kind.GIVEN:
        raise AnswerRefused(_("Only a yes can rest on a legal basis."))
    if basis.organisation_id != organisation or basis.purpose != policy.code:
        raise AnswerRefused(_("This legal basis was decided for something else."))
    _check_ground(basis.basis, policy)


def _check_ground(basis: str, policy: Purpose) -> None:
    if basis not in policy.bases - {Basis.EXPLICIT_CONSENT}:
        raise AnswerRefused(_("This purpose cannot be served on that ground."))


def _policy(code: str) -> Purpose:
    try:
        return PURPOSES[code]
    except KeyError as error:
        known = ", ".join(PURPOSES)
        raise AnswerRefused(_("There is no purpose '%s'.") % code + f" ({known})") from error
