"""What holds for every import profile."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.profiles import PROFILES, UnknownProfile, profile
from registry.profiles.base import ImportedReport, ImportedTally, ProfileError, RowProblem

each_profile = pytest.mark.parametrize("name", sorted(PROFILES))


@each_profile
def test_a_profile_is_found_by_its_name_and_says_what_it_reads(name):
    assert profile(name).name == name
    assert profile(name).description


def test_an_unknown_profile_is_refused_and_the_known_ones_are_named():
    with pytest.raises(UnknownProfile, match=r"no import profile 'excel'. Known are .*nrm_uk"):
        profile("excel")


def test_the_profiles_cannot_be_changed():
    with pytest.raises(TypeError):
        PROFILES["excel"] = profile("nrm_uk")


@each_profile
@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_an_arbitrary_file_is_refused_and_never_read(name, content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "anything_2022_q2.csv"
        path.write_bytes(content)
        with pytest.raises(ProfileError, match=path.name):
            profile(name).read(path)


cell = st.text(alphabet=st.characters(exclude_characters='\0"', codec="utf-8"), max_size=12)


@each_profile
@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.lists(cell, min_size=1, max_size=8), min_size=1, max_size=4))
def test_arbitrary_rows_under_a_right_header_become_items_and_never_an_error(
    name, rows, right_header
):
    lines = [right_header[name], *(",".join(f'"{text}"' for text in row) for row in rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes("\n".join(lines).encode())
        items = list(profile(name).read(path).items)
    assert len(items) == len(rows)
    assert all(isinstance(i, ImportedReport | ImportedTally | RowProblem) for i in items)


@pytest.fixture(scope="module")
def right_header():
    """One header that each profile accepts: add a line when you add a profile."""
    return {
        "nrm_uk": "organisation,organisation_type,quarter,exploitation,age_group,gender,nationality"
    }
