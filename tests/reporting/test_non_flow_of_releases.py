"""What may not leave moves no byte of what is published, all the way through the registry."""

from __future__ import annotations

import pytest

from consent.rules.history import Kind
from registry.codes.facts import FACT_FIELDS
from reporting.formats import sdmx_csv
from reporting.releases import EmptyRelease, protected_table
from reporting.tables import TABLES
from tests.cast import some_facts
from tests.marks import database
from tests.reporting.changing import (
    change_everything,
    change_facts,
    change_who_and_story,
    undone,
)
from tests.reporting.flow import drain

pytestmark = database

NOES = ([], [Kind.REFUSED], [Kind.GIVEN, Kind.WITHDRAWN], [Kind.GIVEN, Kind.OBJECTED])
KEPT = {
    purpose: [field.name for field in FACT_FIELDS if purpose not in field.lets_out]
    for purpose in ("registration", "count")
}


def published():
    """Return what would be published of every table if it were today. The run is undone."""
    with undone():
        drain()
        return {name: bytes_of(name) for name in TABLES}


def bytes_of(name):
    try:
        return sdmx_csv.write(protected_table(name))
    except EmptyRelease:
        return b""


@pytest.fixture
def people(cast, no_network):
    """File reports about enough people for numbers to show, and about some who say no."""
    said = {
        "registration": [cast.files() for _ in range(7)],
        "count": [cast.files(facts=some_facts(sex="male")) for _ in range(6)],
    }
    for purpose, cases in said.items():
        for case in cases:
            cast.answers(case, purpose)
    said["no"] = [cast.files() for _ in NOES]
    for case, kinds in zip(said["no"], NOES, strict=True):
        for kind in kinds:
            cast.answers(case, kind=kind)
            cast.answers(case, "count", kind)
    return said


def test_people_without_a_grant_move_no_byte(cast, people):
    before = published()
    for case in people["no"]:
        change_everything(cast, case)
    assert published() == before
    assert all(before.values())


@pytest.mark.parametrize("purpose", KEPT)
def test_what_is_not_let_out_of_people_who_said_yes_moves_no_byte(cast, people, purpose):
    before = published()
    for case in people[purpose]:
        change_facts(cast, case, *KEPT[purpose])
        change_who_and_story(case)
    assert published() == before


@pytest.mark.parametrize(
    ("purpose", "table"), [("registration", "registrations"), ("count", "counted")]
)
def test_what_is_let_out_moves_its_own_table_and_no_other(cast, people, purpose, table):
    """Otherwise the tests above could not fail."""
    before = published()
    for case in people[purpose]:
        change_facts(cast, case, "sex")
    after = published()
    assert {name for name in TABLES if after[name] != before[name]} == {table}


def test_a_withdrawal_takes_a_person_out_of_the_next_release(cast, people):
    before = published()
    for case in people["registration"]:
        cast.answers(case, kind=Kind.WITHDRAWN)
    after = published()
    assert after["registrations"] == b""
    assert after["counted"] == before["counted"]
    assert after["stopped"] != before["stopped"]
