"""An import that dies anywhere leaves whole reports, and is finished by starting it again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Organisation
from audit.verification import verify
from consent import keeper
from consent.models import ConsentEvent, ConsentFile
from registry import importing
from registry.importing import run_import
from registry.models import Case
from registry.profiles import profile
from tests.consent.crashing import Step, cut_at, steps
from tests.consent.promises import assert_keys_agree
from tests.consent.stored import undone
from tests.marks import database
from tests.registry.nrm_files import CHILD, ELSEWHERE, WOMAN, imported, notifications, referrals

pytestmark = database

ROWS = [{}, {}, CHILD, ELSEWHERE, WOMAN, ELSEWHERE | CHILD, CHILD | WOMAN, ELSEWHERE, {}]

STEPS = steps(
    "registry.organisations:make_organisation",
    "vault.organisation_keys:provide",
    "accounts.roles:provide_groups",
    "registry.import_batches:record_legal_basis",
    "vault.data_keys:make#5",
    "consent.models:ConsentFile.objects.bulk_create#2",
    "registry.models:Case.objects.bulk_create#2",
    "audit.ledger:append#3",
    "consent.models:ConsentEvent.objects.bulk_create#2",
    "registry.import_batches:BatchWriter._log#2",
    "consent.keeper:follow",
    "consent.keeper:follow#3",
    "consent.keeper:_open#2",
    "registry.import_batches:BatchWriter.file_reports#2",
    "registry.import_batches:BatchWriter.file_tallies",
    "registry.models:Tally.objects.bulk_create",
)


@pytest.fixture
def folder(cast, tmp_path, monkeypatch):
    """A folder that takes several chunks and batches."""
    monkeypatch.setattr(importing, "CHUNK", 5)
    monkeypatch.setattr(importing, "BATCH", 2)
    referrals(tmp_path, *ROWS)
    notifications(tmp_path, ("Chinese", "3"), ("UK", "1"))
    return tmp_path


def imports(folder):
    return run_import(path=folder, profile=profile("nrm_uk"), who="a test")


def assert_whole_reports_only():
    """Hold that each file has its case, its event and its leaf."""
    files = ConsentFile.objects.count()
    assert Case._base_manager.count() == ConsentEvent.objects.count() == files
    assert Case._base_manager.values("consent_file").distinct().count() == files
    assert ConsentEvent.objects.values("file").distinct().count() == files
    for organisation in Organisation.objects.all():
        events = ConsentEvent.objects.filter(organisation=organisation)
        assert verify(organisation.id).size == events.count()


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_an_import_that_dies_is_finished_by_the_next(folder, step):
    with undone():
        imports(folder)
        uninterrupted = imported()
    assert sum(uninterrupted.values()) == len(ROWS) + 2
    with cut_at(step):
        imports(folder)
    assert_whole_reports_only()
    left = sum(imported().values())
    assert left < len(ROWS) + 2 or step.path.startswith("consent.keeper")
    result = imports(folder)
    assert result.added + result.tallies_added == len(ROWS) + 2 - left
    keeper.sweep(timezone.now())
    assert imported() == uninterrupted
    assert_whole_reports_only()
    assert_keys_agree(timezone.now())


def test_an_import_that_dies_again_and_again_gets_there(folder):
    with undone():
        imports(folder)
        uninterrupted = imported()
    for step in steps("audit.ledger:append", "consent.keeper:follow", "audit.ledger:append#2"):
        with cut_at(step):
            imports(folder)
        assert_whole_reports_only()
    imports(folder)
    keeper.sweep(timezone.now())
    assert imported() == uninterrupted


def test_before_the_sweep_a_report_whose_keys_are_missing_is_closed_and_not_lost(folder):
    with cut_at(Step("consent.keeper:follow", "before")):
        imports(folder)
    found = imported()
    assert sum(found.values()) == 2  # the first batch
    assert not any(grants for *_, grants in found)
    assert keeper.sweep(timezone.now()).given == 2
