"""The rule and the key: with either of them taken away, the other one still holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from consent import gate, keeper
from consent.querysets import ConsentFileQuerySet
from consent.rules.decision import NotPermitted, Permitted
from consent.rules.history import Basis, Kind
from reporting import counting
from tests.marks import database
from tests.reporting.changing import change_everything, stored
from tests.reporting.flow import build, carry, record_of, what_would_leave
from vault import grants

pytestmark = database

YES = Permitted(basis=Basis.EXPLICIT_CONSENT, until=None)
PURPOSES = ("registration", "count")
NOES = {
    "never asked": [],
    "asked": [Kind.REQUESTED],
    "refused": [Kind.REFUSED],
    "withdrawn": [Kind.GIVEN, Kind.WITHDRAWN],
    "objected": [Kind.GIVEN, Kind.OBJECTED],
}
says_no = pytest.mark.parametrize("kinds", NOES.values(), ids=NOES)
each_purpose = pytest.mark.parametrize("purpose", PURPOSES)


def answer_no(cast, case, kinds):
    for purpose in PURPOSES:
        for kind in kinds:
            cast.answers(case, purpose, kind)


def without_the_rule(monkeypatch, *purposes):
    """Permit ``purposes`` for everybody, wherever the flow asks."""

    def decide(purpose, _history, _at):
        return YES if purpose.code in purposes else NotPermitted("not_asked")

    monkeypatch.setattr(gate, "permitted", lambda _purpose, files, _at: list(files))
    monkeypatch.setattr(gate, "decisions", lambda _, files, _at: dict.fromkeys(files, YES))
    monkeypatch.setattr(counting, "decide", decide)
    monkeypatch.setattr(ConsentFileQuerySet, "permitting", lambda self, *_: self.all())


def give_every_key(case):
    """Write every grant that consent would have written."""
    for purpose in PURPOSES:
        grants.give(case.organisation_id, purpose, [case.consent_file_id])


def leaves_nothing_of(cast, case):
    at = timezone.now()
    before = what_would_leave(at)
    assert b'"facts":{' not in b"".join(before)
    assert b'"counted":[]' in b"".join(before)
    change_everything(cast, case)
    return what_would_leave(at) == before


def key_opens(case, purpose):
    with gate.serving(
        purpose=purpose, organisation=case.organisation_id, who="a test", why="a test"
    ):
        return stored(case).facts["sex"] == "female"


@says_no
@each_purpose
def test_without_the_rule_the_missing_key_holds(cast, monkeypatch, kinds, purpose):
    case = cast.files()
    answer_no(cast, case, kinds)
    without_the_rule(monkeypatch, purpose)
    assert leaves_nothing_of(cast, case)
    assert build().records == 0


@says_no
def test_without_the_keys_the_rule_holds(cast, kinds):
    case = cast.files()
    answer_no(cast, case, kinds)
    give_every_key(case)
    assert all(key_opens(case, purpose) for purpose in PURPOSES)
    assert leaves_nothing_of(cast, case)
    assert build().records == 0


@pytest.mark.parametrize(
    ("of", "name", "permits"),
    [
        (gate, "permitted", lambda _purpose, files, _at: list(files)),
        (ConsentFileQuerySet, "permitting", lambda self, *_: self.all()),
    ],
    ids=["in Python", "in SQL"],
)
def test_without_one_telling_of_the_rule_the_other_one_holds(cast, monkeypatch, of, name, permits):
    case = cast.files()
    answer_no(cast, case, [Kind.GIVEN, Kind.WITHDRAWN])
    give_every_key(case)
    monkeypatch.setattr(of, name, permits)
    assert leaves_nothing_of(cast, case)


def test_a_yes_that_has_ended_opens_nothing_although_its_key_is_still_there(cast):
    case = cast.files()
    for purpose in PURPOSES:
        cast.answers(case, purpose, valid_until=timezone.now() + timedelta(seconds=60))
    assert all(key_opens(case, purpose) for purpose in PURPOSES)
    later = timezone.now() + timedelta(seconds=61)
    assert b'"facts":{' in b"".join(what_would_leave(timezone.now()))
    assert b'"facts":{' not in b"".join(what_would_leave(later))


def test_a_withdrawal_holds_although_a_crash_left_the_key(cast, monkeypatch, no_network):
    case = cast.files()
    cast.answers(case)
    build()
    carry()
    monkeypatch.setattr(keeper, "follow", lambda *_: keeper.Followed())
    cast.answers(case, kind=Kind.WITHDRAWN)
    assert key_opens(case, "registration")
    assert leaves_nothing_of(cast, case)
    built = build()
    assert (built.records, built.recalls) == (0, 1)
    carry()
    assert record_of(case) == (False, None)


def test_a_yes_whose_key_is_not_there_yet_waits(cast, monkeypatch):
    case = cast.files()
    with monkeypatch.context() as patch:
        patch.setattr(keeper, "follow", lambda *_: keeper.Followed())
        for purpose in PURPOSES:
            cast.answers(case, purpose)
        assert leaves_nothing_of(cast, case)
        assert build().waiting == 1
    keeper.sweep(timezone.now())
    assert build().records == 1


@each_purpose
def test_without_both_walls_it_does_leave(cast, monkeypatch, purpose):
    case = cast.files()
    answer_no(cast, case, [Kind.GIVEN, Kind.WITHDRAWN])
    without_the_rule(monkeypatch, purpose)
    give_every_key(case)
    assert b"female" in b"".join(what_would_leave(timezone.now()))
