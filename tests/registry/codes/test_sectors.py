from __future__ import annotations

from string import ascii_uppercase

from registry.codes.sectors import SECTOR


def test_the_industries_are_the_21_sections_of_isic():
    letters = [code.value for code in SECTOR.codes if len(code.value) == 1]
    assert "".join(letters) == ascii_uppercase[:21]


def test_the_stored_letter_is_the_letter_of_the_htcds_value():
    industries = [code for code in SECTOR.codes if len(code.value) == 1]
    assert all(code.htcds.startswith(f"{code.value}_") for code in industries)


def test_the_sex_industry_has_four_sectors_beside_them():
    others = {code.value for code in SECTOR.codes if len(code.value) > 1 and not code.alone}
    assert others == {"prostitution", "pornography", "remote_interactive", "private_sexual"}
