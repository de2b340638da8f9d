"""The process that builds contributions holds purpose keys only, and can do no more than that."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config.rings import ALL, CARE, REPORTING
from registry.verbs import Who
from reporting import contributions
from reporting.models import OutboxMessage
from reporting.tasks import build_contributions
from tests.consent.stored import row_counts
from tests.marks import real_database
from tests.reporting.flow import build, carry, numbers_of, record_of
from tests.reporting.processes import manage, ring_folder
from vault import rings
from vault.core.errors import KeyNotHeld

pytestmark = real_database

CARE_ALONE = sorted(set(CARE) - set(REPORTING))
JOIN = """
from audit.access import opening
from registry.models import Identity
from vault.core.errors import VaultError

person = Identity.objects.kept_by("{organisation}").get()
for purpose in ("registration", "count", "care"):
    with opening(
        who="a test", role="process", organisation=person.organisation_id, why="a join to names",
        purpose=purpose,
    ):
        try:
            print(person.family_name)
        except VaultError as error:
            print(type(error).__name__)
"""


@pytest.fixture
def purpose_keys(tmp_path):
    """Return a folder with the rings that building needs, and no other."""
    return ring_folder(tmp_path, REPORTING)


@pytest.fixture
def case(cast):
    """A person whose name is known here and who permits a record, beside one who only counts.

    They are at the organisation that comes last, so that a run that fails has had others to do.
    """
    case = cast.files(cast.chiara, who=Who(family_name="Geheimenaar"), narrative="a story")
    cast.answers(case)
    cast.answers(cast.files(cast.chiara), "count")
    return case


def test_the_rings_of_care_are_not_among_those_of_reporting():
    assert CARE_ALONE == ["accounts", "care", "index", "ledger"]


def names_in_a_process(case, keys):
    code = JOIN.format(organisation=case.organisation_id)
    ended = manage("shell", "--no-imports", "-c", code, keys=keys)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def test_contributions_are_built_without_the_keys_of_care(case, purpose_keys, no_network):
    ended = manage("contribute", keys=purpose_keys)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("1 records, 0 recalls, 2 tables of numbers")
    carry()
    assert record_of(case)[1]["facts"]["region"] == "amsterdam"
    assert len(numbers_of(case.organisation)["counted"]) == 1


def test_a_join_to_names_fails_for_want_of_a_key(case, purpose_keys):
    assert names_in_a_process(case, purpose_keys) == ["CannotOpen", "CannotOpen", "KeyNotHeld"]


def test_the_same_join_opens_the_name_where_the_care_keys_are(case, tmp_path):
    opened = names_in_a_process(case, ring_folder(tmp_path, CARE))
    assert opened == ["CannotOpen", "CannotOpen", "Geheimenaar"]


def test_a_missing_ring_ends_the_process_with_a_reason_and_nothing_done(case, purpose_keys):
    (purpose_keys / "count.key").unlink()
    before = row_counts()
    ended = manage("contribute", "--skip-checks", keys=purpose_keys)
    assert ended.returncode == 1
    assert "does not hold the key ring 'count'" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert row_counts() == before


@pytest.mark.parametrize("missing", REPORTING)
def test_whichever_ring_is_missing_nothing_is_begun(case, purpose_keys, settings, missing):
    settings.INBEELD_KEY_DIR = purpose_keys
    (purpose_keys / f"{missing}.key").unlink()
    before = row_counts()
    with pytest.raises(CommandError, match=f"'{missing}'.*make it with `keys init` or restore it"):
        call_command("contribute")
    assert row_counts() == before


def test_a_ring_that_others_can_read_is_not_used(case, purpose_keys, settings):
    settings.INBEELD_KEY_DIR = purpose_keys
    (purpose_keys / "count.key").chmod(0o644)
    with pytest.raises(CommandError, match="open to other users; run: chmod 0600"):
        call_command("contribute")
    assert not OutboxMessage.objects.exists()


def test_the_task_lays_the_keys_of_care_aside_where_it_runs_in_place(case, monkeypatch):
    held = []

    def build(_at):
        held.extend(ring for ring in ALL if holds(ring))
        return contributions.Built()

    monkeypatch.setattr(contributions, "build", build)
    build_contributions()
    assert sorted(held) == sorted(REPORTING)


def holds(ring):
    try:
        return bool(rings.root(ring))
    except KeyNotHeld:
        return False


def test_delivery_needs_no_ring_at_all(case, tmp_path):
    build()
    ended = manage("deliver", "--skip-checks", keys=ring_folder(tmp_path, ()))
    assert ended.returncode == 1
    assert "cannot be reached. Nothing is lost" in ended.stderr
    assert "Traceback" not in ended.stderr
