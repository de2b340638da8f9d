"""Users and organisations are made whole or not at all."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Organisation, OrganisationType, User
from accounts.roles import Role, organisations_of
from accounts.verbs import make_organisation, make_user
from tests.cast import PASSWORD
from tests.marks import database
from vault.core.errors import CannotOpen
from vault.models import OrganisationKey
from vault.organisation_keys import Algorithm, sealing_key

pytestmark = database


def new_user(email="New.User@Test.INVALID", **changes):
    return make_user(email=email, password=PASSWORD, name="New", **{"roles_in": ()} | changes)


def test_a_user_is_known_by_an_address_without_regard_to_case():
    user = new_user()
    assert user.email == "new.user@test.invalid"
    assert User.objects.get_by_natural_key("NEW.USER@test.invalid") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        new_user("new.user@TEST.invalid")


def test_a_user_has_no_rights_and_no_readable_password():
    user = new_user()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
    assert user.check_password(PASSWORD)
    assert PASSWORD not in user.password
    assert str(user) == "New"


def test_a_user_with_a_role_that_cannot_be_given_is_not_made(cast):
    stranger = Organisation(name="never saved", type=OrganisationType.NGO)
    with pytest.raises(Group.DoesNotExist):
        new_user(roles_in=[(Role.CARE_WORKER, cast.shelter), (Role.CARE_WORKER, stranger)])
    assert not User.objects.filter(email="new.user@test.invalid").exists()


def test_an_organisation_gets_its_groups_and_exactly_its_keys():
    kinds = [("care", Algorithm.CELLS), ("ledger", Algorithm.SIGNS)]
    made = make_organisation(name="N", type_=OrganisationType.NGO, keys=kinds)
    rows = OrganisationKey.objects.filter(organisation_id=made.id)
    assert set(rows.values_list("ring", "algorithm")) == set(kinds)
    assert Group.objects.filter(name__startswith=str(made.id)).count() == len(Role)
    sealing_key(made.id, "care")
    with pytest.raises(CannotOpen):
        sealing_key(made.id, "count")


@pytest.mark.parametrize(
    ("name", "type_"),
    [("", OrganisationType.NGO), ("x" * 201, OrganisationType.NGO), ("N", "made up"), ("N", "")],
)
def test_an_organisation_without_a_proper_name_or_type_is_not_made(name, type_):
    with pytest.raises(ValidationError):
        make_organisation(name=name, type_=type_, keys=[("care", Algorithm.CELLS)])
    assert not Organisation.objects.exists()
    assert not Group.objects.exists()
    assert not OrganisationKey.objects.exists()


def test_two_organisations_never_share_a_name(cast):
    with pytest.raises(ValidationError):
        make_organisation(name=cast.shelter.name, type_=OrganisationType.NGO, keys=[])


def test_a_new_organisation_has_no_users(cast):
    made = make_organisation(name="N", type_=OrganisationType.NGO, keys=[])
    for user in User.objects.all():
        for role in Role:
            assert made not in organisations_of(user, role)
