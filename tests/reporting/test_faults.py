"""Killed at any step and started again: once in effect, and nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager

import pytest
from django.db import transaction

from consent.rules.history import Kind
from reporting.models import InboxMessage, OutboxMessage, RegistryCounts, RegistryRecord, Stream
from tests.consent.crashing import cut_at, steps
from tests.marks import database
from tests.reporting.changing import change_facts
from tests.reporting.flow import at_registry, build, carry, drain, waiting
from tests.reporting.killing import killed, watched

pytestmark = database

BUILDING = (
    "reporting.contributions:recalls",
    "reporting.outbox:put",
    "reporting.outbox:save_contributions",
    "reporting.contributions:records",
    "reporting.outbox:put#2",
    "reporting.outbox:save_contributions#2",
    "reporting.counting:put_counts",
    "reporting.models:Stream.save",
    "reporting.contributions:build",
)
DELIVERING = (
    "reporting.delivery:_claim",
    "reporting.delivery:withhold",
    "reporting.delivery:_post",
    "reporting.delivery:_settle",
    "reporting.delivery:_claim#2",
    "reporting.delivery:_post#2",
    "reporting.delivery:_settle#2",
)
RECEIVING = (
    "reporting.inbox:_is_new",
    "reporting.inbox:_apply",
    "reporting.inbox:_apply_records",
    "reporting.inbox:_apply_counts",
    "reporting.inbox:_acknowledge",
)


@pytest.fixture
def work(cast, no_network):
    """Leave everything that a run can have to do: records, recalls, numbers, one to withhold."""
    amended, withdrawn, late, beside = (cast.files() for _ in range(4))
    for case in (amended, withdrawn):
        cast.answers(case)
    drain()
    for case in (late, beside):
        cast.answers(case)
    build()
    for case in (withdrawn, late):
        cast.answers(case, kind=Kind.WITHDRAWN)
    change_facts(cast, amended, "region")
    cast.answers(cast.files(cast.chiara), "count")


@contextmanager
def tried():
    """Undo what the block did to the outbox and the registry."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def run():
    build()
    carry()


def outcome():
    """Return what the registry has; nothing may be left over, twice, or missing in between."""
    assert not waiting().exists()
    sent, received = defaultdict(list), defaultdict(list)
    for message in OutboxMessage.objects.order_by("sequence"):
        sent[message.organisation_id].append((message.sequence, message.status))
    for message in InboxMessage.objects.order_by("sequence"):
        received[message.sender_id].append(message.sequence)
    for organisation, messages in sent.items():
        assert [n for n, _ in messages] == list(range(1, len(messages) + 1))
        delivered = [n for n, status in messages if status == "delivered"]
        assert received[organisation] == delivered
        assert Stream.objects.get(organisation=organisation).sequence == len(messages)
    return at_registry()


def uninterrupted():
    with tried():
        run()
        drain()
        return outcome()


@pytest.mark.parametrize("step", steps(*BUILDING, *DELIVERING, *RECEIVING), ids=str)
def test_killed_at_a_step_and_started_again(work, step):
    expected = uninterrupted()
    with cut_at(step):
        run()
    drain()
    assert outcome() == expected


def test_killed_between_any_two_statements_and_started_again(work):
    expected = uninterrupted()
    with tried(), watched() as statements:
        run()
    assert len(statements.seen) > 60
    for number, statement in enumerate(statements.seen):
        with tried():
            assert killed(run, number) == statement
            drain()
            assert outcome() == expected, statement


def test_a_run_has_everything_to_do_that_there_is(work):
    """Otherwise the tests above would kill less than they say."""
    with tried(), watched() as statements:
        run()
        assert OutboxMessage.objects.filter(status="withheld").exists()
        assert RegistryRecord.objects.filter(standing=False).exists()
        assert RegistryRecord.objects.filter(standing=True, version=2).exists()
        assert RegistryCounts.objects.count() == 2
    written = " ".join(statements.seen)
    for table in ("outboxmessage", "contribution", "inboxmessage", "registryrecord"):
        assert f'INSERT INTO "reporting_{table}"' in written
    for table in ("stream", "outboxmessage", "contribution", "registryrecord", "registrycounts"):
        assert f'UPDATE "reporting_{table}"' in written
