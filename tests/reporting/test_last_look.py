"""Between building and sending somebody may withdraw: from then on nothing about them leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.rules.history import Kind
from reporting import delivery
from reporting.contributions import record_name
from reporting.models import OutboxMessage
from tests.marks import database
from tests.reporting.changing import change_facts
from tests.reporting.flow import (
    at_registry,
    build,
    carry,
    drain,
    numbers_of,
    post_directly,
    record_of,
)

pytestmark = database
NO = pytest.mark.parametrize("kind", [Kind.WITHDRAWN, Kind.OBJECTED, Kind.DEFERRED])


@pytest.fixture
def posted(monkeypatch):
    """Return the contents of the registry after each post, which is made without a network."""
    seen = []

    def post(body):
        answer = post_directly(body)
        seen.append(at_registry()[0])
        return answer

    monkeypatch.setattr(delivery, "_post", post)
    return seen


def arrived(case, posted):
    """Say whether anything of the case ever arrived, by its content."""
    name = record_name(case.organisation_id, case.id)
    stood = [records.get((case.organisation_id, name), (False, None)) for records in posted]
    return any(content for _, content in stood)


@NO
def test_a_record_whose_person_said_no_meanwhile_is_withheld(cast, posted, kind):
    case = cast.files()
    cast.answers(case)
    build()
    cast.answers(case, kind=kind)
    carry()
    assert OutboxMessage.objects.get(kind="records").status == "withheld"
    drain()
    assert not arrived(case, posted)


def test_a_withheld_message_keeps_nothing(cast, posted):
    case = cast.files()
    cast.answers(case)
    build()
    cast.answers(case, kind=Kind.WITHDRAWN)
    carry()
    assert OutboxMessage.objects.get(kind="records").body == ""


def test_everybody_else_in_a_withheld_message_is_sent_anew(cast, posted):
    first, second = cast.files(), cast.files()
    for case in (first, second):
        cast.answers(case)
    build()
    cast.answers(first, kind=Kind.WITHDRAWN)
    drain()
    assert not arrived(first, posted)
    assert arrived(second, posted)


def test_a_yes_that_ended_meanwhile_is_withheld(cast, posted, monkeypatch):
    case = cast.files()
    cast.answers(case, valid_until=timezone.now() + timedelta(seconds=60))
    build()
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    drain()
    assert not arrived(case, posted)


@NO
def test_a_record_is_withheld_although_its_recall_is_made_already(cast, posted, kind):
    case = cast.files()
    cast.answers(case)
    build()
    cast.answers(case, kind=kind)
    build()
    drain()
    assert not arrived(case, posted)


def test_an_older_version_is_withheld_too(cast, posted):
    case = cast.files()
    cast.answers(case)
    build()
    change_facts(cast, case, "region")
    build()
    cast.answers(case, kind=Kind.WITHDRAWN)
    drain()
    assert not arrived(case, posted)


def test_a_refused_message_is_looked_at_again_before_it_is_tried_again(cast, posted):
    case = cast.files()
    cast.answers(case)
    build()
    OutboxMessage.objects.update(status="refused")
    cast.answers(case, kind=Kind.WITHDRAWN)
    delivery.try_refused_again()
    carry()
    drain()
    assert not arrived(case, posted)


def test_numbers_in_which_somebody_is_who_said_no_meanwhile_are_withheld(cast, posted):
    case = cast.files()
    cast.answers(case, "count")
    build()
    cast.answers(case, "count", Kind.WITHDRAWN)
    carry()
    assert set(OutboxMessage.objects.values_list("kind", "status")) >= {("counts", "withheld")}
    drain()
    assert numbers_of(cast.shelter)["counted"] == []


def test_a_recall_always_leaves(cast, posted):
    case = cast.files()
    cast.answers(case)
    drain()
    cast.answers(case, kind=Kind.WITHDRAWN)
    build()
    cast.answers(case)
    carry()
    assert OutboxMessage.objects.get(kind="recalls").status == "delivered"
    drain()
    assert record_of(case)[0]


def test_answers_in_one_organisation_hold_up_nothing_of_another(cast, posted):
    cast.answers(cast.files())
    build()
    cast.answers(cast.files(cast.chiara), kind=Kind.REFUSED)
    carry()
    records = OutboxMessage.objects.get(kind="records")
    assert records.status == "delivered"
