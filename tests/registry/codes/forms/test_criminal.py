from __future__ import annotations

from registry.codes.forms.criminal import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("criminal", None)


def test_it_is_marked_as_missing_from_the_standard():
    assert FORM.local
