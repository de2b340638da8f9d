"""Marks a text for translation without importing Django, for the pure rooms."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Return ``message`` unchanged; `makemessages` finds it by this function's name.

    Pure rooms hold English texts; whoever shows them to a person translates them there.
    """
    return message
