from __future__ import annotations

from registry.codes.forms.organ_removal import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("organ_removal", "OrganRemoval")


def test_it_rests_on_the_criminal_code():
    assert FORM.law == "art. 273f(1)(1) and (7) Sr"
