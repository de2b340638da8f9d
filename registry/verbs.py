"""What care workers do to cases. Each verb is one transaction and leaves its line in the log."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from accounts.roles import Role, organisations_of
from audit.access import log, opening
from consent import keeper
from consent.models import ConsentFile
from registry.models import Case, Identity

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation, User
    from registry.codes.facts import Facts

_ALPHABET: Final = "23456789CFGHJKMPQRVWX"
"""No letters that are read as digits, no vowels that make words."""


class NotAllowed(Exception):
    """The user is not a care worker of the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who the person is, as far as known; empty texts where it is not.

    Args:
        given_names: as the person writes them.
        family_name: the same.
        aliases: other names.
        birth_date: the day, when known.
        phone: a safe number.
        address: where the person can be reached.
    """

    given_names: str = ""
    family_name: str = ""
    aliases: str = ""
    birth_date: date | None = None
    phone: str = ""
    address: str = ""

    def is_known(self) -> bool:
        """Say whether anything is known."""
        return self != Who()


def open_case(
    *,
    user: User,
    organisation: Organisation,
    facts: Facts,
    who: Who,
    narrative: str,
    opened_on: date,
) -> Case:
    """File a report about a person who has no file here yet.

    Raises:
        NotAllowed: when ``user`` is not a care worker of ``organisation``.
    """
    _require_care_worker(user, organisation)
    with (
        opening(
            who=str(user.id), role=Role.CARE_WORKER, organisation=organisation.id, why="new report"
        ),
        transaction.atomic(durable=True),
    ):
        file = ConsentFile.objects.create(organisation=organisation)
        case = Case(
            organisation=organisation,
            consent_file=file,
            reference=new_reference(opened_on),
            status=Case.Status.OPEN,
            opened_on=opened_on,
            facts=facts.to_document(),
            narrative=narrative,
        )
        case.save(force_insert=True)
        if who.is_known():
            identity_of(organisation, file, who).save(force_insert=True)
        _log(user, case, "create case", "C")
    keeper.follow(organisation.id, [file.id], timezone.now())
    return case


def amend_facts(*, user: User, case: Case, facts: Facts) -> Case:
    """Replace the facts of a case; what was sent of it is sent anew.

    Raises:
        NotAllowed: when ``user`` is not a care worker of the case's organisation.
    """
    _require_care_worker(user, case.organisation)
    with (
        transaction.atomic(durable=True),
        opening(
            who=str(user.id), role=Role.CARE_WORKER, organisation=case.organisation_id, why="amend"
        ),
    ):
        # The lock keeps the data key from being spent between sealing and saving.
        ConsentFile.objects.select_for_update().get(id=case.consent_file_id)
        case.refresh_from_db(fields=["facts_version"])
        case.facts_version += 1
        case.facts = facts.to_document()
        case.save(update_fields=["facts", "facts_version"])
        _log(user, case, "amend facts", "U")
    keeper.follow(case.organisation_id, [case.consent_file_id], timezone.now())
    return case


def new_reference(opened_on: date) -> str:
    """Return a case reference that says the year and nothing else."""
    return f"{opened_on.year}-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))


def _require_care_worker(user: User, organisation: Organisation) -> None:
    if not organisations_of(user, Role.CARE_WORKER).filter(id=organisation.id).exists():
        raise NotAllowed("Only a care worker of the organisation may do this.")


def identity_of(organisation: Organisation, file: ConsentFile, who: Who) -> Identity:
    """Return the row that holds who the person is; it is sealed when it is saved."""
    return Identity(
        organisation=organisation,
        consent_file=file,
        given_names=who.given_names,
        family_name=who.family_name,
        aliases=who.aliases,
        birth_date=who.birth_date,
        phone=who.phone,
        address=who.address,
    )


def _log(user: User, case: Case, event: str, action: str) -> None:
    log(
        event=event,
        action=action,
        who=str(user.id),
        role=Role.CARE_WORKER,
        organisation=case.organisation_id,
        why=event,
        object_type="case",
        object_id=str(case.id),
    )
