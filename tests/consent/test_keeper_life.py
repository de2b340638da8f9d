"""The life of a few consent files, in any order of events, while the power fails now and then."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from consent import gate, keeper
from consent.models import ConsentEvent
from consent.rules.history import Kind
from registry.verbs import amend_facts
from tests.cast import at, some_facts
from tests.consent.crashing import cut_if_reached, steps
from tests.consent.promises import (
    SERVED,
    assert_closed_both_ways,
    assert_keys_agree,
    assert_keys_serve,
    read_in_care,
    stored,
)
from tests.consent.stored import undone
from tests.marks import database
from vault.core.cells import key_id_of
from vault.models import Grant

pytestmark = database

NEW_YEAR = at("2027-01-01 12:00")
HOUR = timedelta(hours=1)
PEOPLE = 3
STEPS = steps(
    "audit.ledger:append",
    "consent.keeper:follow",
    "consent.keeper:_close",
    "vault.grants:take",
    "vault.resealing:reseal",
    "vault.data_keys:make",
    "registry.models:Case.save",
    "consent.keeper:_open",
    "vault.grants:give",
    "vault.resealing:retire_unused",
    "vault.data_keys:retire",
)

whose = st.integers(0, PEOPLE - 1)
purposes = st.sampled_from([purpose.code for purpose in SERVED])
cuts = st.none() | st.sampled_from(STEPS)


@dataclass
class Person:
    """What a person said and what is known of them, by a model of its own."""

    case: object
    facts: object
    said: list = field(default_factory=list)

    def permits(self, purpose, now):
        """Say what the rule should say: the last answer counts, and a tie is no."""
        answers = [said for said in self.said if said["purpose"] == purpose]
        last = max((said["true_from"] for said in answers), default=None)
        latest = [said for said in answers if said["true_from"] == last]
        return bool(latest) and all(
            said["kind"] == Kind.GIVEN and (said["until"] is None or now < said["until"])
            for said in latest
        )


class Life(RuleBasedStateMachine):
    """Rules are what can happen; each ends by holding what must hold at every moment."""

    def __init__(self, cast, clock):
        super().__init__()
        self.cast, self.clock = cast, clock
        self.clock.now = NEW_YEAR
        self.people, self.stolen, self.dead = [], set(), set()
        self.undo = ExitStack()
        self.undo.enter_context(undone())

    @initialize()
    def a_report_is_filed(self):
        case = self.cast.files(narrative="a story")
        self.people.append(Person(case, some_facts()))

    @precondition(lambda self: len(self.people) < PEOPLE)
    @rule()
    def another_report_is_filed(self):
        self.a_report_is_filed()

    @rule(
        who=whose,
        purpose=purposes,
        kind=st.sampled_from([Kind.GIVEN, Kind.GIVEN, Kind.REFUSED, Kind.WITHDRAWN, Kind.DEFERRED]),
        hours_ago=st.sampled_from([0, 0, 0, 1, 2]),
        term=st.sampled_from([None, None, 1, 3]),
        cut=cuts,
    )
    def somebody_answers(self, who, purpose, kind, hours_ago, term, cut):
        person = self.people[who % len(self.people)]
        true_from = self.clock.now - hours_ago * HOUR
        until = true_from + term * HOUR if term and kind is Kind.GIVEN else None
        with cut_if_reached(cut):
            self.cast.answers(person.case, purpose, kind, ago=hours_ago * HOUR, valid_until=until)
        events = ConsentEvent.objects.filter(file=person.case.consent_file_id)
        if events.count() > len(person.said):
            person.said.append(
                {"purpose": purpose, "kind": kind, "true_from": true_from, "until": until}
            )
        self.hold(person, followed=cut is None)

    @rule(who=whose, sex=st.sampled_from(["female", "male", "other"]), cut=cuts)
    def facts_are_amended(self, who, sex, cut):
        person = self.people[who % len(self.people)]
        version = stored(person.case).facts_version
        with cut_if_reached(cut):
            amend_facts(user=self.cast.aicha, case=person.case, facts=some_facts(sex=sex))
        if stored(person.case).facts_version > version:
            person.facts = some_facts(sex=sex)
        self.hold(person, followed=cut is None)

    @rule(who=whose, hours=st.integers(1, 4))
    def time_passes(self, who, hours):
        self.clock.now += hours * HOUR
        self.hold(self.people[who % len(self.people)], followed=False)

    @rule()
    def grants_are_stolen(self):
        self.stolen |= set(Grant.objects.values_list("subject_id", "purpose", "data_key_id"))

    @rule(cut=cuts)
    def the_sweep_comes_by(self, cut):
        with cut_if_reached(cut):
            keeper.sweep(self.clock.now)
        for person in self.people:
            self.hold(person, followed=cut is None)
        if cut is None:
            assert_keys_agree(self.clock.now)

    def hold(self, person, *, followed):
        now, facts = self.clock.now, person.facts.to_document()
        for purpose in SERVED:
            found = gate.permitted(purpose.code, [person.case.consent_file_id], now)
            assert bool(found) == person.permits(purpose.code, now)
        if followed:
            assert_keys_serve(person.case, facts, now)
            self.bury(person, now)
        else:
            assert_closed_both_ways(person.case, facts, now)
        cell = stored(person.case).__dict__["facts"].cell
        assert key_id_of(cell) not in self.dead

    def bury(self, person, now):
        """Remember stolen keys of purposes that may not be served: they are worth nothing now."""
        self.dead |= {
            key.bytes
            for subject, purpose, key in self.stolen
            if subject == person.case.consent_file_id and not person.permits(purpose, now)
        }

    def teardown(self):
        try:
            keeper.sweep(self.clock.now)
            for person in self.people:
                self.hold(person, followed=True)
                assert read_in_care(person.case)[1] == "a story"
            assert_keys_agree(self.clock.now)
        finally:
            self.undo.close()


class Clock:
    """Stands still until it is told to go on, so that two answers often share a moment."""

    now = NEW_YEAR


def test_whatever_happens_keys_follow_the_ledger_and_nothing_is_lost(cast, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    run_state_machine_as_test(
        lambda: Life(cast, clock), settings=settings(max_examples=30, stateful_step_count=15)
    )
