from __future__ import annotations

from registry.codes.forms.forced_military import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("forced_military", "ForcedMilitaryByNonStateActors")


def test_it_rests_on_the_convention_on_child_labour():
    assert "ILO Convention 182" in FORM.law
