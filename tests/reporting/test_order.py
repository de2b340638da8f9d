"""Messages come late, twice, or in the wrong order; the end is what the person said last."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.utils import timezone

from consent.rules.history import Kind
from reporting.inbox import acknowledged, receive
from reporting.models import InboxMessage, OutboxMessage, RegistryRecord
from tests.marks import database
from tests.reporting.changing import change_facts, facts_of
from tests.reporting.flow import at_registry, build, carry, numbers_of, post_directly, record_of

pytestmark = database


def take(body):
    return acknowledged(receive(body, timezone.now()))


def messages(organisation, kind):
    """Return the bodies in the outbox of an organisation, oldest first."""
    rows = OutboxMessage.objects.filter(organisation=organisation, kind=kind)
    return [row.body.encode() for row in rows.order_by("sequence")]


@pytest.fixture
def life(cast):
    """Return a case that was sent, sent anew, recalled and sent again, and its four messages."""
    case = cast.files()
    cast.answers(case)
    build()
    change_facts(cast, case, "region")
    build()
    cast.answers(case, kind=Kind.WITHDRAWN)
    build()
    cast.answers(case)
    change_facts(cast, case, "sex")
    build()
    first, amended, again = messages(cast.shelter, "records")
    (recall,) = messages(cast.shelter, "recalls")
    return case, [first, amended, recall, again]


def test_in_whatever_order_the_messages_come_the_newest_stands(life):
    case, bodies = life
    for order in permutations(bodies):
        RegistryRecord.objects.all().delete()
        InboxMessage.objects.all().delete()
        for body in order:
            take(body)
        standing, content = record_of(case)
        assert standing
        assert content["facts"] == facts_of(case).let_out("registration")


def test_a_recall_is_never_undone_by_a_record_that_comes_late(life):
    case, (first, amended, recall, _) = life
    for order in permutations([first, amended, recall]):
        RegistryRecord.objects.all().delete()
        InboxMessage.objects.all().delete()
        for body in order:
            take(body)
        assert record_of(case) == (False, None)


def test_nothing_of_a_recalled_record_is_left_at_the_registry(life):
    case, (first, amended, recall, _) = life
    take(first)
    old = RegistryRecord.objects.get().__dict__["content"].cell
    take(recall)
    assert record_of(case) == (False, None)
    take(amended)
    new = RegistryRecord.objects.get().__dict__["content"].cell
    assert new != old
    assert len(new) < len(old)


def test_a_message_that_comes_again_is_acknowledged_and_changes_nothing(life):
    _, bodies = life
    named = [take(body) for body in bodies]
    before = at_registry()
    cells = list(RegistryRecord.objects.values_list("content", flat=True))
    assert [take(body) for body in bodies] == named
    assert at_registry() == before
    assert [c.cell for c in RegistryRecord.objects.values_list("content", flat=True)] == [
        c.cell for c in cells
    ]
    assert InboxMessage.objects.count() == len(bodies)


def test_older_numbers_never_replace_newer_ones(cast):
    for _ in range(2):
        cast.answers(cast.files(), "count")
        build()
    older, newer = messages(cast.shelter, "counts")
    take(newer)
    take(older)
    ((_, number),) = numbers_of(cast.shelter)["counted"]
    assert number == 2


def test_the_numbers_of_one_organisation_replace_none_of_another(cast):
    for user in (cast.aicha, cast.chiara):
        cast.answers(cast.files(user), "count")
    build()
    for organisation in (cast.shelter, cast.youth_care):
        (body,) = messages(organisation, "counts")
        take(body)
    for organisation in (cast.shelter, cast.youth_care):
        assert len(numbers_of(organisation)["counted"]) == 1


def test_a_run_sends_what_was_taken_back_before_what_is_new(cast, no_network):
    """One message may be the last before a crash, and a recall is what must not wait."""
    first, second = cast.files(), cast.files()
    cast.answers(first)
    build()
    carry()
    cast.answers(first, kind=Kind.WITHDRAWN)
    cast.answers(second)
    build()
    kinds = OutboxMessage.objects.filter(status="waiting").order_by("sequence")
    assert list(kinds.values_list("kind", flat=True)) == ["recalls", "records", "counts"]


def test_nothing_new_sends_nothing(cast, no_network):
    cast.answers(cast.files())
    build()
    carry()
    built = build()
    assert (built.records, built.recalls, built.counts) == (0, 0, 0)
    assert not OutboxMessage.objects.filter(status="waiting").exists()


def test_a_refusal_here_is_one_there(cast):
    """The stand-in for the network tells refusals apart, as the network does."""
    with pytest.raises(Exception, match="cannot be opened"):
        post_directly(b"nonsense")
