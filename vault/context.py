"""The access context: who opens, for which organisation and purpose, and why.

Nothing sealed opens or closes outside one; there is no default. What was opened inside it (the
data keys, not the values) is kept until the block ends and no longer, so that withdrawing and
erasing need not reach into other requests.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from vault.core.errors import NoAccessContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from vault.core.cells import CellKey

CARE: Final = "care"
"""The purpose of a care worker of the person's own organisation: help itself."""

MAX_KEYS: Final = 2_000
"""Opened data keys that one context keeps at most."""


class Journal(Protocol):
    """Writes down what was opened, before it is shown."""

    def opened(self, context: AccessContext, compartment: str, subjects: Sequence[UUID]) -> None:
        """Record that the keys of ``compartment`` of these ``subjects`` were opened."""


@dataclass(slots=True)
class AccessContext:
    """Who, for which organisation, for which purpose, and why.

    Args:
        who: a user's id or a process's name.
        organisation: whose rows are opened; rows of another organisation do not open.
        purpose: `CARE`, or the purpose whose grants are used.
        why: the reason, in words, as it goes into the access log.
        journal: where openings are written down.
    """

    who: str
    organisation: UUID
    purpose: str
    why: str
    journal: Journal
    keys: dict[bytes, CellKey] = field(default_factory=dict, repr=False)
    current: dict[tuple[UUID, str], CellKey] = field(default_factory=dict, repr=False)

    def keep(self, keys: dict[bytes, CellKey]) -> None:
        """Keep opened data keys until the block ends."""
        if len(self.keys) + len(keys) > MAX_KEYS:
            self.keys.clear()
        self.keys.update(keys)


_current: ContextVar[AccessContext | None] = ContextVar("vault_access", default=None)


@contextmanager
def access(
    *, who: str, organisation: UUID, purpose: str, why: str, journal: Journal
) -> Iterator[AccessContext]:
    """Open an access context for the block.

    Raises:
        ValueError: when who, purpose or why is empty: nobody, nothing and no reason open nothing.
    """
    for name, value in (("who", who), ("purpose", purpose), ("why", why)):
        if not value.strip():
            raise ValueError(f"An access context needs to say {name}.")
    context = AccessContext(
        who=who, organisation=organisation, purpose=purpose, why=why, journal=journal
    )
    token = _current.set(context)
    try:
        yield context
    finally:
        context.keys.clear()
        context.current.clear()
        _current.reset(token)


def current_access() -> AccessContext:
    """Return the context of this block.

    Raises:
        NoAccessContext: when there is none.
    """
    context = _current.get()
    if context is None:
        raise NoAccessContext(
            "Open an access context first: who, for which organisation and purpose, and why."
        )
    return context
