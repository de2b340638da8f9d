from __future__ import annotations

from registry.codes.forms.child_labour import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("child_labour", "ChildLabour")


def test_it_is_not_counted_as_sexual_exploitation():
    assert not FORM.sexual
