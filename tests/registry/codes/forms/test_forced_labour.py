from __future__ import annotations

from registry.codes.forms.forced_labour import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("forced_labour", "ForcedLabour")


def test_it_rests_on_the_forced_labour_convention():
    assert "ILO Convention 29" in FORM.law
