from __future__ import annotations

from registry.codes.forms.forced_marriage import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("forced_marriage", "ForcedMarriage")


def test_it_is_a_form_since_the_directive_of_2024():
    assert "2024/1712" in FORM.law
