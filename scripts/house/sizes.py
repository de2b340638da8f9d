"""A function fits on a screen and a file in the head: 60 and 300 lines at the very most."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.house.source import Finding, Source

LONGEST_FUNCTION = 60
LONGEST_FILE = 300


def check(source: Source) -> Iterator[Finding]:
    """Give every function and Python file that is too long; migrations are written by machine."""
    if not source.is_python or "migrations" in source.folders:
        return
    lines = len(source.text.splitlines())
    if lines > LONGEST_FILE:
        message = f"the file has {lines} lines; {LONGEST_FILE} is the limit"
        yield source.finding(LONGEST_FILE + 1, "long file", message)
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                message = f"`{node.name}` has {length} lines; {LONGEST_FUNCTION} is the limit"
                yield source.finding(node.lineno, "long function", message)
