"""Writes one batch of imported rows of one organisation: all of it or none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from audit.access import log, opening
from consent import keeper
from consent.models import ConsentFile, LegalBasis
from consent.rules.history import Basis, Kind
from consent.verbs import Answer, append_answers, record_legal_basis
from registry.models import Case, Identity, Tally
from registry.organisations import INDEX_RING
from registry.verbs import Who, identity_of, new_reference
from vault import data_keys
from vault.core.ids import uuid7
from vault.sealing import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from accounts.models import Organisation
    from registry.profiles.base import Answer as ImportedAnswer
    from registry.profiles.base import ImportedReport, ImportedTally, Profile
    from vault.context import AccessContext
    from vault.core.cells import CellKey

ROLE = "import"
_Keyed = dict[bytes, "ImportedReport"]


@dataclass(slots=True, kw_only=True)
class BatchWriter:
    """Files rows for one organisation.

    Args:
        organisation: whose reports they are.
        profile: how they were read; part of the key by which a row is known again.
        who: the user or process that imports.
    """

    organisation: Organisation
    profile: Profile
    who: str

    def file_reports(self, reports: Sequence[ImportedReport]) -> int:
        """File the reports that are not here yet; return how many that were."""
        keyed = {self._key(report.source_key): report for report in reports}
        known = Case.objects.kept_by(self.organisation.id).filter(import_key__in=list(keyed))
        for key in known.values_list("import_key", flat=True):
            del keyed[bytes(key)]
        if not keyed:
            return 0
        files = [ConsentFile(id=uuid7(), organisation=self.organisation) for _ in keyed]
        self._write(files, keyed)
        keeper.follow(self.organisation.id, [file.id for file in files], timezone.now())
        return len(files)

    def file_tallies(self, tallies: Sequence[ImportedTally]) -> int:
        """File the numbers that are not here yet; return how many rows that were."""
        keyed = {self._key(tally.source_key): tally for tally in tallies}
        known = Tally.objects.filter(organisation=self.organisation, import_key__in=list(keyed))
        for key in known.values_list("import_key", flat=True):
            del keyed[bytes(key)]
        with self._opening("count"), transaction.atomic(durable=True):
            Tally.objects.bulk_create([self._tally(key, tally) for key, tally in keyed.items()])
        return len(keyed)

    def _write(self, files: list[ConsentFile], keyed: _Keyed) -> None:
        ids = [file.id for file in files]
        ledger_keys = data_keys.make(self.organisation.id, ids, data_keys.LEDGER)
        answers = [
            (file.id, self._answer(answer))
            for file, report in zip(files, keyed.values(), strict=True)
            for answer in report.answers
        ]
        with self._opening() as context, transaction.atomic(durable=True):
            self._make_keys(context, ids, data_keys.FACTS, data_keys.NARRATIVE)
            ConsentFile.objects.bulk_create(files)
            self._write_identities(context, files, keyed)
            Case.objects.bulk_create(
                [
                    self._case(file, key, report)
                    for file, (key, report) in zip(files, keyed.items(), strict=True)
                ]
            )
            self._append(answers, ledger_keys)
            self._log(len(files))

    def _write_identities(
        self, context: AccessContext, files: list[ConsentFile], keyed: _Keyed
    ) -> None:
        known = [
            (file, Who(**report.identity))  # type: ignore[arg-type]
            for file, report in zip(files, keyed.values(), strict=True)
            if report.identity
        ]
        self._make_keys(context, [file.id for file, _ in known], data_keys.IDENTITY)
        Identity.objects.bulk_create(
            [identity_of(self.organisation, file, who) for file, who in known]
        )

    def _make_keys(self, context: AccessContext, ids: list[UUID], *compartments: str) -> None:
        """Make keys in bulk; nobody else knows these persons yet, so they cannot be spent."""
        for compartment in compartments:
            keys = data_keys.make(self.organisation.id, ids, compartment)
            context.current |= {(id_, compartment): key for id_, key in keys.items()}

    def _append(self, answers: list[tuple[UUID, Answer]], ledger_keys: dict[UUID, CellKey]) -> None:
        append_answers(
            organisation=self.organisation.id,
            answers=answers,
            person_keys=ledger_keys,
            recorded_by=self.who,
            now=timezone.now(),
        )

    def _case(self, file: ConsentFile, key: bytes, report: ImportedReport) -> Case:
        return Case(
            organisation=self.organisation,
            consent_file=file,
            reference=new_reference(report.opened_on),
            status=Case.Status.OPEN,
            opened_on=report.opened_on,
            facts=report.facts.to_document(),
            narrative=report.narrative,
            import_key=key,
        )

    def _tally(self, key: bytes, tally: ImportedTally) -> Tally:
        return Tally(
            organisation=self.organisation,
            legal_basis=self._legal_basis("count", tally.basis),
            period=tally.period,
            content={"dimensions": dict(tally.dimensions), "count": tally.count},
            import_key=key,
        )

    def _answer(self, answer: ImportedAnswer) -> Answer:
        on_consent = Basis(answer.basis) is Basis.EXPLICIT_CONSENT
        return Answer(
            purpose=answer.purpose,
            kind=Kind(answer.kind),
            true_from=timezone.make_aware(datetime.combine(answer.true_from, time.min)),
            how=answer.how,
            expressed_by=answer.expressed_by,
            language="en",
            legal_basis=None if on_consent else self._legal_basis(answer.purpose, answer.basis),
        )

    def _legal_basis(self, purpose: str, basis: str) -> LegalBasis:
        return record_legal_basis(
            organisation=self.organisation,
            purpose=purpose,
            basis=Basis(basis),
            decided_by=f"import profile {self.profile.name}",
            reason=self.profile.description,
        )

    def _key(self, source_key: str) -> bytes:
        message = f"{self.profile.name}|{source_key}".encode()
        return digest(self.organisation.id, INDEX_RING, "inbeeld imported row 1", message)

    def _opening(self, purpose: str = "care") -> Any:
        return opening(
            who=self.who,
            role=ROLE,
            organisation=self.organisation.id,
            why=f"import {self.profile.name}",
            purpose=purpose,
        )

    def _log(self, number: int) -> None:
        log(
            event="import",
            action="C",
            who=self.who,
            role=ROLE,
            organisation=self.organisation.id,
            why=f"import {self.profile.name}",
            object_type="cases",
            object_id=str(number),
        )
