"""The command says in plain words what came of it, and exits with an error when rows are left."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.consent.stored import row_counts
from tests.marks import database
from tests.registry.nrm_files import CHILD, ROW, imported, notifications, referrals
from vault import rings

pytestmark = database


def command(path, *, profile="nrm_uk", **options):
    said = StringIO()
    try:
        call_command("import_reports", str(path), profile=profile, stdout=said, **options)
    finally:
        command.said = said.getvalue()
    return command.said


def refuses(path, why, **options):
    before = row_counts()
    with pytest.raises(CommandError, match=why) as refused:
        command(path, **options)
    assert refused.value.returncode == 1
    assert row_counts() == before
    assert command.said == ""


def test_the_command_tells_what_it_did(cast, tmp_path):
    referrals(tmp_path, {}, CHILD, {"nationality": "Martian"})
    notifications(tmp_path, ("Chinese", "1200"))
    said = command(tmp_path)
    assert "3 reports read\n3 added, 0 were here already\n" in said
    assert "1,200 people only counted, without a report\n" in said
    assert "nationality: not in the table: Martian (1x)" in said
    assert "0 added, 3 were here already" in command(tmp_path)


def test_a_dry_run_says_that_it_is_one(cast, tmp_path):
    referrals(tmp_path, {})
    before = row_counts()
    said = command(tmp_path, dry_run=True)
    assert said.startswith("Dry run: nothing was written.\n1 reports read\n")
    assert "added" not in said
    assert row_counts() == before


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_bad_row_is_told_with_line_column_and_reason_and_the_exit_is_an_error(
    cast, tmp_path, dry_run
):
    path = referrals(tmp_path, {}, {"gender": "?"}, CHILD, {"quarter": "2099 Q4"})
    with pytest.raises(CommandError, match="2 rows did not fit and were left out") as refused:
        command(path, dry_run=dry_run)
    assert refused.value.returncode == 1
    assert "referrals.csv line 3, gender: '?' is not one of Female" in command.said
    assert "referrals.csv line 5, date: it begins on 2099-10-01" in command.said
    assert sum(imported().values()) == (0 if dry_run else 2)


def test_of_many_bad_rows_the_first_are_told(cast, tmp_path):
    path = referrals(tmp_path, *[{"gender": "?"}] * 30)
    with pytest.raises(CommandError, match="30 rows did not fit"):
        command(path)
    assert command.said.count("referrals.csv line") == 20


def test_an_unknown_profile_is_refused_and_the_known_are_named(cast, tmp_path):
    path = referrals(tmp_path, {})
    refuses(path, "no import profile 'excel'. Known are nrm_uk", profile="excel")


def test_a_profile_has_to_be_named(cast, tmp_path):
    with pytest.raises(CommandError, match="--profile"):
        call_command("import_reports", str(referrals(tmp_path, {})))


def test_a_file_that_is_not_there_is_refused(cast, tmp_path):
    refuses(tmp_path / "nowhere.csv", "nowhere.csv: there is no such file or folder")


def test_a_folder_without_files_is_refused(cast, tmp_path):
    (tmp_path / "readme.txt").write_text("nothing here", encoding="utf-8")
    refuses(tmp_path, r"this folder holds no \.csv file")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff", b"PK\x03\x04\x00\x00\x00"])
def test_a_binary_file_is_refused(cast, tmp_path, content):
    (tmp_path / "file.csv").write_bytes(content * 50)
    refuses(tmp_path, "not (a text file|text in UTF-8)")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,age\nx,1\n", "its columns are name, age. Needed are exactly organisation"),
        (";".join(ROW) + "\n" + ";".join(ROW.values()), "separated by semicolons"),
        (",".join(ROW) + "\n", "a header but no rows"),
        ("", "this file is empty"),
    ],
    ids=["other columns", "semicolons", "no rows", "empty"],
)
def test_a_file_with_other_columns_is_refused(cast, tmp_path, text, why):
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    refuses(tmp_path, why)


def test_one_bad_file_in_a_folder_stops_all_of_it_before_anything_is_written(cast, tmp_path):
    referrals(tmp_path, {}, name="a.csv")
    (tmp_path / "z.csv").write_text("name\nx\n", encoding="utf-8")
    refuses(tmp_path, "z.csv: its columns are name")


def test_a_process_without_the_keys_says_which_are_missing_and_writes_nothing(cast, tmp_path):
    path = referrals(tmp_path, {})
    with rings.only("index", "ledger"):
        refuses(path, "does not hold the key ring 'care'")
