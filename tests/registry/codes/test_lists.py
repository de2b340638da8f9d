"""What holds for every list of codes that a fact may come from."""

from __future__ import annotations

import re

import pytest

from registry.codes.base import NON_ANSWERS
from registry.codes.facts import FACT_FIELDS

LISTS = [field.codes for field in FACT_FIELDS if field.codes is not None]
# Gender is read through a table of its own: see test_person.
WITH_PICKLIST = [c for c in LISTS if c.htcds_fields and c.htcds_fields != ("prs_Gender",)]
each_list = pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.name)


@each_list
def test_no_value_label_or_htcds_value_occurs_twice(codes):
    for part in ("value", "label", "htcds"):
        found = [getattr(code, part) for code in codes.codes if getattr(code, part)]
        assert len(found) == len(set(found))


@each_list
def test_every_list_offers_the_three_non_answers_at_its_end(codes):
    assert [c.value for c in codes.codes[-3:]] == [c.value for c in NON_ANSWERS]
    assert all(code.alone for code in codes.codes[-3:])


@each_list
def test_every_code_is_of_htcds_or_local_or_of_a_named_standard(codes):
    assert codes.htcds_fields or codes.source
    for code in codes.codes:
        assert not (code.htcds and code.local)
        assert code.htcds or code.local or code.alone or codes.source.startswith("ISO")


@each_list
def test_stored_values_are_plain_words_that_fit_any_format(codes):
    assert all(re.fullmatch("[a-z][a-z_]+|[A-Z]{1,2}", code.value) for code in codes.codes)


@pytest.mark.real_data
@pytest.mark.parametrize("codes", WITH_PICKLIST, ids=lambda codes: codes.name)
def test_the_htcds_values_are_exactly_those_of_the_standard(codes, picklists):
    standard = set().union(*(picklists[field] for field in codes.htcds_fields))
    assert {code.htcds for code in codes.codes if code.htcds} == standard
