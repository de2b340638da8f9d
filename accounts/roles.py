"""The five roles, and who has which where. The only room that speaks to django-guardian.

A role is an object permission on an organisation, given to one group per organisation and role,
so that "which cases may I see" is one query at any size. A permission without an organisation
opens nothing, and being a superuser opens nothing: rows of groups are counted, not flags.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

from accounts.models import Organisation, User

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise


class Role(StrEnum):
    """A role; its value is the permission on the organisation that it stands for."""

    CARE_WORKER = "work_on_cases"
    ORGANISATION_ADMIN = "administer_members"
    REGISTRY_COORDINATOR = "coordinate"
    CONSENT_AUDITOR = "audit_consent"
    KEY_OPERATOR = "operate_keys"


LABELS: dict[Role, StrOrPromise] = {
    Role.CARE_WORKER: _("Care worker"),
    Role.ORGANISATION_ADMIN: _("Organisation administrator"),
    Role.REGISTRY_COORDINATOR: _("Registry coordinator"),
    Role.CONSENT_AUDITOR: _("Consent auditor"),
    Role.KEY_OPERATOR: _("Key operator"),
}

Person = User | AnonymousUser


def provide_groups(organisation: Organisation) -> None:
    """Make the organisation's group for each role, with its permission on the organisation."""
    for role in Role:
        group, _made = Group.objects.get_or_create(name=_group_name(organisation.id, role))
        assign_perm(role.value, group, organisation)


def give_role(*, user: User, role: Role, organisation: Organisation) -> None:
    """Make ``user`` a ``role`` of ``organisation``."""
    user.groups.add(Group.objects.get(name=_group_name(organisation.id, role)))


def take_role(*, user: User, role: Role, organisation: Organisation) -> None:
    """Undo `give_role`."""
    user.groups.remove(Group.objects.get(name=_group_name(organisation.id, role)))


def organisation_ids_of(user: Person, role: Role) -> list[UUID]:
    """Return the ids of the organisations in which ``user`` has ``role``, with one query."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return []
    found = GroupObjectPermission.objects.filter(
        group__user=user,
        permission__codename=role.value,
        permission__content_type=ContentType.objects.get_for_model(Organisation),
    )
    return [UUID(key) for key in found.values_list("object_pk", flat=True)]


def organisations_of(user: Person, role: Role) -> QuerySet[Organisation]:
    """Return the organisations in which ``user`` has ``role``; an inactive user has none."""
    return Organisation.objects.filter(id__in=organisation_ids_of(user, role))


def has_role(user: Person, role: Role) -> bool:
    """Say whether ``user`` has ``role`` anywhere; for navigation, never for access to a row."""
    return bool(organisation_ids_of(user, role))


def _group_name(organisation: UUID, role: Role) -> str:
    return f"{organisation}:{role.value}"
