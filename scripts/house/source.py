"""What a rule reads, a source file, and what it says, a finding."""

from __future__ import annotations

import ast
import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ("config", "reporting", "registry", "consent", "accounts", "audit", "vault")
# Read only where git cannot say what belongs to the tree.
NOT_OURS = {".git", ".venv", "__pycache__", "var", "out", "staticfiles", "node_modules"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One broken rule at one place."""

    file: str
    line: int
    construct: str
    message: str


@dataclass(frozen=True)
class Source:
    """One text file of the tree."""

    file: str
    text: str

    @property
    def package(self) -> str:
        """The top folder, or an empty text for a file at the top."""
        return self.file.partition("/")[0] if "/" in self.file else ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders it lies in, from the top."""
        return PurePosixPath(self.file).parts[:-1]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of a Python file; of another file, none."""
        return list(ast.walk(ast.parse(self.text, self.file))) if self.is_python else []

    @property
    def is_python(self) -> bool:
        """Whether this is Python."""
        return self.file.endswith(".py")

    def finding(self, line: int, construct: str, message: str) -> Finding:
        """Return a finding in this file."""
        return Finding(file=self.file, line=line, construct=construct, message=message)


def sources(root: Path) -> Iterator[Source]:
    """Give every text file under ``root`` that is, or would be, committed."""
    for file in sorted(committed(root)):
        content = (root / file).read_bytes()
        if b"\0" not in content:
            yield Source(file, content.decode("utf-8", errors="replace"))


def committed(root: Path) -> list[str]:
    """Return the files that git knows or would take; without git, all that are ours."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
        return [name for name in set(listed.stdout.split("\0")) if (root / name).is_file()]
    return [
        (Path(folder) / name).relative_to(root).as_posix()
        for folder, _, names in os.walk(root)
        for name in names
        if not NOT_OURS.intersection(Path(folder).relative_to(root).parts)
    ]
