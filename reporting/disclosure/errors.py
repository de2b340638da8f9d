"""What goes wrong in disclosure control, in words a person can act on."""

from __future__ import annotations


class DisclosureError(Exception):
    """Nothing was published."""


class ContradictoryPolicy(DisclosureError):
    """The rules of a policy promise nothing, or exclude each other."""


class BadSpec(DisclosureError):
    """A table's description is incomplete or contradicts itself."""


class BadRow(DisclosureError):
    """A row or count does not fit the table it is counted in."""


class NotProtected(DisclosureError):
    """Something tried to make a protected table without protecting it."""

    def __init__(self) -> None:
        super().__init__("Only protect() makes a protected table: hand it the counts.")


class ReleaseRefused(DisclosureError):
    """The table cannot be shown to be safe, so it is not released."""
