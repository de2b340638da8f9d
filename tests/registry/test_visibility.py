"""Who sees which cases, once it is said for whom or for what."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Organisation, User
from consent.purposes import PURPOSES
from consent.rules.history import Kind
from registry.models import Case, Identity
from registry.verbs import Who
from tests.marks import database

pytestmark = database

WHO = Who(given_names="Invented", family_name="Person")
MODELS = (Case, Identity)


@dataclass
class There:
    """A report and what it belongs to."""

    case: Case
    user: User

    def row(self, model):
        return model.objects.visible_to(self.user).get()


@pytest.fixture
def there(cast):
    return There(case=cast.files(who=WHO), user=cast.aicha)


# For whom: care workers of the organisation, and nobody else.


def test_a_colleague_sees_the_same(cast, there):
    for model in MODELS:
        assert model.objects.visible_to(cast.bram).get() == there.row(model)


@pytest.mark.parametrize(
    "name",
    ["chiara", "dirk", "els", "farid", "gerda", "hugo"],
    ids=["other organisation", "stranger", "coordinator", "auditor", "admin", "superuser"],
)
def test_nobody_else_sees_anything(cast, there, name):
    for model in MODELS:
        rows = model.objects.visible_to(getattr(cast, name))
        assert list(rows) == []
        assert rows.count() == 0
        assert not rows.filter(pk=there.row(model).pk).exists()


def test_a_visitor_and_who_left_see_nothing(cast, there):
    User.objects.filter(id=cast.bram.id).update(is_active=False)
    cast.bram.refresh_from_db()
    for user in (AnonymousUser(), cast.bram):
        assert not Case.objects.visible_to(user).exists()
        assert not Identity.objects.visible_to(user).exists()


def test_nobody_at_all_is_an_error(there):
    with pytest.raises(AttributeError):
        Case.objects.visible_to(None)


# For what: those who said yes.


def test_a_purpose_sees_who_said_yes_in_every_organisation(cast):
    yes, no, there = cast.files(), cast.files(), cast.files(cast.chiara)
    for case in (yes, there):
        cast.answers(case)
    cast.answers(no, kind=Kind.REFUSED)
    cast.answers(no, "count")
    rows = Case.objects.allowing(PURPOSES["registration"], timezone.now())
    assert set(rows) == {yes, there}
    assert set(Case.objects.allowing(PURPOSES["count"], timezone.now())) == {no}


def test_an_organisation_keeps_its_own_and_none_keeps_nothing(cast, there):
    cast.files(cast.chiara)
    assert Case.objects.kept_by(cast.shelter.id).get() == there.case
    assert not Case.objects.kept_by(cast.registry.id).exists()
    assert not Case.objects.kept_by(None).exists()


def test_two_scopes_narrow_each_other(cast, there):
    cast.answers(there.case)
    other = cast.files(cast.chiara)
    cast.answers(other)
    allowed = Case.objects.allowing(PURPOSES["registration"], timezone.now())
    assert allowed.visible_to(cast.chiara).get() == other
    assert not Organisation.objects.filter(
        pk__in=allowed.visible_to(cast.hugo).values("organisation")
    ).exists()
