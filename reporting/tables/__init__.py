"""Pure: the published tables, one file each.

To add one: its file with a `TABLE`, its line here, its test, its paragraph in the documentation.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reporting.disclosure.errors import BadSpec
from reporting.tables import counted, registrations, stopped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporting.disclosure.tables import TableSpec

TABLES: Final[Mapping[str, TableSpec]] = MappingProxyType(
    {each.TABLE.name: each.TABLE for each in (registrations, counted, stopped)}
)
"""Every table that can be released, by its name."""


def table(name: str) -> TableSpec:
    """Return the table ``name``.

    Raises:
        BadSpec: when there is none.
    """
    if name not in TABLES:
        raise BadSpec(f"There is no table {name!r}: choose one of {', '.join(sorted(TABLES))}.")
    return TABLES[name]
