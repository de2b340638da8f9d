"""The named exceptions: a file, a construct and a reason; one that nobody uses is an error."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.house.source import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LIST = "scripts/house_rules_allowed.toml"


class AllowListError(Exception):
    """The list of exceptions cannot be used; the message says which entry and why."""


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """A construct that one file may use."""

    file: str
    construct: str
    reason: str


def read(path: Path) -> list[Exemption]:
    """Return the exceptions listed in ``path``.

    Raises:
        AllowListError: when an entry lacks one of its three parts, or has another.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("allowed", [])
    for entry in entries:
        if set(entry) != {"file", "construct", "reason"} or not all(map(str.strip, entry.values())):
            raise AllowListError(f"{path.name}: {entry} needs a file, a construct and a reason")
    return [Exemption(**entry) for entry in entries]


def apply(findings: Iterable[Finding], exemptions: list[Exemption]) -> list[Finding]:
    """Return the findings that nothing exempts, and a finding for each exemption left unused."""
    exempt = {(entry.file, entry.construct) for entry in exemptions}
    used = set()
    left = []
    for finding in findings:
        place = (finding.file, finding.construct)
        if place in exempt:
            used.add(place)
        else:
            left.append(finding)
    return left + [unused(*place) for place in sorted(exempt - used)]


def unused(file: str, construct: str) -> Finding:
    """Return what is said about an exemption that matches nothing."""
    message = f"`{construct}` is allowed in {file} and not used there: remove the entry"
    return Finding(file=LIST, line=1, construct="unused exemption", message=message)
