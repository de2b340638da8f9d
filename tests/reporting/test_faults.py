"""Killed at any step and started again: once in effect, and nothing is lost."""

from __future__ import annotations

import signal
from collections import defaultdict

import pytest
from django.utils import timezone
from numpy.random import default_rng

from config.rings import REPORTING
from consent.rules.history import Kind
from reporting.models import InboxMessage, OutboxMessage, RegistryCounts, RegistryRecord, Stream
from tests.consent.crashing import cut_at, steps
from tests.marks import database, real_database
from tests.reporting.changing import change_facts, undone
from tests.reporting.flow import at_registry, build, carry, drain, waiting
from tests.reporting.killing import killed, watched
from tests.reporting.processes import ring_folder
from tests.reporting.processes import run as run_python

pytestmark = database

STEPS = (
    "reporting.outbox:put",
    "reporting.outbox:save_contributions",
    "reporting.counting:put_counts",
    "reporting.models:Stream.save",
    "reporting.contributions:build",
    "reporting.delivery:_claim",
    "reporting.delivery:withhold",
    "reporting.delivery:_post",
    "reporting.inbox:_apply",
    "reporting.delivery:_settle",
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
        numbers = [number for number, _ in messages]
        assert len(set(numbers)) == len(numbers)
        delivered = [n for n, status in messages if status == "delivered"]
        assert received[organisation] == delivered
        assert Stream.objects.get(organisation=organisation).sequence == numbers[-1]
    return at_registry()


def uninterrupted():
    with undone():
        run()
        drain()
        return outcome()


def test_killed_after_a_step_and_started_again(work):
    expected = uninterrupted()
    for step in steps(*STEPS):
        if step.when == "before":
            continue  # which is after another one
        with undone():
            with cut_at(step):
                run()
            drain()
            assert outcome() == expected, step


def test_killed_before_any_write_and_started_again(work):
    """Between two writes nothing changes, so there is no other state in which it can die."""
    expected = uninterrupted()
    with undone(), watched() as writes:
        run()
    for number, write in enumerate(writes):
        with undone():
            assert killed(run, number) == write
            drain()
            assert outcome() == expected, write


def test_a_run_has_everything_to_do_that_there_is(work):
    """Otherwise the tests above would kill less than they say."""
    with undone(), watched() as writes:
        run()
        assert OutboxMessage.objects.filter(status="withheld").exists()
        assert RegistryRecord.objects.filter(standing=False).exists()
        assert RegistryRecord.objects.filter(standing=True).exists()
        assert RegistryCounts.objects.count() == 2
    written = " ".join(writes)
    for table in ("outboxmessage", "contribution", "inboxmessage", "registryrecord"):
        assert f'INSERT INTO "reporting_{table}"' in written
    for table in ("stream", "outboxmessage", "contribution", "registryrecord", "registrycounts"):
        assert f'UPDATE "reporting_{table}"' in written


@real_database
@pytest.mark.parametrize("command", ["contribute", "deliver"])
def test_really_killed_and_started_again(work, live_server, tmp_path, command):
    """A process of its own, with purpose keys only, that the system ends with signal 9."""
    expected = uninterrupted()
    keys = ring_folder(tmp_path, REPORTING)
    if command == "deliver":
        build()
    with undone(), watched() as writes:
        {"contribute": build, "deliver": carry}[command]()
    kills = 0
    for number in default_rng(9).integers(0, len(writes) // 2, size=2):
        waiting().update(next_attempt_at=timezone.now())
        arguments = ("-m", "tests.reporting.dying", str(number), command, "--skip-checks")
        ended = run_python(*arguments, keys=keys, url=live_server.url)
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        kills += ended.returncode == -signal.SIGKILL
    assert kills
    run()
    drain()
    assert outcome() == expected
