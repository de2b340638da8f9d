"""A text that is not translated, or not in the catalogue, is found."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from scripts.check_translations import problems_of_catalogue, problems_of_code

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('msgid "yes"\nmsgstr ""\n', "not translated: 'yes'"),
        ('#, fuzzy\nmsgid "yes"\nmsgstr "ja"\n', "only guessed (fuzzy): 'yes'"),
        ('msgid "%(n)s left"\nmsgstr "nog over"\n', "other placeholders"),
        ('msgid "{who} left"\nmsgstr "{wie} ging"\n', "other placeholders"),
        (
            'msgid "one"\nmsgid_plural "%(n)s"\nmsgstr[0] "een"\nmsgstr[1] "%(m)s"\n',
            "other placeholders",
        ),
    ],
)
def test_an_unfinished_translation_is_found(tmp_path: Path, entry: str, problem: str) -> None:
    po = tmp_path / "django.po"
    po.write_text(HEAD + entry, encoding="utf-8")
    [found] = problems_of_catalogue(po)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "%(n)s of {all}, 100%%"\nmsgstr "van {all} %(n)s, 100%%"\n',
        'msgid "one"\nmsgid_plural "%(n)s"\nmsgstr[0] "een"\nmsgstr[1] "%(n)s"\n',
        '#~ msgid "gone"\n#~ msgstr ""\n',
    ],
)
def test_a_finished_translation_is_accepted(tmp_path: Path, entry: str) -> None:
    po = tmp_path / "django.po"
    po.write_text(HEAD + entry, encoding="utf-8")
    assert problems_of_catalogue(po) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="NO GETTEXT: xgettext is not installed")
def test_a_text_that_only_the_code_or_only_the_catalogue_has_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entries = 'msgid "both"\nmsgstr "beide"\n\nmsgid "gone"\nmsgstr "weg"\n'
    (folder / "django.po").write_text(HEAD + entries, encoding="utf-8")
    (tmp_path / "words.py").write_text('gettext_noop("both")\n_("new")\n', encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_words.py").write_text('_("only a test")\n', encoding="utf-8")
    assert problems_of_code(tmp_path) == [
        "new in the code: ('', 'new')",
        "no longer in the code: ('', 'gone')",
    ]
