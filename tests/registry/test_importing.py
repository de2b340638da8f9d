"""Whole reports only, nothing twice, and nobody lost."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from accounts.models import Organisation
from audit.models import AccessLogEntry
from audit.verification import verify
from consent import gate, keeper
from consent.models import ConsentEvent, ConsentFile, LegalBasis
from consent.purposes import PURPOSES
from registry import importing
from registry.importing import run_import
from registry.models import Case, Identity, Tally
from registry.profiles import profile
from tests.consent.promises import assert_keys_agree
from tests.consent.stored import row_counts
from tests.marks import database
from tests.registry.nrm_files import (
    CHILD,
    ELSEWHERE,
    ROW,
    WOMAN,
    content_of,
    imported,
    notifications,
    referrals,
)
from vault.core.errors import CannotOpen, NoAccessContext
from vault.models import DataKey, Grant

pytestmark = database

NRM_UK = profile("nrm_uk")
UNKNOWN_AGE = {"age_group": "Not specified or unknown"}


def imports(path, **options):
    return run_import(path=path, profile=NRM_UK, who="a test", **options)


# A dry run.


def test_a_dry_run_reads_everything_and_writes_nothing(cast, tmp_path):
    referrals(tmp_path, {}, CHILD, {"gender": "?"}, ELSEWHERE)
    notifications(tmp_path, ("Chinese", "3"), ("Total", "3"))
    before = row_counts()
    result = imports(tmp_path, dry_run=True)
    assert row_counts() == before
    assert (result.reports, result.added, result.known, result.tallied) == (3, 0, 0, 3)
    assert [(problem.line, problem.column) for problem in result.problems] == [(4, "gender")]


# Once and only once.


def test_a_repeated_import_adds_nothing(cast, tmp_path):
    referrals(tmp_path, {}, {}, CHILD, ELSEWHERE)
    notifications(tmp_path, ("Chinese", "3"), ("UK", "1"))
    first = imports(tmp_path)
    assert (first.added, first.known, first.tallies_added) == (4, 0, 2)
    content = imported()
    before = row_counts()
    again = imports(tmp_path)
    assert (again.reports, again.added, again.known, again.tallies_added) == (4, 0, 4, 0)
    assert row_counts() == before
    assert imported() == content


def test_identical_rows_are_two_people(cast, tmp_path):
    imports(referrals(tmp_path, {}, {}, {}))
    assert Case.objects.kept_by(harbour().id).count() == ConsentFile.objects.count() == 3
    assert DataKey.objects.filter(compartment="facts").values("subject_id").distinct().count() == 3


def test_one_more_identical_row_is_one_more_person(cast, tmp_path):
    imports(referrals(tmp_path, {}, {}))
    result = imports(referrals(tmp_path, {}, {}, {}))
    assert (result.added, result.known) == (1, 2)


def test_the_order_of_the_rows_and_of_the_batches_does_not_matter(cast, tmp_path, monkeypatch):
    rows = [{}, WOMAN, CHILD, ELSEWHERE, {}, ELSEWHERE | WOMAN]
    imports(referrals(tmp_path, *rows))
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr(importing, "CHUNK", 3)
    result = imports(referrals(tmp_path, *reversed(rows)))
    assert (result.added, result.known) == (0, 6)


def test_a_growing_file_is_continued(cast, tmp_path):
    imports(referrals(tmp_path, {}, WOMAN))
    result = imports(referrals(tmp_path, CHILD, {}, ELSEWHERE, WOMAN))
    assert (result.added, result.known) == (2, 2)
    assert sum(imported().values()) == 4


# What an import says of people.


def harbour():
    return Organisation.objects.get(name=ROW["organisation"])


def test_an_import_records_no_more_than_the_source_knows(cast, tmp_path):
    imports(referrals(tmp_path, {}, CHILD, UNKNOWN_AGE))
    events = ConsentEvent.objects.values_list("purpose", "kind", "basis", "expressed_by", "how")
    by_law = ("registration", "given", "legal_duty", "not_recorded", "not_recorded")
    by_consent = ("registration", "given", "explicit_consent", "self", "not_recorded")
    assert Counter(events) == {by_consent: 1, by_law: 2}
    assert LegalBasis.objects.get().organisation == harbour()
    assert verify(harbour().id).size == 3
    assert not Identity.objects.kept_by(harbour().id).exists()


def test_imported_people_are_served_for_what_they_said_yes_to_and_nothing_else(cast, tmp_path):
    imports(referrals(tmp_path, {}, CHILD))
    now = timezone.now()
    assert Case.objects.allowing(PURPOSES["registration"], now).count() == 2
    assert not Case.objects.allowing(PURPOSES["count"], now).exists()
    assert Counter(Grant.objects.values_list("purpose", flat=True)) == {"registration": 2}
    assert_keys_agree(now)
    assert keeper.sweep(now) == keeper.Followed()


def test_what_was_imported_is_sealed(cast, tmp_path):
    imports(referrals(tmp_path, {}))
    case = Case.objects.kept_by(harbour().id).get()
    with pytest.raises(NoAccessContext):
        _ = case.facts
    with (
        gate.serving(purpose="count", organisation=harbour().id, who="a", why="test"),
        pytest.raises(CannotOpen),
    ):
        _ = case.facts
    assert b"Eritrean" not in bytes(case.import_key)


def test_the_same_row_of_two_organisations_has_two_keys_that_tell_nothing(cast, tmp_path):
    imports(referrals(tmp_path, {}, ELSEWHERE))
    keys = [bytes(key) for key in Case._base_manager.values_list("import_key", flat=True)]
    assert len(set(keys)) == 2
    assert {len(key) for key in keys} == {32}


def test_an_organisation_is_made_once_and_found_again(cast, tmp_path):
    imports(referrals(tmp_path, {}, ELSEWHERE))
    imports(referrals(tmp_path, WOMAN, ELSEWHERE))
    assert Organisation.objects.filter(name__in=["Harbour Watch", "Lighthouse"]).count() == 2
    assert harbour().type == "police"


def test_an_import_leaves_a_line_in_the_access_log_for_each_batch(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    imports(referrals(tmp_path, {}, {}, {}))
    lines = AccessLogEntry.objects.filter(event="import").order_by("at")
    assert list(lines.values_list("user", "object_id")) == [("a test", "2"), ("a test", "1")]


# People who are only a number.


def test_a_tally_is_sealed_and_only_counting_opens_it(cast, tmp_path):
    imports(notifications(tmp_path, ("Eritrean Sudanese", "12")))
    tally = Tally.objects.get()
    assert content_of(tally)["count"] == 12
    stored = tally.__dict__["content"].cell
    assert b"12" not in stored
    assert b"ER" not in stored
    with pytest.raises(NoAccessContext):
        _ = tally.content
    for purpose in ("care", "registration"):
        with (
            gate.serving(purpose=purpose, organisation=tally.organisation_id, who="a", why="test"),
            pytest.raises(CannotOpen),
        ):
            _ = tally.content


def test_a_tally_makes_no_case_no_file_and_no_key_of_a_person(cast, tmp_path):
    result = imports(notifications(tmp_path, ("Chinese", "3"), ("UK", "4"), ("Total", "7")))
    assert (result.tallied, result.tallies_added, result.reports) == (7, 2, 0)
    assert not ConsentFile.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert not DataKey.objects.exists()
    assert LegalBasis.objects.get().purpose == "count"


# Rows that do not fit.


def test_a_bad_row_is_told_and_the_others_are_imported(cast, tmp_path):
    path = referrals(tmp_path, {}, {"age_group": "17"}, {"quarter": "2022 Q5"}, WOMAN)
    result = imports(path)
    assert [(p.file, p.line, p.column) for p in result.problems] == [
        ("referrals.csv", 3, "age_group"),
        ("referrals.csv", 4, "quarter"),
    ]
    assert result.added == Case.objects.kept_by(harbour().id).count() == 2


def test_a_row_from_the_future_is_told_and_the_others_are_imported(cast, tmp_path):
    referrals(tmp_path, {}, {"quarter": "2099 Q1"}, WOMAN)
    notifications(tmp_path, ("Chinese", "3"), name="duty_to_notify_2099_q1.csv")
    for dry_run in (True, False):
        result = imports(tmp_path, dry_run=dry_run)
        assert [(p.file, p.line, p.reason) for p in result.problems] == [
            ("duty_to_notify_2099_q1.csv", 2, "it begins on 2099-01-01, which has not come yet"),
            ("referrals.csv", 3, "it begins on 2099-01-01, which has not come yet"),
        ]
        assert (result.reports, result.tallied) == (2, 0)
    assert sum(imported().values()) == 2


def test_a_row_of_this_quarter_is_not_from_the_future(cast, tmp_path):
    today = timezone.localdate()
    result = imports(referrals(tmp_path, {"quarter": f"{today.year} Q{(today.month + 2) // 3}"}))
    assert (result.added, result.problems) == (1, [])


def test_what_became_unknown_is_noted(cast, tmp_path):
    (note,) = imports(referrals(tmp_path, {"nationality": "Martian"})).notes
    assert (note.value, note.count) == ("Martian", 1)


# The real data.


@pytest.mark.real_data
def test_the_whole_folder_imports_in_the_lanes_that_the_profile_says(cast, real_data):
    result = imports(real_data / "nrm")
    assert (result.reports, result.added, result.problems) == (17_920, 17_920, [])
    assert (result.tallied, result.tallies_added) == (5_012, Tally.objects.count())
    bases = Counter(ConsentEvent.objects.values_list("purpose", "kind", "basis"))
    assert bases == {
        ("registration", "given", "explicit_consent"): 9_395,
        ("registration", "given", "legal_duty"): 8_525,
    }
    now = timezone.now()
    assert Case.objects.allowing(PURPOSES["registration"], now).count() == 17_920
    assert not Case.objects.allowing(PURPOSES["count"], now).exists()
    assert Counter(Grant.objects.values_list("purpose", flat=True)) == {"registration": 17_920}
    assert sum(content_of(tally)["count"] for tally in Tally.objects.all()) == 5_012
    sizes = [verify(organisation).size for organisation in organisations_with_cases()]
    assert sum(sizes) == 17_920


def organisations_with_cases():
    return ConsentFile.objects.values_list("organisation", flat=True).distinct()
