"""A lock that does not answer what is asked is found without asking any server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.check_locks import problems

if TYPE_CHECKING:
    from pathlib import Path

HASH = " \\\n    --hash=sha256:aa\n"


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    """A folder of requirements in which all is well."""
    (tmp_path / "runtime.in").write_text("Django~=5.2.1  # why\ncelery[redis]\n")
    (tmp_path / "runtime.txt").write_text(f"celery[redis]==5.7{HASH}django==5.2.19{HASH}")
    (tmp_path / "dev.in").write_text("-r runtime.in\npytest\n")
    (tmp_path / "dev.txt").write_text(
        f"celery==5.7{HASH}django==5.2.19{HASH}"
        f"pytest==9 ; python_version < '3.12'{HASH}pytest==10 ; python_version >= '3.12'{HASH}"
    )
    return tmp_path


def test_a_lock_that_answers_is_accepted(requirements: Path) -> None:
    assert problems(requirements) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("dev.in", "pytest", "pytest\nruff", "dev.in asks for ruff; its lock has nothing"),
        ("runtime.in", "~=5.2.1", "~=5.3.0", "Django~=5.3.0; its lock has 5.2.19"),
        ("dev.in", "pytest", "pytest>=10", "pytest>=10; its lock has 10 and 9"),
        ("dev.txt", "celery==5.7", "celery==5.8", "celery to 5.7, and dev.txt to 5.8"),
        ("runtime.txt", "5.7 \\\n    --hash=sha256:aa", "5.7", "celery[redis]==5.7 has no hash"),
    ],
)
def test_a_lock_that_does_not_answer_is_found(
    requirements: Path, file: str, old: str, new: str, problem: str
) -> None:
    path = requirements / file
    path.write_text(path.read_text().replace(old, new))
    assert problem in "\n".join(problems(requirements))
