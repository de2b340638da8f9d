"""The fixed cast. Everybody is invented, and their names say so.

Aicha works at the shelter, Bram is her colleague, Chiara works at another organisation, Dirk has
an account and no role, Els coordinates at the registry, Farid audits consent at the shelter,
Gerda administers it, Hugo is a superuser without a role.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import Organisation, OrganisationType, User
from accounts.roles import Role
from accounts.verbs import make_user
from consent.rules.history import Kind
from consent.verbs import Answer, record_answer
from registry.codes.facts import Facts
from registry.organisations import make_care_organisation
from registry.verbs import Who, open_case
from reporting.peers import introduce, make_registry

if TYPE_CHECKING:
    from consent.models import ConsentEvent, ConsentFile
    from registry.models import Case

PASSWORD = "een lang wachtwoord voor tests"


@dataclass
class Cast:
    """Who is there, and the verbs that most tests need."""

    shelter: Organisation = field(init=False)
    youth_care: Organisation = field(init=False)
    registry: Organisation = field(init=False)
    aicha: User = field(init=False)
    bram: User = field(init=False)
    chiara: User = field(init=False)
    dirk: User = field(init=False)
    els: User = field(init=False)
    farid: User = field(init=False)
    gerda: User = field(init=False)
    hugo: User = field(init=False)

    def __post_init__(self) -> None:
        self.registry = make_registry(name="Testregister")
        self.shelter = make_care_organisation(name="Opvang Test", type_=OrganisationType.SHELTER)
        self.youth_care = make_care_organisation(
            name="Jeugdzorg Test", type_=OrganisationType.YOUTH_CARE
        )
        introduce()
        self.aicha = self._user("aicha", (Role.CARE_WORKER, self.shelter))
        self.bram = self._user("bram", (Role.CARE_WORKER, self.shelter))
        self.chiara = self._user("chiara", (Role.CARE_WORKER, self.youth_care))
        self.dirk = self._user("dirk")
        self.els = self._user("els", (Role.REGISTRY_COORDINATOR, self.registry))
        self.farid = self._user("farid", (Role.CONSENT_AUDITOR, self.shelter))
        self.gerda = self._user("gerda", (Role.ORGANISATION_ADMIN, self.shelter))
        self.hugo = self._user("hugo")
        User.objects.filter(id=self.hugo.id).update(is_superuser=True, is_staff=True)
        self.hugo.refresh_from_db()

    def files(
        self,
        user: User | None = None,
        *,
        facts: Facts | None = None,
        who: Who | None = None,
        narrative: str = "",
    ) -> Case:
        """Let a care worker (Aicha) file a report."""
        user = user or self.aicha
        organisation = self.youth_care if user == self.chiara else self.shelter
        return open_case(
            user=user,
            organisation=organisation,
            facts=facts or some_facts(),
            who=who or Who(),
            narrative=narrative,
            opened_on=date(2026, 5, 1),
        )

    def answers(
        self,
        case: Case,
        purpose: str = "registration",
        kind: Kind = Kind.GIVEN,
        *,
        ago: timedelta = timedelta(0),
        valid_until: datetime | None = None,
    ) -> ConsentEvent:
        """Let the person of ``case`` answer, spoken and by themselves, ``ago`` before now."""
        return self.answers_in(case.consent_file, purpose, kind, ago=ago, valid_until=valid_until)

    def answers_in(
        self,
        file: ConsentFile,
        purpose: str = "registration",
        kind: Kind = Kind.GIVEN,
        *,
        ago: timedelta = timedelta(0),
        valid_until: datetime | None = None,
    ) -> ConsentEvent:
        """Let the person with this consent file answer."""
        answer = Answer(
            purpose=purpose,
            kind=kind,
            true_from=timezone.now() - ago,
            how="spoken",
            expressed_by="self",
            valid_until=valid_until,
        )
        return record_answer(file=file, answer=answer, recorded_by=str(self.aicha.id))

    def _user(self, name: str, *roles: tuple[Role, Organisation]) -> User:
        return make_user(
            email=f"{name}@test.invalid",
            password=PASSWORD,
            name=f"{name.title()} Test",
            roles_in=roles,
        )


def some_facts(**changes: object) -> Facts:
    """Return facts of an invented person, with ``changes``."""
    answers: dict[str, object] = {
        "period": "2026-Q2",
        "forms": ("sexual",),
        "age_group": "adult",
        "sex": "female",
        "citizenship": ("NL",),
        "region": "amsterdam",
    }
    return Facts(**(answers | changes))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    """Return a moment from ``2026-05-01 12:00``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
