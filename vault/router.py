"""Sends the key store's tables to the database `keys`, and everything else away from it.

Keys in a database of their own have backups of their own: current state only, kept no longer
than the erasure deadline. An old backup of the data then opens everything except the erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

KEY_STORE = "keys"


class KeyStoreRouter:
    """Django database router for the alias `keys`."""

    def db_for_read(self, model: type[Model] | Model, **_hints: object) -> str:
        """Return the alias that holds ``model``, or a row of it."""
        return KEY_STORE if model._meta.app_label == "vault" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **_hints: object) -> bool:
        """Allow relations inside one database only; a row may be a lazy `request.user`."""
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool:
        """Put the vault's tables in the key store, the others in the data."""
        return (app_label == "vault") == (db == KEY_STORE)
