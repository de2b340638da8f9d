"""Users and organisations. A user has an e-mail address and no rights of its own."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from vault.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users by their e-mail address."""

    def create_user(self, *, email: str, password: str, name: str = "") -> User:
        """Make a user; the address is compared without regard to case."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this e-mail address, in any case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who logs in. What they may do comes from roles in organisations."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class OrganisationType(models.TextChoices):
    """What kind of body an organisation is; the published tables use the same codes."""

    POLICE = "police", _("Police")
    BORDER_POLICE = "border_police", _("Border police")
    LABOUR_INSPECTORATE = "labour_inspectorate", _("Labour inspectorate")
    CARE_COORDINATOR = "care_coordinator", _("Care coordinator")
    SHELTER = "shelter", _("Shelter")
    YOUTH_CARE = "youth_care", _("Youth care")
    HEALTH = "health", _("Health care")
    NGO = "ngo", _("Non-governmental organisation")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    OTHER_GOVERNMENT = "other_government", _("Other government body")
    OTHER = "other", _("Other")
    REGISTRY = "registry", _("Central registry")


class Organisation(models.Model):
    """A body that registers victims, or the central registry itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    type = models.CharField(_("type"), max_length=30, choices=OrganisationType.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        permissions = [
            ("work_on_cases", "Work on cases of the organisation"),
            ("administer_members", "Administer members of the organisation"),
            ("coordinate", "See protected numbers of the registry"),
            ("audit_consent", "Audit the consent events of the organisation"),
            ("operate_keys", "Operate the keys of the organisation"),
        ]

    def __str__(self) -> str:
        return self.name
