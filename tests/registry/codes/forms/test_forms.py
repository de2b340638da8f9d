"""What holds for every form of exploitation."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.codes import forms
from registry.codes.forms import FORM_LIST, FORMS

FILES = {file.stem for file in Path(forms.__file__).parent.glob("*.py")} - {"__init__"}
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.value)


def test_every_file_declares_the_form_of_its_name():
    assert {form.value for form in FORMS} == FILES


@each_form
def test_a_form_names_its_law_and_its_place_in_the_standard(form):
    assert form.law
    assert form.local != bool(form.htcds)


@each_form
def test_a_form_says_what_it_is_and_where_that_comes_from(form):
    text = getattr(forms, form.value).__doc__
    assert "Source:" in text
    assert form.local or f"``{form.htcds}``" in text


@each_form
def test_a_form_can_be_combined_with_another(form):
    assert not form.alone
    assert FORM_LIST.code(form.value) is form


def test_only_criminal_exploitation_is_a_local_extension():
    assert [form.value for form in FORMS if form.local] == ["criminal"]


def test_only_sexual_exploitation_counts_as_sexual():
    assert [form.value for form in FORMS if form.sexual] == ["sexual"]
