"""Keys live in a database of their own: no table, row or relation crosses over."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import OperationalError, ProgrammingError, connections, transaction
from django.utils.functional import SimpleLazyObject

from registry.models import Case
from tests.marks import database
from vault.models import DataKey, Grant, OrganisationKey
from vault.router import KeyStoreRouter

pytestmark = database
KEY_MODELS = {OrganisationKey, DataKey, Grant}
KEY_TABLES = {model._meta.db_table for model in KEY_MODELS}


def tables(alias):
    return set(connections[alias].introspection.table_names())


def test_each_database_has_its_own_tables_and_no_others():
    assert tables("keys") - {"django_migrations"} == KEY_TABLES
    assert not tables("default") & KEY_TABLES
    everything = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert everything - KEY_TABLES <= tables("default")


def test_every_model_is_read_and_written_where_its_table_is():
    for model in apps.get_models(include_auto_created=True):
        alias = "keys" if model in KEY_MODELS else "default"
        assert KeyStoreRouter().db_for_read(model) == alias
        assert KeyStoreRouter().db_for_write(model) == alias


def test_no_relation_crosses_over():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model:
                assert (field.related_model in KEY_MODELS) == (model in KEY_MODELS)
    router = KeyStoreRouter()
    assert not router.allow_relation(DataKey(), Group())
    assert not router.allow_relation(Group(), Grant())
    assert router.allow_relation(DataKey(), Grant())
    assert router.allow_relation(Group(), Case())
    assert router.allow_relation(SimpleLazyObject(Group), Case())  # such as request.user
    assert not router.allow_relation(SimpleLazyObject(Group), Grant())


def test_migrations_of_one_side_never_run_on_the_other():
    router = KeyStoreRouter()
    for app in apps.get_app_configs():
        assert router.allow_migrate("keys", app.label) == (app.label == "vault")
        assert router.allow_migrate("default", app.label) == (app.label != "vault")


@pytest.mark.parametrize("model", sorted(KEY_MODELS, key=lambda model: model.__name__))
def test_the_data_cannot_be_asked_for_keys(model):
    with pytest.raises((OperationalError, ProgrammingError)), transaction.atomic():
        model.objects.using("default").count()


def test_the_two_databases_are_two():
    names = {str(connections[alias].settings_dict["NAME"]) for alias in ("default", "keys")}
    assert len(names) == 2


def test_a_rollback_of_the_data_leaves_the_keys_alone():
    """There is no common transaction: that is why the ledger leads and keys follow."""
    with pytest.raises(RuntimeError), transaction.atomic():
        store_and_fail()
    assert DataKey.objects.count() == 1
    assert not Group.objects.exists()


def store_and_fail():
    Group.objects.create(name="g")
    DataKey.objects.create(
        organisation_id=uuid4(), subject_id=uuid4(), compartment="facts", sealed=b"x"
    )
    raise RuntimeError
