"""Ways around the scoped managers, and writes that skip the verbs, need a written reason.

A case may be read only by who says for whom or for what. These constructs do not ask: a base
manager, raw SQL and subqueries built from another model. Bulk writes skip `save`, and with it
whatever a model insists on. Each use stands in `scripts/house_rules_allowed.toml`, with its reason.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scripts.house.source import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.house.source import Finding, Source

GUARDED = ("vault", "audit", "consent", "registry", "reporting")
NAMES = frozenset({"_base_manager", "Exists", "Subquery", "RawSQL", "bulk_create", "bulk_update"})
CALLS = frozenset({"raw", "extra", "cursor"})
CALLS_ON_OBJECTS = frozenset({"update", "delete"})


def check(source: Source) -> Iterator[Finding]:
    """Give every guarded construct, and every `print`, in ``source``."""
    if source.package not in PACKAGES:
        return
    may_print = source.folders[1:3] == ("management", "commands")
    for node in source.nodes:
        construct = guarded_construct(node) if source.package in GUARDED else None
        if construct:
            message = f"`{construct}` goes around the scoped managers or the verbs"
            yield source.finding(line_of(node), construct, message)
        if is_print(node) and not may_print:
            message = "`print` belongs in management commands; log, or return it"
            yield source.finding(line_of(node), "print", message)


def guarded_construct(node: ast.AST) -> str | None:
    """Return the name of the guarded construct that ``node`` is, if it is one."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name if name in NAMES else None
        case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS:
            return name
        case ast.Call(func=ast.Attribute(attr=name, value=chain)) if name in CALLS_ON_OBJECTS:
            return name if goes_through_objects(chain) else None
    return None


def goes_through_objects(chain: ast.expr) -> bool:
    """Tell whether ``chain`` starts at a manager: `Model.objects.filter(...)[:3]`."""
    match chain:
        case ast.Attribute(attr="objects"):
            return True
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
            return goes_through_objects(inner)
    return False


def is_print(node: ast.AST) -> bool:
    """Tell whether ``node`` calls `print`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "print"


def line_of(node: ast.AST) -> int:
    """Return the line on which ``node`` begins."""
    return int(getattr(node, "lineno", 1))
