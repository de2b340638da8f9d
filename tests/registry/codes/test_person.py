from __future__ import annotations

import pytest

from registry.codes.base import NON_ANSWER_VALUES, UnknownCode
from registry.codes.person import AGE_GROUP, SEX, SEX_OF_HTCDS_GENDER


def test_each_htcds_gender_reads_as_a_code_of_sex():
    assert all(SEX.code(value) for value in SEX_OF_HTCDS_GENDER.values())


def test_writing_a_sex_to_htcds_and_reading_it_back_changes_nothing():
    written = {code.htcds: code.value for code in SEX.codes if code.htcds}
    assert all(SEX_OF_HTCDS_GENDER[htcds] == value for htcds, value in written.items())


def test_other_is_an_answer_and_not_an_unknown():
    assert "other" not in NON_ANSWER_VALUES
    assert not SEX.code("other").alone


def test_there_are_only_two_age_groups_and_no_age():
    assert {c.value for c in AGE_GROUP.codes} == {"minor", "adult"} | NON_ANSWER_VALUES
    with pytest.raises(UnknownCode):
        AGE_GROUP.code("17")


@pytest.mark.real_data
def test_every_htcds_gender_can_be_read(picklists):
    assert set(SEX_OF_HTCDS_GENDER) == picklists["prs_Gender"]
