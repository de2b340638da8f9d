from __future__ import annotations

import tracemalloc
from collections import Counter
from itertools import repeat

import pytest

from registry.profiles.base import ProfileError
from registry.profiles.nrm_uk import read


def test_a_folder_may_hold_both_kinds_of_file(referrals, notifications):
    folder = referrals({}, {}).parent
    notifications("Chinese,3")
    kinds = Counter(type(item).__name__ for item in read(folder).items)
    assert kinds == {"ImportedReport": 2, "ImportedTally": 1}


def test_one_broken_file_in_a_folder_stops_all_of_it_before_the_first_row(referrals):
    folder = referrals({}, name="a.csv").parent
    (folder / "z.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError, match=r"z\.csv: this is not text in UTF-8"):
        read(folder)


def test_a_table_of_something_else_in_the_folder_is_refused_and_not_skipped(referrals):
    folder = referrals({}).parent
    (folder / "prices.csv").write_text("name,price\nbread,2\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"prices\.csv: its columns are name, price"):
        read(folder)


def test_a_file_of_notifications_with_a_column_too_many_says_which_are_needed(notifications):
    path = notifications("Chinese,3")
    path.write_text("Nationality,Total,Name\nChinese,3,x\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="Needed are exactly Nationality, Total"):
        read(path)


def test_a_copy_of_a_file_beside_it_adds_nobody(referrals):
    folder = referrals({}, {}, name="a.csv").parent
    referrals({}, {}, name="a (1).csv")
    assert len({item.source_key for item in read(folder).items}) == 2


def test_a_long_file_is_not_held_in_memory(referrals):
    path = referrals(*repeat({}, 5_000))
    tracemalloc.start()
    try:
        rows = sum(1 for _ in read(path).items)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rows == 5_000
    assert peak < path.stat().st_size / 2


@pytest.mark.real_data
def test_the_real_folder_is_read_without_a_single_problem(nrm):
    reading = read(nrm)
    kinds = Counter(type(item).__name__ for item in reading.items)
    assert kinds == {"ImportedReport": 17_920, "ImportedTally": 380}
    assert not any("not in the table" in note.kind for note in reading.notes)
