"""`Case.objects` refuses until someone has said for whom, or for what.

The refusal sits in the query itself, so counting, slicing, updating, uniting, `Exists`,
`Subquery` and `__in` all meet it. What it cannot stop (`raw`, `_base_manager`, a join from
another model) is banned by `scripts/house_rules.py`, and reads ciphertext anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import sql

from accounts.roles import Role, organisation_ids_of
from consent.models import ConsentFile

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.roles import Person
    from consent.rules.policy import Purpose


class NotScoped(Exception):
    """Cases were asked for without saying for whom or for what."""

    def __init__(self) -> None:
        super().__init__(
            "Say first: visible_to(user), allowing(purpose, at) or kept_by(organisation)."
        )


class ScopedQuery(sql.Query):
    """A query that becomes SQL only once it has a scope."""

    scoped = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse to become SQL without a scope; every way to the database comes through here."""
        if not self.scoped:
            raise NotScoped
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        """Refuse to become an update or a delete without a scope."""
        if klass is not None and not self.scoped:
            raise NotScoped
        return super().chain(klass)

    def combine(self, rhs: Any, connector: str) -> None:
        """Refuse to be united with a query that has no scope."""
        if not (self.scoped and getattr(rhs, "scoped", False)):
            raise NotScoped
        super().combine(rhs, connector)


class ScopedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows about persons, of which nobody sees any before saying for whom or for what."""

    def __init__(self, model: Any = None, query: Any = None, **options: Any) -> None:
        super().__init__(model=model, query=query or ScopedQuery(model), **options)

    def visible_to(self, user: Person) -> Self:
        """Return the rows of organisations in which ``user`` is a care worker."""
        return self._scoped().filter(organisation__in=organisation_ids_of(user, Role.CARE_WORKER))

    def allowing(self, purpose: Purpose, at: datetime) -> Self:
        """Return the rows of persons for whom ``purpose`` may be served at ``at``."""
        return self._scoped().filter(consent_file__in=ConsentFile.objects.permitting(purpose, at))

    def kept_by(self, organisation: UUID) -> Self:
        """Return every row of ``organisation``, for its own processes; all of it is ciphertext."""
        return self._scoped().filter(organisation=organisation)

    def delete(self) -> Any:
        """Refuse: a case is erased by destroying its keys, never by deleting rows."""
        raise NotScoped

    def _raw_delete(self, using: Any) -> Any:  # noqa: ARG002 (Django's own signature)
        raise NotScoped

    def _merge_sanity_check(self, other: Any) -> None:
        """Refuse `|`, `&` and `^` with rows without a scope, also for slices."""
        if not (self.query.scoped and getattr(other.query, "scoped", False)):  # type: ignore[attr-defined]
            raise NotScoped
        super()._merge_sanity_check(other)  # type: ignore[misc]

    def _scoped(self) -> Self:
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows.query.scoped = True  # type: ignore[attr-defined]
        return rows
