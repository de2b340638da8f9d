"""Checks that every text is translated, and that every text of the code is in the catalogues.

The second half needs gettext's `xgettext`; where it is missing this says so and checks the rest.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from scripts.house.source import committed

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = "locale/*/LC_MESSAGES/*.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class ExtractionError(Exception):
    """The texts could not be taken from the code; the message says why."""


def problems_of_catalogue(po: Path) -> list[str]:
    """Return what is unfinished in one catalogue, in words."""
    catalogue = polib.pofile(str(po))
    untranslated = [
        f"not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()
    ]
    fuzzy = [f"only guessed (fuzzy): {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    broken = [
        f"other placeholders than the original: {entry.msgid!r}"
        for entry in catalogue.translated_entries()
        if has_other_placeholders(entry)
    ]
    return untranslated + fuzzy + broken


def has_other_placeholders(entry: polib.POEntry) -> bool:
    """Tell whether a translation names a value that its original does not, or forgets one."""
    originals = [placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid)]
    translations = entry.msgstr_plural.values() or [entry.msgstr]
    return any(placeholders(text) not in originals for text in translations)


def placeholders(text: str) -> list[str]:
    """Return the values that ``text`` leaves room for."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def problems_of_code(root: Path) -> list[str]:
    """Return each text that stands in the code or in a catalogue, but not in both."""
    with tempfile.TemporaryDirectory(prefix="inbeeld-texts-") as folder:
        copy = Path(folder)
        copy_tree(root, copy)
        extract_texts(copy)
        return [
            problem
            for po in sorted(copy.glob(CATALOGUES))
            for problem in differences(po, root / po.relative_to(copy))
        ]


def extract_texts(copy: Path) -> None:
    """Bring the catalogues of ``copy`` up to its code, as Django would.

    Raises:
        ExtractionError: with what the command said.
    """
    languages = sorted(path.name for path in (copy / "locale").iterdir() if path.is_dir())
    command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete"]
    # Without settings it looks at the folder it stands in, and nowhere else.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [*command, *(f"--locale={language}" for language in languages)],
        cwd=copy,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise ExtractionError(f"makemessages failed: {done.stderr.strip()}")


def copy_tree(root: Path, copy: Path) -> None:
    """Copy what is, or would be, committed: texts in other places are not ours."""
    for file in committed(root):
        if not file.startswith("tests/"):
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / file, copy / file)


def differences(extracted: Path, committed_po: Path) -> list[str]:
    """Return the texts that only one of the two catalogues has."""
    in_code, in_catalogue = texts_of(extracted), texts_of(committed_po)
    return [f"new in the code: {text!r}" for text in sorted(in_code - in_catalogue)] + [
        f"no longer in the code: {text!r}" for text in sorted(in_catalogue - in_code)
    ]


def texts_of(po: Path) -> set[tuple[str, str]]:
    """Return the living texts of a catalogue, each with its context."""
    entries = polib.pofile(str(po))
    return {(entry.msgctxt or "", entry.msgid) for entry in entries if not entry.obsolete}


def main() -> int:
    """Print every problem; return the process's exit code."""
    catalogues = sorted(ROOT.glob(CATALOGUES))
    if not catalogues:
        print(f"There is no catalogue at {CATALOGUES}.")
        return 1
    found = [
        f"{po.relative_to(ROOT)}: {text}" for po in catalogues for text in problems_of_catalogue(po)
    ]
    if shutil.which("xgettext"):
        found += problems_of_code(ROOT)
    else:
        print("NOT CHECKED: texts new in the code, because xgettext is missing (install gettext).")
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
