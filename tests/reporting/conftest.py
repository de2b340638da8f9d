"""What several tests of the flow need."""

from __future__ import annotations

import pytest

from reporting import delivery
from tests.reporting.flow import post_directly


@pytest.fixture
def no_network(monkeypatch):
    """Let delivery call the registry's inbox instead of posting to it."""
    monkeypatch.setattr(delivery, "_post", post_directly)
