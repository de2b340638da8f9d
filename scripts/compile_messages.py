"""Compiles text catalogues without system tools: `compile_messages.py locale/nl/.../django.po`.

Fuzzy entries are left out, as `msgfmt` does: a guess is not a translation.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib


def compile_catalogue(po: Path) -> Path:
    """Write the compiled file beside ``po`` and return its path."""
    mo = po.with_suffix(".mo")
    unfinished = mo.with_suffix(".mo.new")
    polib.pofile(str(po)).save_as_mofile(str(unfinished))
    # A server that reads while we write must see the old file or the new one.
    return unfinished.replace(mo)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalogue(Path(name))
