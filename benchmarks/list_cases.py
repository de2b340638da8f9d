"""Listing 25 of 100,000 cases against the same list over a table that is not sealed.

Both read one page of an organisation that has all the cases, with the events of its 25 persons.
The plain table holds the same columns with the facts and the story as readable text.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role, organisation_ids_of
from accounts.verbs import make_user
from benchmarks.house import Figure, empty_house, paired
from consent.models import ConsentFile
from registry.listing import PAGE, _with_lanes, page_of_cases
from registry.models import Case
from registry.organisations import make_care_organisation
from vault.fields import Sealed

if TYPE_CHECKING:
    from accounts.models import User

CASES = 100_000
LIMIT = 1.5
MOST_QUERIES = 3
ROUNDS = 41


class PlainCase(models.Model):
    """A case as a system without sealing keeps it."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING)
    consent_file = models.ForeignKey(ConsentFile, on_delete=models.DO_NOTHING, related_name="+")
    reference = models.CharField(max_length=20)
    status = models.CharField(max_length=10)
    opened_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    facts = models.TextField()
    facts_version = models.PositiveIntegerField(default=1)
    narrative = models.TextField()
    import_key = models.BinaryField(max_length=32, null=True)

    class Meta:
        app_label = "registry"
        indexes = [models.Index(fields=["organisation", "-opened_on", "-id"], name="plain_order")]


def run() -> Figure:
    """Measure in alternating rounds, and count the queries."""
    with empty_house():
        with connection.schema_editor() as editor:
            editor.create_model(PlainCase)
        user = _fill()
        now = timezone.now()
        with CaptureQueriesContext(connection) as queries:
            page_of_cases(user=user, at=now)
        if len(queries) > MOST_QUERIES:
            raise AssertionError(f"The list took {len(queries)} queries.")
        ratio, mine, other = paired(
            lambda: page_of_cases(user=user, at=now), lambda: _plain_page(user), ROUNDS
        )
    return Figure(
        what=f"list of {PAGE} of {CASES:,} cases / the same unsealed",
        ratio=ratio,
        limit=LIMIT,
        detail=f"{mine * 1e3:.2f} ms / {other * 1e3:.2f} ms, {len(queries)} queries",
    )


def _plain_page(user: User) -> None:
    cases = PlainCase._base_manager.filter(
        organisation__in=organisation_ids_of(user, Role.CARE_WORKER)
    )
    found = list(cases.select_related("organisation").order_by("-opened_on", "-id")[: PAGE + 1])
    _with_lanes(cast("list[Case]", found[:PAGE]), timezone.now())


def _fill() -> User:
    organisation = make_care_organisation(name="Bench", type_="shelter")
    user = make_user(
        email="bench@bench.invalid",
        password="long enough for a bench",  # noqa: S106 (nobody logs in)
        name="Bench",
        roles_in=[(Role.CARE_WORKER, organisation)],
    )
    facts, narrative = os.urandom(420), os.urandom(300)
    files = [ConsentFile(organisation=organisation) for _ in range(CASES)]
    ConsentFile.objects.bulk_create(files)
    common = [
        {
            "organisation": organisation,
            "consent_file": file,
            "reference": f"2026-{number:08}",
            "status": "open",
            "opened_on": date(2020, 1, 1) + timedelta(days=number % 2000),
        }
        for number, file in enumerate(files)
    ]
    sealed = [Case(facts=Sealed(facts), narrative=Sealed(narrative), **row) for row in common]
    Case.objects.bulk_create(sealed)
    PlainCase._base_manager.bulk_create(
        [
            PlainCase(id=case.id, facts=facts.hex()[:420], narrative=narrative.hex()[:300], **row)
            for case, row in zip(sealed, common, strict=True)
        ]
    )
    return user
