from __future__ import annotations

from registry.codes.forms.forced_begging import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("forced_begging", "ForcedBegging")


def test_it_rests_on_the_directive():
    assert FORM.law.startswith("Directive 2011/36/EU")
