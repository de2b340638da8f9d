from __future__ import annotations

import csv
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.codes.countries import CITIZENSHIP, COUNTRIES
from registry.profiles import nationalities
from registry.profiles.nationalities import CODE_OF_NAME, citizenship_of

NAMES = sorted(CODE_OF_NAME)


def test_every_name_stands_for_a_country():
    assert set(CODE_OF_NAME.values()) <= set(COUNTRIES)


def test_no_name_stands_for_two_countries():
    assert len(nationalities._TABLE.split(";")) == len(CODE_OF_NAME)


def test_every_pair_of_names_is_cut_where_the_one_ends():
    for one, other in product(NAMES, repeat=2):
        expected = tuple(dict.fromkeys((CODE_OF_NAME[one], CODE_OF_NAME[other])))
        assert citizenship_of(f"{one} {other}").codes == expected, (one, other)


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
def test_any_row_of_names_is_cut_where_each_one_ends(names):
    expected = tuple(dict.fromkeys(CODE_OF_NAME[name] for name in names))
    assert citizenship_of(" ".join(names)).codes == expected


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("UK", ["GB"]),
        ("Central African", ["CF"]),
        ("Central African Nigerian", ["CF", "NG"]),
        ("Congolese (DRC) Central African", ["CD", "CF"]),
        ("Central African Congolese (Drc)", ["CF", "CD"]),
        ("Congolese (Congo) UK", ["CG", "GB"]),
        ("South Sudanese South African", ["SS", "ZA"]),
        ("Sudanese South Sudanese", ["SD", "SS"]),
        ("Pakistani South African", ["PK", "ZA"]),
        ("Syrian Saudi Arabian", ["SY", "SA"]),
        ("Indian Sri Lankan", ["IN", "LK"]),
        ("Belgian Sierra Leonean", ["BE", "SL"]),
        ("Turkish UKrainian", ["TR", "UA"]),
        ("Nigerien UK", ["NE", "GB"]),
        ("Dominican UK", ["DM", "GB"]),
        ("Citizen of the Dominican Republic Spanish", ["DO", "ES"]),
        ("British Virgin Islander Citizen of the Dominican Republic", ["VG", "DO"]),
        ("Citizen of Guinea-Bissau Vietnamese", ["GW", "VN"]),
        ("Citizen of Antigua and Barbuda", ["AG"]),
        ("St Lucian UK", ["LC", "GB"]),
        ("Guinean", ["GN"]),
        ("Kosovan", ["XK"]),
        ("Cayman Islander", ["KY"]),
        ("Bermudian", ["BM"]),
        ("  Eritrean   Ethiopian ", ["ER", "ET"]),
    ],
)
def test_labels_that_are_easily_misread(label, codes):
    assert citizenship_of(label).codes == tuple(codes)
    assert citizenship_of(label).gap == ""


@pytest.mark.parametrize("label", ["Unknown", "Not Known", "Unknown Unknown"])
def test_what_the_source_does_not_know_is_unknown(label):
    assert citizenship_of(label).codes == ("unknown",)
    assert citizenship_of(label).gap == "unknown in the source"


@pytest.mark.parametrize("label", ["Albanian Unknown", "Unknown Albanian"])
def test_of_a_partly_unknown_label_the_known_part_is_kept_and_noted(label):
    assert citizenship_of(label).codes == ("AL",)
    assert citizenship_of(label).gap == "partly unknown in the source"


@pytest.mark.parametrize(
    "label", ["", " ", "Martian", "Albanian Martian", "South", "Congolese", "AL", "Total"]
)
def test_a_label_that_is_not_understood_is_unknown_as_a_whole(label):
    assert citizenship_of(label).codes == ("unknown",)
    assert citizenship_of(label).gap == "not in the table"


@given(st.text())
def test_every_label_becomes_codes_that_the_facts_accept(label):
    assert [CITIZENSHIP.code(code) for code in citizenship_of(label).codes]


@pytest.mark.real_data
def test_every_label_in_the_real_files_is_in_the_table(nrm):
    labels = set()
    for file in nrm.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                labels.add(row.get("nationality") or row["Nationality"])
    missed = {label for label in labels if citizenship_of(label).gap == "not in the table"}
    assert len(labels) > 370
    assert missed == {"Total"}
