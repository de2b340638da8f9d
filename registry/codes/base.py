"""What a code is, what a list of codes is, and the answers that every list shares.

Codes follow the Human Trafficking Case Data Standard 2.0 (HTCDS; IOM, CC BY 4.0, which does
not endorse this system). Rules:

- A stored value never changes and is never used again for something else: sealed documents
  hold it. Only its label may be reworded.
- ``local`` marks what HTCDS does not have, so that an export can say so.
- "Unknown", "not asked" and "prefers not to say" are three answers, and none of them is
  "none": a gap in what we know may never be counted as an absence.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from consent.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN_CHARACTERS: Final = 40
"""How much of a word that is not understood an error repeats."""


class UnknownCode(LookupError):
    """A value is not a code of the list it was given for."""


@dataclass(frozen=True)
class Code:
    """One possible answer.

    Args:
        value: what is stored; never changes.
        label: what people read, in English, marked for translation.
        htcds: the picklist value in HTCDS 2.0, if it has one.
        local: whether this is an extension that HTCDS does not have.
        source: where the meaning comes from, when it is not HTCDS.
        alone: whether it cannot be combined with another answer to the same question.
    """

    value: str
    label: str
    _: KW_ONLY
    htcds: str | None = None
    local: bool = False
    source: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Form(Code):
    """One form of exploitation.

    Args:
        law: the article or treaty that names it.
        sexual: whether published tables count it as sexual exploitation.
    """

    _: KW_ONLY
    law: str
    sexual: bool = False


@dataclass(frozen=True)
class CodeList:
    """The possible answers to one question, in the order in which people see them.

    Args:
        name: what errors and exports call the list.
        label: what people read above it.
        codes: every possible answer.
        htcds_fields: the HTCDS 2.0 fields whose picklists the list follows.
        source: the standard it follows when that is not HTCDS.

    Raises:
        ValueError: when the list is empty or holds a value twice.
    """

    name: str
    label: str
    codes: tuple[Code, ...]
    _: KW_ONLY
    htcds_fields: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError(f"The list '{self.name}' has no codes.")
        if len(self._by_value) != len(self.codes):
            raise ValueError(f"The list '{self.name}' holds a value twice.")

    @cached_property
    def _by_value(self) -> Mapping[str, Code]:
        return {code.value: code for code in self.codes}

    def code(self, value: object) -> Code:
        """Return the code with this stored value.

        Raises:
            UnknownCode: when the list has no such code, in words a person can act on.
        """
        if not isinstance(value, str):
            raise UnknownCode(f"A code of {self.name} is a text, not a {type(value).__name__}.")
        try:
            return self._by_value[value]
        except KeyError:
            raise UnknownCode(
                f"{value[:SHOWN_CHARACTERS]!r} is not a code of {self.name}. "
                f"Known are {self._known()}."
            ) from None

    def _known(self) -> str:
        values = list(self._by_value)
        shown = values if len(values) <= SHOWN_CHARACTERS else [*values[:5], "and so on"]
        return ", ".join(shown)


UNKNOWN: Final = Code("unknown", gettext_noop("unknown"), alone=True)
"""Somebody asked or looked, and it could not be found out."""

NOT_ASKED: Final = Code("not_asked", gettext_noop("not asked"), alone=True)
"""Nobody asked, or the source does not hold the question."""

PREFERS_NOT_TO_SAY: Final = Code(
    "prefers_not_to_say", gettext_noop("prefers not to say"), alone=True
)
"""The person was asked and chose not to answer, which is theirs to choose."""

NON_ANSWERS: Final = (UNKNOWN, NOT_ASKED, PREFERS_NOT_TO_SAY)
NON_ANSWER_VALUES: Final = frozenset(code.value for code in NON_ANSWERS)

NONE: Final = Code("none", gettext_noop("none"), local=True, alone=True)
"""There is none: an answer, and not the same as not knowing."""
