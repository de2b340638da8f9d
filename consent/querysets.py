"""The rule of `consent.rules.decision`, told once more in SQL, for lists of any size.

A property test holds the two tellings equal. Only this file may build such subqueries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from consent.rules.history import Basis, Kind, in_utc

if TYPE_CHECKING:
    from datetime import datetime

    from consent.rules.policy import Purpose

_NO = ~Q(kind=Kind.GIVEN.value)
"""Of events that count: whatever is not a yes, also a kind that is not known here."""


class ConsentFileQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Consent files, and which of them permit a purpose."""

    def permitting(self, purpose: Purpose, at: datetime) -> Self:
        """Return the files for which ``purpose`` may be served at ``at``.

        Raises:
            NoTimeZone: when ``at`` has none.
        """
        at = in_utc(at)
        event = apps.get_model("consent", "ConsentEvent")
        counted = event.objects.filter(
            purpose=purpose.code, true_from__lte=at, known_from__lte=at
        ).exclude(kind=Kind.REQUESTED.value)
        later = counted.filter(file=OuterRef("file"), true_from__gt=OuterRef("true_from"))
        any_no = counted.filter(_NO, file=OuterRef("file"))
        spoils = (
            _NO
            | Q(valid_until__lte=at)
            | ~Q(basis__in=[basis.value for basis in purpose.bases])
            | (~Q(basis=Basis.EXPLICIT_CONSENT.value) & Q(Exists(any_no)))
        )
        spoiled = counted.filter(spoils, file=OuterRef("file"), true_from=OuterRef("true_from"))
        yes = counted.filter(
            ~Exists(later), ~Exists(spoiled), file=OuterRef("pk"), kind=Kind.GIVEN.value
        )
        return self.filter(Exists(yes))
