"""Whoever silences a tool says which of its rules: a bare ignore silences the next mistake too."""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.house.source import Finding, Source

BARE_TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[a-z])")
BARE_NOQA = re.compile(r"#\s*(?:(?:ruff|flake8):\s*)?noqa(?!:\s*[A-Z]+\d)", re.IGNORECASE)


def check(source: Source) -> Iterator[Finding]:
    """Give every silencing comment in ``source`` that names no code."""
    if not source.is_python:
        return
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type != tokenize.COMMENT:
            continue
        for pattern, name in ((BARE_TYPE_IGNORE, "type: ignore"), (BARE_NOQA, "noqa")):
            if pattern.search(token.string):
                message = f"`# {name}` without the code of the rule it silences"
                yield source.finding(token.start[0], name, message)
