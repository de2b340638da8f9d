"""What is published: only what withstood the attack, signed, and the same for everybody."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from consent.rules.history import Kind
from reporting import delivery, releases
from reporting.models import Release
from reporting.published import Published
from tests.cast import some_facts
from tests.marks import database
from tests.reporting.flow import drain, post_directly
from tests.screens import client_of
from vault.core.errors import CannotOpen

pytestmark = database

PEOPLE = 17


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    monkeypatch.setattr(delivery, "_post", post_directly)


@pytest.fixture
def registered(cast):
    """Register some persons, leave one refused and one not asked, and count one."""
    for _ in range(PEOPLE):
        cast.answers(cast.files())
    cast.answers(cast.files(facts=some_facts(sex="male")), kind=Kind.REFUSED)
    cast.answers(cast.files(), "count")
    cast.files()
    drain()
    return cast


def released(name: str = "registrations") -> Published:
    return Published.of(releases.release(name, at=timezone.now(), by="test"))


def test_everybody_with_a_record_is_in_the_total_and_nobody_else(registered):
    assert released().total() == PEOPLE


def test_who_is_in_one_table_is_in_no_other(registered):
    totals = {name: released(name) for name in ("registrations", "counted", "stopped")}
    assert totals["registrations"].total() == PEOPLE
    assert totals["counted"].total() in {1, None}
    assert totals["stopped"].total() in {2, None}


def test_a_withdrawn_person_is_in_no_later_release(registered):
    case = registered.files()
    registered.answers(case)
    drain()
    assert released().total() == PEOPLE + 1
    registered.answers(case, kind=Kind.WITHDRAWN)
    drain()
    assert released().total() == PEOPLE


def test_somebody_found_not_to_be_a_victim_is_not_counted_as_one(registered):
    registered.answers(registered.files(facts=some_facts(status="not")))
    drain()
    assert released().total() == PEOPLE


def test_a_small_number_is_hidden_and_has_no_value(registered):
    for _ in range(3):
        registered.answers(registered.files(facts=some_facts(sex="male")))
    drain()
    assert released().total(SEX="male") is None


def test_the_file_is_sdmx_csv_with_totals_and_marks(registered):
    row = releases.release("registrations", at=timezone.now(), by="test")
    lines = list(csv.DictReader(io.StringIO(bytes(row.content).decode())))
    assert {line["CONF_STATUS"] for line in lines} <= {"F", "C"}
    assert all((line["OBS_VALUE"] == "") == (line["CONF_STATUS"] == "C") for line in lines)
    total = next(
        line
        for line in lines
        if set(line.values()) >= {"_T"}
        and all(
            line[name] == "_T" for name in ("TIME_PERIOD", "ORG_TYPE", "FORM", "AGE_GROUP", "SEX")
        )
    )
    assert total["OBS_VALUE"] == str(PEOPLE)


def test_the_same_registry_gives_the_same_bytes(registered):
    one = releases.release("registrations", at=timezone.now(), by="test")
    two = releases.release("registrations", at=timezone.now(), by="test")
    assert bytes(one.content) == bytes(two.content)


def test_a_release_cannot_be_changed_in_the_database(registered):
    released()
    for change in (lambda: Release.objects.update(content=b"x"), Release.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("part", ["content", "digest", "table"])
def test_a_release_that_is_not_what_was_signed_is_refused(registered, part):
    row = releases.release("registrations", at=timezone.now(), by="test")
    releases.check(row)
    setattr(row, part, b"x" if part == "content" else "x")
    with pytest.raises(CannotOpen):
        releases.check(row)


def test_a_forged_release_is_shown_to_nobody(registered):
    row = releases.release("registrations", at=timezone.now(), by="test")
    row.pk, row.content = None, bytes(row.content).replace(b"17", b"18")
    row.id = Release._meta.pk.get_default()
    row.released_at = timezone.now()
    row.save(force_insert=True)
    client = client_of(registered.els)
    assert "not what was signed" in client.get(reverse("monitor")).content.decode()
    assert client.get(reverse("download", args=["registrations"])).status_code == 404


def test_the_coordinator_downloads_the_signed_bytes(registered):
    row = releases.release("registrations", at=timezone.now(), by="test")
    answer = client_of(registered.els).get(reverse("download", args=["registrations"]))
    assert answer.content == bytes(row.content)


def test_the_page_shows_nothing_that_was_not_released(registered):
    page = client_of(registered.els).get(reverse("monitor")).content.decode()
    assert str(PEOPLE) not in page.split("<main")[1].split("</main>")[0]


def test_nothing_is_released_when_the_registry_has_nobody(cast, tmp_path):
    with pytest.raises(CommandError, match="nothing to release yet"):
        call_command("release", "registrations", out=tmp_path)
    assert not Release.objects.exists()
    assert not list(tmp_path.iterdir())


def test_an_unknown_table_is_refused_by_name(cast, tmp_path):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("release", "names", out=tmp_path)


def test_a_folder_that_cannot_be_written_gets_words(registered, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("release", "registrations", out=blocked / "below")


def test_the_command_writes_the_whole_file_or_none(registered, tmp_path, capsys):
    call_command("release", "registrations", out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["registrations.csv"]
    assert "sha256" in capsys.readouterr().out
