"""Who opens a name or a story leaves one line, before it is shown; facts leave none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import access
from audit.access import log, opening
from audit.models import AccessLogEntry
from consent.gate import serving
from registry.models import Case, Identity
from tests.marks import database
from tests.vault.sealed_rows import SECRETS, read_again, stored_row
from vault.core.errors import CannotOpen
from vault.data_keys import IDENTITY, LEDGER, NARRATIVE
from vault.fields import sealed_fields, unlock

pytestmark = database


@pytest.fixture
def lines():
    """Return what was logged since this was asked for."""
    known = set(AccessLogEntry.objects.values_list("id", flat=True))
    return lambda: list(AccessLogEntry.objects.exclude(id__in=known).order_by("at", "id"))


@pytest.fixture
def identity(cast):
    return read_again(stored_row(cast, Identity))


@pytest.fixture
def case(cast):
    return read_again(cast.files(narrative="a story"))


def caring(row, **changes):
    said = {"who": "u1", "role": "work_on_cases", "why": "she asked for her address"}
    return opening(organisation=row.organisation_id, **said | changes)


def test_opening_an_identity_leaves_one_line_with_every_field(identity, lines):
    before = timezone.now()
    with caring(identity):
        assert identity.address == SECRETS["address"]
    (line,) = lines()
    assert before <= line.at <= timezone.now()
    assert {
        name: getattr(line, name)
        for name in (
            "event", "action", "outcome", "user", "role", "purpose_of_use", "reason",
            "organisation_id", "object_type", "object_id", "source",
        )
    } == {
        "event": "open identity",
        "action": "R",
        "outcome": "success",
        "user": "u1",
        "role": "work_on_cases",
        "purpose_of_use": "care",
        "reason": "she asked for her address",
        "organisation_id": identity.organisation_id,
        "object_type": "person",
        "object_id": str(identity.consent_file_id),
        "source": "inbeeld",
    }  # fmt: skip


def test_every_column_of_a_person_in_one_context_is_one_line(identity, lines):
    with caring(identity):
        for field in sealed_fields(Identity):
            getattr(identity, field.name)
            getattr(read_again(identity), field.name)
    assert len(lines()) == 1


def test_every_context_leaves_a_line_of_its_own(identity, lines):
    for user in ("u1", "u2", "u1"):
        with caring(identity, who=user):
            assert identity.phone
    assert [line.user for line in lines()] == ["u1", "u2", "u1"]


def test_a_name_and_a_story_are_two_lines(cast, lines):
    identity = stored_row(cast, Identity)
    case = Case.objects.kept_by(cast.shelter.id).get(consent_file=identity.consent_file)
    known = len(lines())
    with caring(case):
        assert case.narrative == ""
        assert read_again(identity).phone
    assert [line.event for line in lines()][known:] == ["open narrative", "open identity"]


def test_facts_leave_no_line(cast, case, lines):
    cast.answers(case)
    before = len(lines())
    with caring(case):
        assert case.facts
    with serving(purpose="registration", organisation=case.organisation_id, who="p", why="y"):
        assert read_again(case).facts
    assert len(lines()) == before


def test_reading_what_is_not_sealed_leaves_no_line(case, lines):
    with caring(case):
        assert case.reference
        assert read_again(case).status
    assert not lines()


def test_the_line_is_there_before_the_value_is(identity, monkeypatch):
    """No log, no value: what cannot be written down is not opened."""

    def full(*_arguments, **_options):
        raise DatabaseError

    monkeypatch.setattr(AccessLogEntry.objects, "bulk_create", full)
    with caring(identity) as context:
        with pytest.raises(DatabaseError):
            assert identity.address
        assert not context.keys


def test_a_try_by_another_organisation_opens_nothing_and_leaves_no_line(cast, identity, lines):
    foreign = opening(who="u9", role="r", organisation=cast.youth_care.id, why="curious")
    with foreign, pytest.raises(CannotOpen):
        assert identity.address
    assert not lines()


def test_a_page_leaves_its_lines_in_one_statement(cast, lines):
    rows = [stored_row(cast, Identity) for _ in range(5)]
    page = list(Identity.objects.kept_by(cast.shelter.id))
    known = len(lines())
    with caring(page[0]):
        with CaptureQueriesContext(connection) as sent:
            unlock(page, "given_names", "family_name", "phone")
        assert [query["sql"].split(" ")[0] for query in sent.captured_queries] == ["INSERT"]
        with CaptureQueriesContext(connection) as sent:
            assert {row.given_names for row in page} == {SECRETS["given_names"]}
        assert not sent.captured_queries
    logged = lines()[known:]
    assert sorted(line.object_id for line in logged) == sorted(
        str(row.consent_file_id) for row in rows
    )
    assert {line.event for line in logged} == {"open identity"}


def test_unlocking_rows_of_another_organisation_logs_and_opens_nothing(cast, lines):
    own, other = stored_row(cast, Identity), stored_row(cast, Identity, cast.youth_care)
    known = len(lines())
    with caring(own):
        unlock([read_again(own), read_again(other)], "phone")
        with pytest.raises(CannotOpen):
            assert read_again(other).phone
    assert [line.object_id for line in lines()[known:]] == [str(own.consent_file_id)]


def test_sealing_new_values_is_no_opening(case, lines):
    with caring(case):
        case.narrative = "another story"
        case.save(update_fields=["narrative"])
    assert not lines()


def test_every_compartment_that_names_someone_is_logged():
    assert {IDENTITY, NARRATIVE} == access.LOGGED
    assert LEDGER not in access.LOGGED


@pytest.mark.parametrize("missing", ["who", "why"])
def test_nobody_and_no_reason_open_nothing(case, missing):
    with pytest.raises(ValueError, match=missing), caring(case, **{missing: " "}):
        raise AssertionError


def test_a_search_an_export_or_a_look_at_the_log_is_a_line_too(cast):
    for event, action in (("search", "E"), ("export", "R"), ("read access log", "R")):
        log(
            event=event,
            action=action,
            who=str(cast.farid.id),
            role="audit_consent",
            organisation=cast.shelter.id,
            why="monthly audit",
            object_type="access log",
            object_id="2026-05",
        )
    logged = AccessLogEntry.objects.filter(user=str(cast.farid.id))
    assert {(line.event, line.action) for line in logged} == {
        ("search", "E"),
        ("export", "R"),
        ("read access log", "R"),
    }
    assert {line.purpose_of_use for line in logged} == {"care"}
    assert timezone.now() - logged[0].at < timedelta(minutes=1)


def test_the_log_names_nobody(identity, lines):
    with caring(identity):
        assert identity.given_names
    for line in AccessLogEntry.objects.values():
        assert not any(secret in str(line) for secret in map(str, SECRETS.values()))
