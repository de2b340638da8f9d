"""A role is held in an organisation, by its group, by an active user; nothing else counts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from guardian.shortcuts import assign_perm

from accounts.models import Organisation, User
from accounts.roles import (
    LABELS,
    Role,
    give_role,
    has_role,
    organisations_of,
    provide_groups,
    take_role,
)
from registry.models import Case
from tests.marks import database

pytestmark = database
every_role = pytest.mark.parametrize("role", list(Role))


def roles_of(user):
    """Return every pair of role and organisation that ``user`` has."""
    return {(role, o.name) for role in Role for o in organisations_of(user, role)}


def test_the_cast_has_the_roles_that_it_was_given_and_no_more(cast):
    shelter, youth_care, registry = (o.name for o in (cast.shelter, cast.youth_care, cast.registry))
    assert roles_of(cast.aicha) == {(Role.CARE_WORKER, shelter)}
    assert roles_of(cast.bram) == {(Role.CARE_WORKER, shelter)}
    assert roles_of(cast.chiara) == {(Role.CARE_WORKER, youth_care)}
    assert roles_of(cast.els) == {(Role.REGISTRY_COORDINATOR, registry)}
    assert roles_of(cast.farid) == {(Role.CONSENT_AUDITOR, shelter)}
    assert roles_of(cast.gerda) == {(Role.ORGANISATION_ADMIN, shelter)}
    assert roles_of(cast.dirk) == set()


@every_role
def test_a_role_in_one_organisation_is_none_in_another(cast, role):
    give_role(user=cast.dirk, role=role, organisation=cast.shelter)
    assert roles_of(cast.dirk) == {(role, cast.shelter.name)}
    give_role(user=cast.dirk, role=role, organisation=cast.youth_care)
    take_role(user=cast.dirk, role=role, organisation=cast.shelter)
    assert roles_of(cast.dirk) == {(role, cast.youth_care.name)}


def test_a_superuser_has_no_role_and_sees_no_case(cast):
    cast.files()
    assert cast.hugo.is_superuser
    assert cast.hugo.has_perm("accounts.work_on_cases", cast.shelter)  # so Django says
    assert roles_of(cast.hugo) == set()
    assert not any(has_role(cast.hugo, role) for role in Role)
    assert not Case.objects.visible_to(cast.hugo).exists()


def test_an_inactive_user_has_no_role_and_sees_no_case(cast):
    cast.files()
    assert Case.objects.visible_to(cast.aicha).count() == 1
    User.objects.filter(id=cast.aicha.id).update(is_active=False)
    cast.aicha.refresh_from_db()
    assert roles_of(cast.aicha) == set()
    assert not Case.objects.visible_to(cast.aicha).exists()


def test_nobody_has_no_role():
    assert roles_of(AnonymousUser()) == set()
    assert not User.objects.exists()  # guardian makes no anonymous user of its own


@every_role
def test_a_permission_without_an_organisation_opens_nothing(cast, role):
    permission = Permission.objects.get(codename=role.value)
    cast.dirk.user_permissions.add(permission)
    everyone = Group.objects.create(name="everyone")
    everyone.permissions.add(permission)
    cast.dirk.groups.add(everyone)
    dirk = User.objects.get(id=cast.dirk.id)
    assert dirk.has_perm(f"accounts.{role.value}")  # so Django says
    assert roles_of(dirk) == set()
    cast.files()
    assert not Case.objects.visible_to(dirk).exists()


@every_role
def test_a_permission_on_another_kind_of_thing_opens_nothing(cast, role):
    """The same codename on another model, and on a row that has the organisation's id."""
    permission = Permission.objects.create(
        codename=role.value, name="look-alike", content_type=ContentType.objects.get_for_model(User)
    )
    group = Group.objects.create(name="look-alikes")
    cast.dirk.groups.add(group)
    twin = User(id=cast.shelter.id, email="twin@test.invalid")
    twin.save(force_insert=True)
    assign_perm(permission, group, twin)
    assert roles_of(cast.dirk) == set()


def test_a_permission_given_to_a_user_past_the_groups_opens_nothing(cast):
    assign_perm(Role.CARE_WORKER.value, cast.dirk, cast.shelter)
    assert roles_of(cast.dirk) == set()


def test_a_group_of_the_right_name_without_its_permission_opens_nothing(cast):
    fake = Group.objects.create(name=f"{cast.shelter.id}:{Role.CARE_WORKER.value} ")
    cast.dirk.groups.add(fake)
    assert roles_of(cast.dirk) == set()


def test_giving_and_taking_twice_is_like_once(cast):
    role = Role.CARE_WORKER
    for _ in range(2):
        give_role(user=cast.dirk, role=role, organisation=cast.shelter)
    assert roles_of(cast.dirk) == {(role, cast.shelter.name)}
    for _ in range(2):
        take_role(user=cast.dirk, role=role, organisation=cast.shelter)
    assert roles_of(cast.dirk) == set()


def test_providing_groups_twice_makes_them_once(cast):
    before = Group.objects.count()
    provide_groups(cast.shelter)
    assert Group.objects.count() == before
    assert before == len(Role) * Organisation.objects.count()


def test_every_role_has_a_label_and_a_permission():
    assert set(LABELS) == set(Role)
    declared = {codename for codename, _ in Organisation._meta.permissions}
    assert declared == {role.value for role in Role}


def test_which_cases_someone_may_see_is_asked_in_few_queries(cast, django_assert_max_num_queries):
    for organisation in (cast.shelter, cast.youth_care):
        give_role(user=cast.dirk, role=Role.CARE_WORKER, organisation=organisation)
    ContentType.objects.get_for_model(Organisation)
    with django_assert_max_num_queries(2):
        assert len(organisations_of(cast.dirk, Role.CARE_WORKER)) == 2
