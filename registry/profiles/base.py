"""What an import profile hands out: reports, tallies and problems, row by row.

A profile turns one organisation's file into the words of this system. It only parses: no
database, no Django, no decision about consent. Rules:

- A file that is broken as a whole is refused before its first row is handed out, with a
  `ProfileError`. A row that is broken becomes a `RowProblem`: no row ever disappears.
- What a source does not know becomes "unknown" and is counted in a `Note`, never guessed.
- What is sealed later has no place in a repr: a traceback must tell nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from registry.codes.facts import Facts

AnswerKind = Literal["given", "refused"]
Basis = Literal["explicit_consent", "legal_duty"]
ExpressedBy = Literal["self", "representative", "both", "not_recorded"]


class ProfileError(ValueError):
    """A file or folder cannot be read at all: which, what is wrong, and what to do."""

    def __init__(self, file: str, wrong: str, advice: str) -> None:
        super().__init__(f"{file}: {wrong}. {advice}")
        self.file = file


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the source says that a person answered, or what stands in place of an answer.

    Args:
        purpose: the purpose that the answer is about, such as ``registration``.
        kind: whether the data may go or not.
        basis: the legal basis of it.
        expressed_by: who said so.
        how: spoken, written, digital or not recorded.
        true_from: the day from which it holds.
    """

    purpose: str
    kind: AnswerKind
    basis: Basis
    expressed_by: ExpressedBy
    how: str
    true_from: date


@dataclass(frozen=True, kw_only=True)
class ImportedReport:
    """One report about one person.

    Args:
        line: where it starts in ``file``, counted from 1 with the header.
        source_key: the row's content and its occurrence number. It is content, so hash it with
            a key before storing it.
        organisation: the name of the organisation that reported.
        organisation_type: its type in this system's words.
        opened_on: the day on which the case opened, as precisely as the source knows it.
        facts: the coded answers.
        identity: names and the like; None when the source has none.
        narrative: free text, or an empty text.
        answers: what is known of the person's consent.
        file: the name of the file it came from.
    """

    line: int
    source_key: str = field(repr=False)
    organisation: str
    organisation_type: str
    opened_on: date
    facts: Facts
    identity: Mapping[str, object] | None = field(repr=False)
    narrative: str = field(repr=False)
    answers: tuple[Answer, ...]
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportedTally:
    """People who are only a number: nobody said that more may be known.

    Args:
        line: where it starts in ``file``, counted from 1 with the header.
        source_key: as in `ImportedReport`.
        organisation: the name of the organisation that counted.
        organisation_type: its type in this system's words.
        period: the quarter, such as ``2022-Q2``.
        dimensions: what the number is about, field by field.
        count: how many people; at least one.
        basis: the legal basis of counting them.
        file: the name of the file it came from.
    """

    line: int
    source_key: str = field(repr=False)
    organisation: str
    organisation_type: str
    period: str
    dimensions: Mapping[str, str] = field(repr=False)
    count: int
    basis: Basis
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """A row that was not taken: where, in which column, and why. ``column`` may be empty."""

    line: int
    column: str
    reason: str
    file: str = ""


Item = ImportedReport | ImportedTally | RowProblem


@dataclass(frozen=True, kw_only=True)
class Note:
    """A word of the source that was taken as "unknown" (in part), and how many people it touches.

    Args:
        kind: the column and what happened, such as ``nationality: unknown in the source``.
        value: the word as the source writes it.
        count: how many people.
    """

    kind: str
    value: str
    count: int


class Notebook:
    """Counts the notes of one reading."""

    def __init__(self) -> None:
        self._people: Counter[tuple[str, str]] = Counter()

    def add(self, kind: str, value: str, people: int = 1) -> None:
        """Count ``people`` more for whom ``value`` was taken as unknown."""
        self._people[kind, value] += people

    def notes(self) -> tuple[Note, ...]:
        """Return the notes so far, by kind and then the most frequent first."""
        ordered = sorted(self._people.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
        return tuple(Note(kind=kind, value=value, count=n) for (kind, value), n in ordered)


class Occurrences:
    """Numbers identical rows, so that importing the same file again recognises each of them.

    It holds 16 bytes for each different row, not the row.
    """

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def key(self, *content: str) -> str:
        """Return a text that is the row's content and how often it was seen, this time included."""
        digest = blake2b(json.dumps(content).encode(), digest_size=16).digest()
        self._seen[digest] += 1
        return json.dumps([*content, self._seen[digest]], ensure_ascii=False)


@dataclass(frozen=True)
class Reading:
    """One pass over a file: take the items one by one, then look at the notes."""

    items: Iterator[Item]
    _notebook: Notebook

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was taken as unknown so far; complete when `items` is exhausted."""
        return self._notebook.notes()


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One import profile.

    Args:
        name: what people type to choose it.
        description: what it reads, for the people who choose.
        read: opens a file or a folder. Raises `ProfileError` when it cannot be read at all.
    """

    name: str
    description: str
    read: Callable[[Path], Reading]
