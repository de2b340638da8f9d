"""Care workers file and amend reports; nobody else does, and nothing is ever half there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from accounts.models import User
from accounts.roles import Role, take_role
from audit.access import opening
from audit.models import AccessLogEntry
from consent.models import ConsentFile
from registry import verbs
from registry.models import Case, Identity
from registry.verbs import NotAllowed, Who, amend_facts, open_case
from tests.cast import some_facts
from tests.consent.promises import read_in_care, stored
from tests.consent.stored import row_counts
from tests.marks import database
from vault.core.errors import CannotOpen, NoAccessContext, NotSealable
from vault.models import DataKey

pytestmark = database

WHO = Who(given_names="Invented", family_name="Person", birth_date=date(1990, 2, 28))
OTHERS = pytest.mark.parametrize(
    "name",
    ["chiara", "dirk", "els", "farid", "gerda", "hugo"],
    ids=["other organisation", "stranger", "coordinator", "auditor", "admin", "superuser"],
)


def file_report(cast, user, **parts):
    standard = {
        "organisation": cast.shelter,
        "facts": some_facts(),
        "who": WHO,
        "narrative": "a story",
        "opened_on": date(2026, 5, 1),
    }
    return open_case(user=user, **(standard | parts))


# Who may.


@OTHERS
def test_who_is_not_a_care_worker_here_cannot_file(cast, name):
    before = row_counts()
    with pytest.raises(NotAllowed, match="Only a care worker of the organisation"):
        file_report(cast, getattr(cast, name))
    assert row_counts() == before


@OTHERS
def test_who_is_not_a_care_worker_here_cannot_amend(cast, name):
    case = cast.files()
    before = row_counts()
    with pytest.raises(NotAllowed):
        amend_facts(user=getattr(cast, name), case=case, facts=some_facts(sex="male"))
    assert row_counts() == before
    assert stored(case).facts_version == 1
    assert read_in_care(case)[0]["sex"] == "female"


def test_who_lost_the_role_or_left_cannot_file(cast):
    take_role(user=cast.aicha, role=Role.CARE_WORKER, organisation=cast.shelter)
    User.objects.filter(id=cast.bram.id).update(is_active=False)
    cast.bram.refresh_from_db()
    for user in (cast.aicha, cast.bram):
        with pytest.raises(NotAllowed):
            file_report(cast, user)


def test_a_care_worker_cannot_file_for_another_organisation(cast):
    with pytest.raises(NotAllowed):
        file_report(cast, cast.aicha, organisation=cast.youth_care)
    assert not ConsentFile.objects.exists()


# A report.


def test_a_report_reads_back_as_it_was_filed(cast):
    case = file_report(cast, cast.aicha)
    assert read_in_care(case) == (some_facts().to_document(), "a story")
    identity = Identity.objects.visible_to(cast.bram).get()
    with opening(who="a", role="r", organisation=cast.shelter.id, why="test"):
        assert (identity.family_name, identity.birth_date) == ("Person", date(1990, 2, 28))
        assert (identity.phone, identity.address) == ("", "")


def test_a_report_about_someone_whose_name_is_not_known_has_no_identity(cast):
    case = file_report(cast, cast.aicha, who=Who())
    assert not Identity.objects.kept_by(cast.shelter.id).exists()
    assert not DataKey.objects.filter(compartment="identity").exists()
    assert read_in_care(case)[1] == "a story"


def test_a_new_report_is_about_someone_who_was_never_asked(cast):
    case = file_report(cast, cast.aicha)
    assert not case.consent_file.events.exists()
    assert set(DataKey.objects.values_list("compartment", flat=True)) == {
        "facts",
        "narrative",
        "identity",
    }


def test_a_reference_tells_the_year_and_nothing_else(cast):
    first, second = cast.files(), cast.files()
    assert first.reference != second.reference
    for case in (first, second):
        year, _, rest = case.reference.partition("-")
        assert (year, len(rest)) == ("2026", 8)
        assert not set(rest) & set("01OILAEUY")


def test_nothing_of_a_report_is_readable_in_the_database(cast):
    file_report(cast, cast.aicha)
    for model in (Case, Identity):
        for row in model._base_manager.values():
            text = repr(
                {key: bytes(v) if isinstance(v, memoryview) else v for key, v in row.items()}
            )
            for told in ("Invented", "Person", "1990", "story", "sexual", "female", "amsterdam"):
                assert told not in text


def test_a_report_opens_only_in_its_own_organisation_and_inside_a_context(cast):
    case = stored(file_report(cast, cast.aicha))
    with pytest.raises(NoAccessContext):
        _ = case.facts
    with (
        opening(who="a", role="r", organisation=cast.youth_care.id, why="test"),
        pytest.raises(CannotOpen),
    ):
        _ = case.facts


def test_filing_leaves_a_line_in_the_access_log(cast):
    case = file_report(cast, cast.aicha)
    line = AccessLogEntry.objects.get(event="create case")
    assert (line.action, line.user, line.object_id) == ("C", str(cast.aicha.id), str(case.id))
    assert (line.role, line.organisation_id) == (Role.CARE_WORKER, cast.shelter.id)


# Whole or not at all.


FAILURES = {
    "the log cannot be written": (verbs, "_log"),
    "the identity cannot be saved": (Identity, "save"),
    "the case cannot be saved": (Case, "save"),
}


@pytest.mark.parametrize(("owner", "name"), FAILURES.values(), ids=FAILURES)
def test_a_failed_save_leaves_no_half_report(cast, monkeypatch, owner, name):
    before = row_counts()
    monkeypatch.setattr(owner, name, lambda *_args, **_options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        file_report(cast, cast.aicha)
    after = row_counts()
    # Keys come before rows: what is left of them opens nothing, because nothing was stored.
    del before["vault.DataKey"], after["vault.DataKey"]
    assert after == before


def test_a_value_that_cannot_be_sealed_leaves_no_half_report(cast):
    before = row_counts()
    with pytest.raises(NotSealable):
        file_report(cast, cast.aicha, who=Who(given_names="Invented", birth_date=3.14))
    after = row_counts()
    del before["vault.DataKey"], after["vault.DataKey"]
    assert after == before


def test_a_reference_is_used_once_in_an_organisation(cast, monkeypatch):
    monkeypatch.setattr(verbs, "new_reference", lambda _: "2026-22222222")
    cast.files()
    with pytest.raises(Exception, match=r"(?i)unique"):
        cast.files()
    assert ConsentFile.objects.count() == Case.objects.kept_by(cast.shelter.id).count() == 1


def test_a_report_is_never_filed_inside_something_that_may_be_undone(cast):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        file_report(cast, cast.aicha)


# Amending.


def test_amended_facts_replace_the_old_ones_and_say_so(cast):
    case = cast.files(narrative="a story")
    amend_facts(user=cast.bram, case=case, facts=some_facts(sex="male"))
    assert read_in_care(case) == (some_facts(sex="male").to_document(), "a story")
    assert stored(case).facts_version == 2
    line = AccessLogEntry.objects.get(event="amend facts")
    assert (line.action, line.user) == ("U", str(cast.bram.id))


def test_two_amendments_from_old_screens_are_two_versions(cast):
    """What is sent depends on the version, so two different documents never share one."""
    case = cast.files()
    copies = [Case.objects.visible_to(cast.aicha).get(id=case.id) for _ in range(2)]
    for copy, sex in zip(copies, ("male", "other"), strict=True):
        amend_facts(user=cast.aicha, case=copy, facts=some_facts(sex=sex))
    assert stored(case).facts_version == 3
    assert read_in_care(case)[0]["sex"] == "other"


def test_an_amendment_that_fails_leaves_the_old_facts(cast, monkeypatch):
    case = cast.files()
    monkeypatch.setattr(verbs, "_log", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        amend_facts(user=cast.aicha, case=case, facts=some_facts(sex="male"))
    assert stored(case).facts_version == 1
    assert read_in_care(case)[0]["sex"] == "female"


def test_an_amendment_touches_nothing_but_the_facts(cast):
    case = cast.files(narrative="a story")
    old = Case.objects.kept_by(cast.shelter.id).get()
    Case.objects.kept_by(cast.shelter.id).update(status=Case.Status.CLOSED)
    amend_facts(user=cast.aicha, case=case, facts=some_facts(sex="male"))
    now = stored(case)
    assert now.status == Case.Status.CLOSED
    assert now.__dict__["narrative"].cell == old.__dict__["narrative"].cell
