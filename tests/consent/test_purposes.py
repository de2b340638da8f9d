from __future__ import annotations

import pytest

from consent.purposes import PURPOSES
from consent.rules.history import Basis
from registry.organisations import KEYS

purposes = pytest.mark.parametrize("purpose", PURPOSES.values(), ids=PURPOSES)


@purposes
def test_a_purpose_is_found_by_its_own_code(purpose):
    assert PURPOSES[purpose.code] is purpose


@purposes
def test_a_no_never_changes_the_help(purpose):
    assert purpose.no_means.endswith("The help you get stays the same.")


@purposes
def test_a_question_is_a_question_and_a_consequence_a_sentence(purpose):
    assert purpose.question.endswith("?")
    assert purpose.yes_means.endswith(".")
    assert all([purpose.name, purpose.receiver])


@purposes
def test_an_organisation_has_a_key_for_every_purpose_that_grants_facts_and_no_other(purpose):
    rings = {ring for ring, _ in KEYS}
    assert (purpose.code in rings) == purpose.grants_facts


def test_recognising_rests_on_consent_alone_and_ends():
    assert PURPOSES["linkage"].bases == {Basis.EXPLICIT_CONSENT}
    assert PURPOSES["linkage"].term_days == 3 * 365
