from __future__ import annotations

from registry.codes.forms.domestic_servitude import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("domestic_servitude", "Servitude")


def test_it_rests_on_the_criminal_code():
    assert FORM.law == "art. 273f(2) Sr"
