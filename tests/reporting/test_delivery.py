"""Whatever answers, or does not: a message waits, is tried again later, and is never lost."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from reporting import delivery
from reporting.inbox import receive
from reporting.models import OutboxMessage, Peer
from tests.marks import database
from tests.reporting.changing import undone
from tests.reporting.flow import at_registry, build, carry, post_directly, record_of, waiting
from tests.reporting.letters import MARK
from tests.reporting.pretend_registry import pretending

pytestmark = database


@pytest.fixture
def outbox(cast):
    """Put one record into the outbox, and the numbers of both organisations."""
    case = cast.files()
    cast.answers(case)
    build()
    return case


@pytest.fixture
def registry(settings):
    """Return a server that stands where the registry should."""
    with pretending() as server:
        settings.REGISTRY_URL = server.url
        settings.REGISTRY_TIMEOUT_SECONDS = 5
        yield server


def acknowledgements():
    """Return what the registry answers to each message that waits."""
    rows = OutboxMessage.objects.order_by("created_at", "id")
    bodies = [message.body.encode() for message in rows]
    return {body: receive(body, timezone.now()).encode() for body in bodies}


def is_not_delivered(words):
    """Deliver; it must fail in these words, keep everything, and try later."""
    before = timezone.now()
    with pytest.raises(CommandError, match=words) as caught:
        call_command("deliver")
    assert "Nothing is lost" in str(caught.value)
    assert MARK not in str(caught.value)
    first = waiting().order_by("created_at", "id").first()
    assert waiting().count() == OutboxMessage.objects.count() == 3
    assert first.attempts == 1
    assert before + timedelta(seconds=1) < first.next_attempt_at
    assert first.last_problem in str(caught.value)
    assert not any(at_registry())


def test_what_the_registry_acknowledges_is_delivered(outbox, registry):
    answers = acknowledgements()
    registry.body = answers.get
    call_command("deliver")
    assert not waiting().exists()
    assert [asked for *_, asked in registry.asked] == list(answers)
    assert {(how, path) for how, path, _ in registry.asked} == {("POST", "/registry/inbox")}


def test_the_registry_is_down(outbox, settings):
    with pretending() as gone:
        settings.REGISTRY_URL = gone.url
    is_not_delivered("cannot be reached")


def test_an_address_that_is_none_is_not_asked(outbox, settings, subtests):
    for url in ("", "file:///etc/passwd", "registry.test", "ftp://127.0.0.1/"):
        settings.REGISTRY_URL = url
        with subtests.test(url=url), undone():
            is_not_delivered("REGISTRY_URL must begin with https://")


def test_an_error_of_the_moment_is_no_refusal(outbox, registry, subtests):
    for status in (401, 404, 405, 408, 409, 429, 500, 502, 503, 304):
        registry.status, registry.body = status, b"" if status == 304 else MARK.encode()
        with subtests.test(status=status), undone():
            is_not_delivered(f"answered {status}")


def test_nonsense_is_no_acknowledgement(outbox, registry, subtests):
    bodies = (b"", b"{}", MARK.encode(), b"\xff\xfe", b"a.b.c", b"x" * 100_000)
    for status, body in product((200, 201), bodies):
        registry.status, registry.body = status, body
        with subtests.test(status=status, body=body[:20]), undone():
            is_not_delivered("nonsense|not the registry")


def test_the_message_itself_is_no_acknowledgement(outbox, registry):
    registry.body = lambda sent: sent
    is_not_delivered("not the registry")


def test_another_messages_acknowledgement_is_none(outbox, registry):
    """Such as one that somebody kept from last year."""
    last = OutboxMessage.objects.order_by("-created_at", "-id").first()
    registry.body = acknowledgements()[last.body.encode()]
    with pytest.raises(CommandError, match="acknowledged another message"):
        call_command("deliver")
    assert waiting().count() == 3


def test_a_redirect_is_not_followed(outbox, registry, subtests):
    with pretending() as elsewhere:
        targets = ("file:///etc/passwd", "ftp://127.0.0.1:1/", elsewhere.url)
        for status, target in product((301, 302, 303, 307, 308), targets):
            registry.status, registry.headers = status, {"Location": target}
            with subtests.test(status=status, target=target), undone():
                is_not_delivered(f"answered {status}")
        assert not elsewhere.asked
    assert len(registry.asked) == 15


def test_a_registry_that_does_not_answer_is_not_waited_for_for_ever(outbox, registry, settings):
    settings.REGISTRY_TIMEOUT_SECONDS = 0.2
    registry.wait.clear()
    is_not_delivered("cannot be reached")


def test_each_attempt_waits_longer_up_to_a_quarter_of_an_hour(outbox, registry):
    registry.status = 503
    OutboxMessage.objects.filter(kind="counts").delete()
    waits = []
    for _ in range(12):
        now = timezone.now()
        carry()
        waits.append((waiting().get().next_attempt_at - now).total_seconds())
    assert waits == pytest.approx([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900], abs=1)


def test_after_the_registry_is_back_everything_arrives(outbox, registry, monkeypatch):
    registry.status = 503
    is_not_delivered("answered 503")
    monkeypatch.setattr(delivery, "_post", post_directly)
    assert carry().delivered == 3
    assert record_of(outbox)[0]


def test_a_message_that_is_not_due_is_left_alone(outbox, registry):
    waiting().update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    assert delivery.deliver().delivered == 0
    assert not registry.asked


def test_a_claimed_message_is_not_sent_by_another_carrier(outbox, monkeypatch):
    sent = []

    def post(body):
        sent.append(body)
        if len(sent) == 1:
            delivery.deliver()
        return receive(body, timezone.now())

    monkeypatch.setattr(delivery, "_post", post)
    delivery.deliver()
    assert len(sent) == len(set(sent)) == 3


@pytest.mark.parametrize("status", [400, 403, 413, 422])
def test_what_is_refused_is_kept_and_can_be_tried_again(outbox, registry, monkeypatch, status):
    registry.status, registry.body = status, MARK.encode()
    with pytest.raises(CommandError, match="refused 3 messages; they are kept") as caught:
        call_command("deliver")
    assert MARK not in str(caught.value)
    refused = OutboxMessage.objects.filter(status="refused")
    assert refused.count() == 3
    assert all(message.body and message.delivered_at is None for message in refused)
    registry.status, registry.body = 201, acknowledgements().get
    call_command("deliver")
    assert not registry.asked[3:]
    call_command("deliver", "--again")
    assert not refused.all().exists()
    assert record_of(outbox)[0]


def test_one_refused_message_does_not_hold_up_the_others(outbox, monkeypatch):
    bodies = []

    def post(body):
        bodies.append(body)
        if len(bodies) == 1:
            raise delivery.Refused(MARK)
        return receive(body, timezone.now())

    monkeypatch.setattr(delivery, "_post", post)
    done = delivery.deliver()
    assert (done.refused, done.delivered) == (1, 2)


def test_without_a_registry_nothing_is_built(cast):
    Peer.objects.all().delete()
    with pytest.raises(CommandError, match="no central registry here yet; make one first"):
        call_command("contribute")
    assert not OutboxMessage.objects.exists()
