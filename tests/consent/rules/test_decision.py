"""Every sentence of the rule, as a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.purposes import PURPOSES
from consent.rules.decision import REASONS, NotPermitted, Permitted, decide
from consent.rules.history import NEGATIVE, Basis, Kind, NoTimeZone
from tests.consent.rules.telling import (
    BY_LAW,
    COUNT,
    HOUR,
    LATER,
    NOON,
    YES,
    code,
    event,
    noes,
)

# 1. Nothing is permitted that the purpose's policy does not know. No policy, no.


@pytest.mark.parametrize("history", [[], [YES], [BY_LAW], [YES, BY_LAW]])
def test_no_policy_no(history):
    assert decide(None, history, LATER) == NotPermitted("no_policy")


def test_a_purpose_that_is_not_known_here_has_no_policy():
    assert decide(PURPOSES.get("marketing"), [YES], LATER) == NotPermitted("no_policy")


# 2. Only events that are true and known at the moment count.


def test_a_yes_counts_from_the_moment_it_is_true():
    assert code(YES, moment=NOON - timedelta(microseconds=1)) == "not_asked"
    assert code(YES, moment=NOON) == "yes"


def test_a_yes_that_is_true_already_but_not_known_yet_does_not_count():
    heard_of_later = event(Kind.GIVEN, known=5)
    assert code(heard_of_later, moment=NOON + 5 * HOUR - timedelta(microseconds=1)) == "not_asked"
    assert code(heard_of_later, moment=NOON + 5 * HOUR) == "yes"


def test_a_no_that_is_not_known_yet_does_not_count():
    history = [YES, event(Kind.WITHDRAWN, 1, known=3)]
    assert code(*history, moment=NOON + 2 * HOUR) == "yes"
    assert code(*history, moment=NOON + 3 * HOUR) == "withdrawn"


def test_a_question_that_is_not_known_yet_was_not_asked():
    assert code(event(Kind.REQUESTED, 1), moment=NOON) == "not_asked"


# 3. The event that is true last decides.


@noes
def test_a_later_no_ends_a_yes(no):
    assert code(YES, event(no, 1)) == no


@noes
def test_a_later_yes_opens_again_after_any_no(no):
    assert code(event(no), event(Kind.GIVEN, 1)) == "yes"


def test_what_is_true_last_decides_in_whatever_order_it_was_heard_of():
    history = [event(Kind.GIVEN, 0), event(Kind.REFUSED, 1), event(Kind.GIVEN, 2)]
    assert {code(*order) for order in permutations(history)} == {"yes"}
    history.append(event(Kind.OBJECTED, 3))
    assert {code(*order) for order in permutations(history)} == {"objected"}


# When two are true at the same moment and one of them is not a yes, the answer is no.


@noes
def test_a_tie_resolves_to_no(no):
    for history in permutations([YES, event(no), YES]):
        assert code(*history) == no


@noes
def test_a_tie_resolves_to_no_also_when_the_yes_became_known_later(no):
    assert code(event(no, known=0), event(Kind.GIVEN, known=5)) == no


def test_a_moment_is_the_same_in_every_time_zone():
    in_the_netherlands = replace(
        event(Kind.WITHDRAWN), true_from=datetime.fromisoformat("2026-05-01T14:00+02:00")
    )
    assert code(YES, in_the_netherlands) == "withdrawn"


def night(minute, fold):
    """Return a minute after two in the night in which Dutch clocks go back, first or again."""
    return datetime(2026, 10, 25, 2, minute, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=fold)


def test_a_no_in_the_hour_that_comes_twice_is_later_than_a_yes_in_the_first_one():
    yes = replace(YES, true_from=night(50, 0))
    no = replace(YES, kind=Kind.WITHDRAWN, true_from=night(10, 1), known_from=night(10, 1))
    assert code(yes, no, moment=night(55, 1)) == "withdrawn"
    assert code(yes, no, moment=night(11, 1)) == "withdrawn"


@pytest.mark.parametrize("fold", [0, 1])
def test_a_tie_in_the_hour_that_comes_twice_is_a_tie_in_every_time_zone(fold):
    yes = replace(YES, true_from=night(30, fold).astimezone(UTC))
    no = replace(YES, kind=Kind.REFUSED, true_from=night(30, fold))
    assert code(yes, no, moment=night(59, 1)) == "refused"
    assert code(no, yes, moment=night(59, 1)) == "refused"


# So late paper never outranks a later withdrawal.


def test_late_paper_never_outranks_a_later_withdrawal():
    withdrawn = event(Kind.WITHDRAWN, 2)
    paper_signed_before_and_found_after = event(Kind.GIVEN, 1, known=9)
    assert code(withdrawn, paper_signed_before_and_found_after) == "withdrawn"


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_no_yes_from_before_a_withdrawal_opens_whatever_became_known_when(yes, gap, known, heard):
    history = [event(Kind.GIVEN, yes, known=known), event(Kind.WITHDRAWN, yes + gap, known=heard)]
    assert code(*history, moment=NOON + 20 * HOUR) == "withdrawn"


# 4. Being asked is not an answer. Silence and an empty history are no.


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=PURPOSES)
def test_an_empty_history_is_no(purpose):
    assert decide(purpose, [], NOON) == NotPermitted("not_asked")


def test_silence_is_no():
    assert code(event(Kind.REQUESTED)) == "asked"


def test_being_asked_again_is_not_an_answer():
    assert code(YES, event(Kind.REQUESTED, 1)) == "yes"
    assert code(event(Kind.REFUSED), event(Kind.REQUESTED, 1)) == "refused"


def test_being_asked_at_the_same_moment_changes_nothing():
    assert code(YES, event(Kind.REQUESTED)) == "yes"
    assert code(event(Kind.REFUSED), event(Kind.REQUESTED)) == "refused"


# 5. A yes ends when its term ends.


def test_a_yes_ends_at_the_moment_its_term_ends():
    yes = event(Kind.GIVEN, until=5)
    assert code(yes, moment=NOON + 5 * HOUR - timedelta(microseconds=1)) == "yes"
    assert code(yes, moment=NOON + 5 * HOUR) == "expired"


def test_an_ended_yes_is_not_replaced_by_an_earlier_one_without_end():
    assert code(YES, event(Kind.GIVEN, 1, until=2)) == "expired"


def test_a_later_yes_stands_although_an_earlier_one_ended():
    assert code(event(Kind.GIVEN, until=1), event(Kind.GIVEN, 2)) == "yes"


def test_of_two_yeses_at_the_same_moment_the_shorter_counts():
    history = [event(Kind.GIVEN, until=3), event(Kind.GIVEN, until=20), YES]
    for order in permutations(history):
        decision = decide(COUNT, order, NOON + HOUR)
        assert decision == Permitted(Basis.EXPLICIT_CONSENT, until=NOON + 3 * HOUR)
        assert code(*order, moment=NOON + 3 * HOUR) == "expired"


def test_a_yes_without_end_is_permitted_without_end():
    assert decide(COUNT, [YES], LATER) == Permitted(Basis.EXPLICIT_CONSENT, until=None)


# The moment is handed in once, with its time zone.


@pytest.mark.parametrize("history", [[], [YES], [replace(YES, true_from=datetime(2026, 5, 1))]])  # noqa: DTZ001
@pytest.mark.parametrize("purpose", [COUNT, None])
def test_a_moment_without_a_time_zone_is_refused(history, purpose):
    with pytest.raises(NoTimeZone, match="time zone"):
        decide(purpose, history, datetime(2026, 5, 2))  # noqa: DTZ001


@pytest.mark.parametrize("part", ["true_from", "known_from", "valid_until"])
def test_an_event_without_a_time_zone_decides_nothing(part):
    with pytest.raises(TypeError):
        decide(COUNT, [replace(YES, **{part: datetime(2030, 1, 1)})], LATER)  # noqa: DTZ001


# What is not a yes has a reason that a person can read.


@given(
    st.lists(
        st.builds(
            event,
            st.sampled_from(Kind),
            st.integers(0, 3),
            known=st.integers(0, 4) | st.none(),
            until=st.integers(0, 5) | st.none(),
            basis=st.sampled_from(Basis),
        ),
        max_size=6,
    ),
    st.sampled_from([None, *PURPOSES.values()]),
    st.integers(0, 6),
)
def test_a_decision_is_a_yes_that_somebody_gave_or_a_reason(history, purpose, hours):
    moment = NOON + hours * HOUR
    decision = decide(purpose, history, moment)
    if isinstance(decision, NotPermitted):
        assert decision.reason == REASONS[decision.code]
        return
    assert decision.until is None or decision.until > moment
    assert any(
        e.kind is Kind.GIVEN and e.basis is decision.basis and e.true_from <= moment
        for e in history
    )


@given(st.permutations([YES, BY_LAW, event(Kind.DEFERRED, -1), event(Kind.EXPIRED, 3), YES]))
def test_the_order_of_the_history_changes_nothing(history):
    assert code(*history, moment=NOON + HOUR) == "basis"
    assert code(*history) == "expired"


def test_every_reason_is_a_sentence_and_every_no_has_one():
    assert set(REASONS) >= NEGATIVE
    assert all(reason.endswith(".") and reason[0].isupper() for reason in REASONS.values())
