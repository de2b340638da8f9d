"""What can go wrong with keys. Two families: the caller's mistakes and closed doors."""

from __future__ import annotations


class VaultError(Exception):
    """Base of every error that the vault raises."""


class CannotOpen(VaultError):
    """A cell, key, message or signature did not open. It never says more than that.

    Wrong key, wrong place, changed byte and destroyed key look alike on purpose: a difference
    would be an oracle.
    """

    def __init__(self) -> None:
        super().__init__("This cannot be opened.")


class KeyNotHeld(VaultError):
    """This process does not hold the key ring that the work needs."""

    def __init__(self, ring: str, why: str = "it was not given to it.") -> None:
        super().__init__(f"This process does not hold the key ring '{ring}': {why}")
        self.ring = ring


class RingRefused(VaultError):
    """A key ring's file is missing or not safe to use; the message says what to do."""


class NoAccessContext(VaultError):
    """Something sealed was touched outside an access context: who, organisation, purpose, why."""


class NotSealable(VaultError, TypeError):
    """A value has a type that the codec does not know, so it cannot be sealed."""
