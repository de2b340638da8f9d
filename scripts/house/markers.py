"""Nothing in the tree names a package index or one person's machine.

Where packages come from is each adopter's own configuration, and a path of the writer's machine
works nowhere else. The patterns are written so that they do not match themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.house.source import Finding, Source

PATTERNS = {
    "the address of a package index": re.compile(
        r"index[-_]url|find[-_]links|\bpy[p]i\.org|python[h]osted\.org|registry\.npm[j]s"
        r"|registry\.yarn[p]kg|deb\.[d]ebian\.org|proxy\.[g]olang\.org",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.~-])/(?:home|Users|root|work|workspace)/\w|\b[A-Z]:\\Users\\"
    ),
}


def check(source: Source) -> Iterator[Finding]:
    """Give every line of ``source`` that holds one of the patterns."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        for what, pattern in PATTERNS.items():
            found = pattern.search(line)
            if found:
                yield source.finding(number, what, f"{what}: `{found[0]}`")
