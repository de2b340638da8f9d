from __future__ import annotations

from registry.codes.forms.other import FORM


def test_the_stored_value_never_changes():
    assert (FORM.value, FORM.htcds) == ("other", "Other")


def test_it_is_an_answer_and_may_stand_beside_another_form():
    assert not FORM.alone
