"""Checks that the lock files answer what `requirements/*.in` ask, without asking any server.

Every direct requirement is pinned to a version that satisfies it; every pin carries its hashes;
and the development lock holds exactly the versions that production runs on.
"""

from __future__ import annotations

import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
HOW_TO_LOCK = (
    "Lock anew: uv pip compile --generate-hashes --universal --no-annotate "
    "--no-header requirements/NAME.in -o requirements/NAME.txt"
)


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the lock files in ``folder``, in words."""
    runtime, dev = pins(folder / "runtime.txt"), pins(folder / "dev.txt")
    found = unanswered(folder / "runtime.in", runtime) + unanswered(folder / "dev.in", dev)
    found += [
        f"runtime.txt pins {name} to {listed(versions)}, and dev.txt to {listed(dev.get(name))}"
        for name, versions in runtime.items()
        if dev.get(name) != versions
    ]
    return found + unhashed(folder / "runtime.txt") + unhashed(folder / "dev.txt")


def unanswered(asked: Path, pinned: dict[str, set[str]]) -> list[str]:
    """Return a problem for each direct requirement that no pinned version satisfies."""
    found = []
    for wanted in direct_requirements(asked):
        versions = pinned.get(canonicalize_name(wanted.name), set())
        if not versions or not all(map(wanted.specifier.contains, versions)):
            found.append(f"{asked.name} asks for {wanted}; its lock has {listed(versions)}")
    return found


def direct_requirements(file: Path) -> list[Requirement]:
    """Return the requirements that ``file`` asks for itself, without those it includes."""
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def pins(file: Path) -> dict[str, set[str]]:
    """Return each pinned package of ``file`` with its versions, one for each kind of Python."""
    found: dict[str, set[str]] = {}
    for entry in pinned_entries(file):
        name, _, version = entry.split()[0].partition("==")
        found.setdefault(canonicalize_name(name.partition("[")[0]), set()).add(version)
    return found


def pinned_entries(file: Path) -> list[str]:
    """Return each package of ``file`` with its continued lines as one text."""
    text = file.read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith(("#", " "))]


def listed(versions: set[str] | None) -> str:
    """Return ``versions`` as words."""
    return " and ".join(sorted(versions or ())) or "nothing"


def unhashed(file: Path) -> list[str]:
    """Return a problem for each pin of ``file`` that nothing holds to one content."""
    return [
        f"{file.name}: {entry.split()[0]} has no hash"
        for entry in pinned_entries(file)
        if "--hash=sha256:" not in entry
    ]


def main() -> int:
    """Print every problem; return the process's exit code."""
    found = problems(ROOT / "requirements")
    if found:
        print("\n".join([*found, HOW_TO_LOCK]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
