from __future__ import annotations

from registry.codes.forms.surrogacy import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("surrogacy", "Surrogacy")


def test_it_is_a_form_since_the_directive_of_2024():
    assert "2024/1712" in FORM.law
