from __future__ import annotations

from registry.codes.forms.sexual import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("sexual", "SexualExploitation")


def test_it_is_counted_as_sexual_exploitation():
    assert FORM.sexual
