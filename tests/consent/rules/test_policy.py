from __future__ import annotations

from dataclasses import replace

import pytest

from consent.purposes import PURPOSES
from consent.rules.history import Basis


def test_a_policy_that_does_not_accept_consent_is_refused():
    with pytest.raises(ValueError, match="'count' must accept consent"):
        replace(PURPOSES["count"], bases=frozenset({Basis.LEGAL_DUTY}))


def test_a_policy_without_any_ground_is_refused():
    with pytest.raises(ValueError, match="must accept consent"):
        replace(PURPOSES["count"], bases=frozenset())


def test_a_term_of_no_days_is_refused():
    with pytest.raises(ValueError, match="term cannot be zero"):
        replace(PURPOSES["count"], term_days=0)
