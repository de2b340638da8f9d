"""A check that failed says all; one that passed says nothing, unless part of it could not run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import polib

from scripts.check import Check, line_for, run
from scripts.compile_messages import compile_catalogue

if TYPE_CHECKING:
    from pathlib import Path


def printed(text: str, exit_code: int) -> str:
    """Return what is printed about a check that prints ``text`` and ends with ``exit_code``."""
    program = f"print({text!r}); raise SystemExit({exit_code})"
    return line_for(run(Check("example", [sys.executable, "-c", program])))


def test_a_failed_check_shows_what_it_printed() -> None:
    assert printed("what is wrong", 1).startswith("FAILED example")
    assert "what is wrong" in printed("what is wrong", 1)


def test_a_passed_check_is_one_line() -> None:
    assert printed("all is well", 0).startswith("ok     example")
    assert "all is well" not in printed("all is well", 0)


def test_what_could_not_be_checked_is_never_silent() -> None:
    assert "NOT CHECKED: no xgettext" in printed("NOT CHECKED: no xgettext", 0)


def test_a_guessed_translation_is_not_compiled(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text(
        'msgid "yes"\nmsgstr "ja"\n\n#, fuzzy\nmsgid "no"\nmsgstr "misschien"\n', encoding="utf-8"
    )
    compiled = polib.mofile(str(compile_catalogue(po)))
    assert [(entry.msgid, entry.msgstr) for entry in compiled] == [("yes", "ja")]
    assert {path.name for path in tmp_path.iterdir()} == {"django.po", "django.mo"}
