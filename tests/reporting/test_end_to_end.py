"""From a care worker's desk to the registry and back, over real HTTP on loopback."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from consent.rules.history import Kind
from reporting import tasks
from reporting.models import OutboxMessage
from tests.cast import some_facts
from tests.marks import real_database
from tests.reporting.changing import change_facts, facts_of
from tests.reporting.flow import at_registry, numbers_of, record_of, waiting

pytestmark = real_database


@pytest.fixture
def registry(live_server, settings):
    """Let the registry listen on loopback, in the same installation as the shelter."""
    settings.REGISTRY_URL = live_server.url


@pytest.fixture(params=["commands", "tasks"])
def carry_on(request, registry):
    """Build and deliver, by the commands that processes run or the tasks that workers run."""
    build, deliver = {
        "commands": (lambda: call_command("contribute"), lambda: call_command("deliver")),
        "tasks": (tasks.build_contributions.delay, tasks.deliver_outbox.delay),
    }[request.param]

    def carry_on():
        build()
        deliver()
        assert not waiting().exists()

    return carry_on


def test_a_yes_brings_a_record_to_the_registry_and_a_withdrawal_takes_it_back(cast, carry_on):
    case = cast.files()
    carry_on()
    assert record_of(case) is None
    cast.answers(case)
    carry_on()
    standing, content = record_of(case)
    assert standing
    assert content["facts"] == some_facts().let_out("registration")
    cast.answers(case, kind=Kind.WITHDRAWN)
    carry_on()
    assert record_of(case) == (False, None)
    assert str(case.id) not in str(at_registry())


def test_amended_facts_replace_what_stood(cast, carry_on):
    case = cast.files()
    cast.answers(case)
    carry_on()
    change_facts(cast, case, "region")
    carry_on()
    _, content = record_of(case)
    assert content["facts"]["region"] == facts_of(case).region != "amsterdam"


def test_numbers_follow_what_people_say(cast, carry_on):
    counted, refused = cast.files(), cast.files()
    cast.answers(counted, "count")
    cast.answers(refused, kind=Kind.REFUSED)
    carry_on()
    assert numbers_of(cast.shelter)["lanes"] == [
        ["2026-Q2", "count", 1],
        ["2026-Q2", "none_refused", 1],
    ]
    cast.answers(counted, "count", Kind.WITHDRAWN)
    carry_on()
    assert numbers_of(cast.shelter)["lanes"] == [
        ["2026-Q2", "none_not_asked", 1],
        ["2026-Q2", "none_refused", 1],
    ]
    assert numbers_of(cast.shelter)["counted"] == []


def test_every_message_says_when_it_was_acknowledged(cast, registry):
    """A recall's clock stands here, from the moment it was made until the registry had it."""
    case, start = cast.files(), timezone.now()
    for kind in (Kind.GIVEN, Kind.WITHDRAWN):
        cast.answers(case, kind=kind)
        call_command("contribute")
        call_command("deliver")
    recall = OutboxMessage.objects.get(kind="recalls")
    assert start < recall.created_at < recall.delivered_at < timezone.now()
    assert (recall.status, recall.attempts) == ("delivered", 1)
