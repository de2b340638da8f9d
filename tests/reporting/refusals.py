"""Sends messages to the inbox that it must refuse."""

from __future__ import annotations

import pytest
from django.utils import timezone

from reporting.inbox import InboxRefused, acknowledged, receive
from tests.consent.stored import row_counts
from tests.reporting.letters import MARK


def refused(body, status):
    """Send ``body``; it must be refused, tell nothing of itself and leave nothing behind."""
    before = row_counts()
    with pytest.raises(InboxRefused) as caught:
        receive(body, timezone.now())
    assert caught.value.status == status
    assert caught.value.reason.endswith(".")
    assert MARK not in caught.value.reason
    assert row_counts() == before


def accepted(body):
    """Send ``body`` and return the id that was acknowledged."""
    return acknowledged(receive(body, timezone.now()))


def outcome(body):
    """Send ``body``; return the id that was acknowledged, or the status of the refusal."""
    try:
        return accepted(body)
    except InboxRefused as error:
        return error.status
