"""What holds for every published table; each is found by its name."""

from __future__ import annotations

import pytest

from accounts.models import OrganisationType
from consent.rules.decision import REASONS, NotPermitted
from consent.rules.lanes import why_none
from reporting.disclosure.errors import BadSpec
from reporting.labels import CODES, DIMENSIONS
from reporting.populations import POPULATIONS
from reporting.tables import TABLES, table
from reporting.tables.codes import ORGANISATION_TYPE, PERIOD, REASON

EVERY = pytest.mark.parametrize("spec", TABLES.values(), ids=TABLES.keys())


def test_a_table_is_found_by_its_name_and_no_other():
    assert {name: table(name).name for name in TABLES} == {name: name for name in TABLES}
    with pytest.raises(BadSpec, match="choose one of"):
        table("names")


@EVERY
def test_only_the_quarters_are_left_open(spec):
    assert [each.name for each in spec.dimensions if not each.codes] == ["period"]
    assert spec.with_codes("period", ["2022-Q2"]).shape


@EVERY
def test_the_policy_hides_fewer_than_five_and_keeps_possible_values_four_apart(spec):
    assert (spec.policy.threshold, spec.policy.spread) == (5, 4)


@EVERY
def test_readers_are_told_what_it_is_and_who_is_counted(spec):
    assert spec.title
    assert len(spec.population.split()) > 10


@EVERY
def test_every_dimension_and_code_has_words(spec):
    for dimension in spec.dimensions:
        assert dimension.concept in DIMENSIONS
        assert set(dimension.codes) <= set(CODES)


def test_every_table_has_somebody_to_count():
    assert POPULATIONS.keys() == TABLES.keys()


def test_kinds_of_organisation_are_those_that_can_register():
    assert set(ORGANISATION_TYPE.codes) == set(OrganisationType.values) - {"registry"}


def test_reasons_are_those_that_consent_gives():
    given = {why_none(NotPermitted(code)) for code in REASONS}
    assert given == set(REASON.codes)


def test_quarters_keep_the_concept_of_time():
    assert PERIOD.concept == "TIME_PERIOD"
