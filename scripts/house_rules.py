"""Checks the house rules that no other tool knows: `python -m scripts.house_rules`.

Exits with 1 and one line for each broken rule. The rules and their reasons are in
`scripts/house/`, the exceptions in `scripts/house_rules_allowed.toml`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.house import allowed, comments, constructs, markers, sizes
from scripts.house.source import Finding, sources

ROOT = Path(__file__).resolve().parents[1]


def broken_rules(root: Path) -> list[Finding]:
    """Return every broken rule in the tree under ``root``."""
    tree = list(sources(root))
    exemptions = allowed.read(root / allowed.LIST)
    guarded = [finding for source in tree for finding in constructs.check(source)]
    rest = [
        finding
        for source in tree
        for rule in (sizes, comments, markers)
        for finding in rule.check(source)
    ]
    return allowed.apply(guarded, exemptions) + rest


def main() -> int:
    """Print every broken rule; return the process's exit code."""
    findings = broken_rules(ROOT)
    for finding in sorted(findings, key=lambda finding: (finding.file, finding.line)):
        print(f"{finding.file}:{finding.line}: {finding.message}")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
