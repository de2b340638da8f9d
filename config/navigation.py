"""The navigation that a user's roles give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, has_role

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Item:
    """One link of the navigation."""

    label: StrOrPromise
    url: str
    current: bool


_ITEMS: Final = (
    (Role.CARE_WORKER, _("Cases"), "case_list"),
    (Role.REGISTRY_COORDINATOR, _("Numbers"), "monitor"),
    (Role.CONSENT_AUDITOR, _("Consent audit"), "audit_events"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the links for this user, and the version; a page without a user has no links."""
    return {"navigation": _items(request), "version": settings.VERSION}


def first_page(request: HttpRequest) -> str | None:
    """Return where this user's work begins; None when they have no role yet."""
    items = _items(request)
    return items[0].url if items else None


def _items(request: HttpRequest) -> list[Item]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    urls = [(reverse(name), label) for role, label, name in _ITEMS if has_role(user, role)]
    return [Item(label, url, current=request.path.startswith(url)) for url, label in urls]
