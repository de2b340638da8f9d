"""The sixth sentence of the rule: other grounds than consent."""

from __future__ import annotations

import pytest

from consent.rules.decision import Permitted, decide
from consent.rules.history import Basis, Kind
from tests.consent.rules.telling import (
    BY_LAW,
    COUNT,
    HOUR,
    LATER,
    LINKAGE,
    NOON,
    YES,
    code,
    event,
    noes,
)

# 6. A yes on another ground than consent needs that ground to be among the purpose's.


def test_a_legal_duty_opens_a_purpose_that_accepts_it():
    assert decide(COUNT, [BY_LAW], LATER) == Permitted(Basis.LEGAL_DUTY, until=None)


def test_a_legal_duty_opens_no_purpose_that_does_not_accept_it():
    assert code(BY_LAW, purpose=LINKAGE) == "basis"


def test_a_legal_duty_at_the_same_moment_spoils_a_yes_where_it_is_not_accepted():
    assert code(YES, BY_LAW, purpose=LINKAGE) == "basis"


def test_an_earlier_legal_duty_spoils_nothing():
    assert code(BY_LAW, event(Kind.GIVEN, 1), purpose=LINKAGE) == "yes"


# And never stands against a no: only the person's own yes opens again.


@noes
@pytest.mark.parametrize("hours", [-1, 1], ids=["the no first", "the duty first"])
def test_a_legal_duty_never_stands_against_a_no(no, hours):
    assert code(BY_LAW, event(no, hours)) in {"basis", no}


@noes
def test_a_legal_duty_never_stands_against_a_no_of_long_ago(no):
    assert code(event(no, -5), event(Kind.GIVEN, -4), BY_LAW) == "basis"


@noes
def test_a_duty_and_a_yes_at_the_same_moment_do_not_stand_against_an_earlier_no(no):
    assert code(event(no, -1), YES, BY_LAW) == "basis"


@noes
def test_only_the_persons_own_yes_opens_again(no):
    own = event(Kind.GIVEN, 2)
    assert code(event(no), event(Kind.GIVEN, 1, basis=Basis.LEGAL_DUTY), own) == "yes"


def test_being_asked_is_no_objection_to_a_legal_duty():
    assert code(event(Kind.REQUESTED, -1), BY_LAW) == "yes"


def test_a_no_that_nobody_knows_yet_does_not_stop_a_legal_duty():
    assert code(event(Kind.OBJECTED, -1, known=5), BY_LAW, moment=NOON + HOUR) == "yes"
    assert code(event(Kind.OBJECTED, -1, known=5), BY_LAW, moment=NOON + 5 * HOUR) == "basis"


def test_a_duty_and_a_yes_at_the_same_moment_rest_on_the_duty():
    assert decide(COUNT, [YES, BY_LAW], LATER).basis is Basis.LEGAL_DUTY
