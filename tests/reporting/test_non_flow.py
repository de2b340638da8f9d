"""What may not leave does not move a byte of what leaves; what may leave does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import gate
from consent.rules.history import Kind
from registry.codes.facts import FACT_FIELDS, Facts
from tests.marks import database
from tests.reporting.changing import (
    ALL_FACTS,
    change_everything,
    change_facts,
    change_who_and_story,
    undone,
)
from tests.reporting.flow import build, what_would_leave

pytestmark = database

LANES = {"record": {"registration"}, "count": {"count"}, "none": set()}
ALL_LANES = pytest.mark.parametrize("lane", LANES)


def let_out(lane):
    """Return the facts that leave for a person in ``lane``."""
    return {field.name for field in FACT_FIELDS if field.lets_out & LANES[lane]}


def person_in(cast, lane, **parts):
    """File a report about a person in ``lane``."""
    case = cast.files(**parts)
    for purpose in LANES[lane]:
        cast.answers(case, purpose)
    return case


def moves_a_byte(at, change):
    """Say whether ``change`` changes anything of what leaves at ``at``."""
    before = what_would_leave(at)
    change()
    return what_would_leave(at) != before


@ALL_LANES
def test_exactly_the_facts_that_are_let_out_leave(cast, lane):
    person_in(cast, "record", user=cast.chiara)
    case, at = person_in(cast, lane), timezone.now()
    moved, before = set(), what_would_leave(at)
    for name in ALL_FACTS:
        change_facts(cast, case, name)
        after = what_would_leave(at)
        moved |= {name} if after != before else set()
        before = after
    assert moved == let_out(lane)


@ALL_LANES
def test_who_the_person_is_and_the_story_leave_in_no_lane(cast, lane):
    case, at = person_in(cast, lane), timezone.now()
    assert not moves_a_byte(at, partial(change_who_and_story, case))


def test_more_leaves_as_a_record_than_as_a_number_and_nothing_otherwise():
    assert set(ALL_FACTS) > let_out("record") > let_out("count") > let_out("none") == set()


def test_a_person_with_a_record_is_not_counted_too(cast):
    case = person_in(cast, "record")
    soon = timezone.now() + timedelta(minutes=1)
    assert not moves_a_byte(soon, partial(cast.answers, case, "count"))


# The same for histories that nobody thought of.


def one_answer(field):
    if field.codes is None:
        return st.sampled_from(["2026-Q1", "2026-Q2"])
    codes = [code.value for code in field.codes.codes]
    return st.sampled_from([(code,) for code in codes] if field.many else codes)


days = st.integers(1, 400)
answer = st.tuples(
    st.sampled_from(["registration", "count"]),
    st.sampled_from([Kind.GIVEN, *Kind]),
    days,
    st.none() | days,
)
facts = st.builds(Facts, **{field.name: one_answer(field) for field in FACT_FIELDS})
person = st.tuples(st.booleans(), facts, st.lists(answer, max_size=4))


def files(cast, persons):
    """File a report about each of ``persons``; a run comes by in the middle of their answers."""
    cases = [cast.files(cast.chiara if far else cast.aicha, facts=f) for far, f, _ in persons]
    for half in (slice(0, 2), slice(2, None)):
        for case, (_, _, said) in zip(cases, persons, strict=True):
            for purpose, kind, ago, holds in said[half]:
                ends = None if holds is None else timezone.now() + timedelta(days=holds - ago)
                cast.answers(case, purpose, kind, ago=timedelta(days=ago), valid_until=ends)
        if half.stop:
            build()
    return cases


def permits(case, purpose, at):
    return bool(gate.permitted(purpose, [case.consent_file_id], at))


@settings(max_examples=8)
@given(persons=st.lists(person, min_size=2, max_size=5))
def test_nothing_about_a_person_without_a_grant_moves_a_byte(cast, persons):
    with undone():
        cases = files(cast, persons)
        granted = person_in(cast, "record")
        at = timezone.now()
        for case in cases:
            if not any(permits(case, purpose, at) for purpose in ("registration", "count")):
                assert not moves_a_byte(at, partial(change_everything, cast, case))
            elif not permits(case, "registration", at):
                kept = set(ALL_FACTS) - let_out("count")
                assert not moves_a_byte(at, partial(change_facts, cast, case, *kept))
        assert moves_a_byte(at, partial(change_facts, cast, granted, "region"))
