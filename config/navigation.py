"""The navigation that a user's roles give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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


def navigation(request: HttpRequest) -> dict[str, list[Item]]:
    """Return the links for this user; a page without a user has none."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    items = []
    for role, label, name in _ITEMS:
        if has_role(user, role):
            url = reverse(name)
            items.append(Item(label=label, url=url, current=request.path.startswith(url)))
    return {"navigation": items}


def first_page(request: HttpRequest) -> str | None:
    """Return where this user's work begins; None when they have no role yet."""
    items = navigation(request)["navigation"]
    return items[0].url if items else None
