"""What must hold between any two steps, and what must hold once keys have followed."""

from __future__ import annotations

import pytest

from audit.access import opening
from consent import gate
from consent.models import ConsentFile
from consent.purposes import PURPOSES
from consent.rules.decision import Permitted, decide
from registry.models import Case
from registry.verbs import new_reference
from vault.core.errors import CannotOpen
from vault.models import DataKey, Grant

SERVED = [purpose for purpose in PURPOSES.values() if purpose.grants_facts]


def stored(case):
    """Return the case as it stands in the database, ciphertext and all."""
    return Case.objects.kept_by(case.organisation_id).get(id=case.id)


def facts_for(case, purpose):
    """Return the facts that the purpose's key opens, without asking the gate: one wall down."""
    with gate.serving(
        purpose=purpose, organisation=case.organisation_id, who="a test", why="a test"
    ):
        return stored(case).facts


def facts_by_key(case, purpose):
    """Return the facts that the purpose's key opens, or None."""
    try:
        return facts_for(case, purpose)
    except CannotOpen:
        return None


def read_in_care(case):
    """Return the facts and the narrative, as a care worker reads them."""
    with opening(who="a test", role="test", organisation=case.organisation_id, why="a test"):
        row = stored(case)
        return row.facts, row.narrative


def facts_keys():
    """Return the ids of facts keys that cells may name."""
    return set(
        DataKey.objects.filter(compartment="facts", retired=False).values_list("id", flat=True)
    )


def cell_of(case):
    """Return the ciphertext of the facts, as it stands in the database."""
    return stored(case).__dict__["facts"].cell


def another_report(case, facts):
    """File a second report about the person of ``case``; no verb does that yet."""
    with opening(who="a test", role="test", organisation=case.organisation_id, why="a test"):
        report = Case(
            organisation=case.organisation,
            consent_file=case.consent_file,
            reference=new_reference(case.opened_on),
            status=Case.Status.OPEN,
            opened_on=case.opened_on,
            facts=facts.to_document(),
        )
        report.save(force_insert=True)
    return report


def assert_closed_both_ways(case, facts, at):
    """Hold what is true at every moment, also in the middle of any verb.

    Where the ledger says no, both tellings of the rule refuse, whatever key is left. Where it
    says yes, the key opens the right facts or nothing. The care worker reads everything.
    """
    events = gate.histories([case.consent_file_id])
    for purpose in SERVED:
        history = events[case.consent_file_id, purpose.code]
        allowed = Case.objects.allowing(purpose, at).filter(id=case.id).exists()
        if isinstance(decide(purpose, history, at), Permitted):
            assert allowed
            assert facts_by_key(case, purpose.code) in (None, facts)
        else:
            assert not allowed
            with pytest.raises(gate.Refused):
                gate.require(purpose.code, case.consent_file_id, at)
    assert read_in_care(case)[0] == facts


def assert_keys_agree(at):
    """Hold what is true once keys have followed: grants are what `decide()` says, exactly."""
    files = list(ConsentFile.objects.values_list("id", flat=True))
    facts_keys = dict(
        DataKey.objects.filter(compartment="facts", spent=False).values_list("subject_id", "id")
    )
    expected = {
        (file, purpose.code, facts_keys[file])
        for purpose in SERVED
        for file in gate.permitted(purpose.code, files, at)
        if file in facts_keys
    }
    found = Grant.objects.values_list("subject_id", "purpose", "data_key_id")
    assert set(found) == expected
    assert not DataKey.objects.filter(spent=True, retired=False).exists()


def assert_keys_serve(case, facts, at):
    """Hold that exactly the permitted purposes open the facts of ``case``, and care does."""
    events = gate.histories([case.consent_file_id])
    for purpose in SERVED:
        history = events[case.consent_file_id, purpose.code]
        permitted = isinstance(decide(purpose, history, at), Permitted)
        assert facts_by_key(case, purpose.code) == (facts if permitted else None)
    assert read_in_care(case)[0] == facts
