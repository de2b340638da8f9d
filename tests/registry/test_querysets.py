"""Nobody reads, counts, changes or unites cases before saying for whom or for what."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.shortcuts import get_list_or_404, get_object_or_404

from consent.models import ConsentFile
from registry.models import Case, Identity
from registry.querysets import NotScoped
from registry.verbs import Who
from tests.consent.stored import row_counts
from tests.marks import database
from vault.core.errors import NoAccessContext

pytestmark = database

WHO = Who(given_names="Invented", family_name="Person")
MODELS = (Case, Identity)


@dataclass
class There:
    """A report and what it belongs to."""

    case: Case
    user: object

    def row(self, model):
        return model.objects.visible_to(self.user).get()


@pytest.fixture
def there(cast):
    return There(case=cast.files(who=WHO), user=cast.aicha)


READS = {
    "all": lambda rows, _: list(rows.all()),
    "len": lambda rows, _: len(rows.all()),
    "bool": lambda rows, _: bool(rows.all()),
    "repr": lambda rows, _: repr(rows.all()),
    "get": lambda rows, row: rows.get(pk=row.pk),
    "filter": lambda rows, row: list(rows.filter(pk=row.pk)),
    "exclude": lambda rows, _: list(rows.exclude(pk=None)),
    "first": lambda rows, _: rows.first(),
    "last": lambda rows, _: rows.last(),
    "latest": lambda rows, _: rows.latest("pk"),
    "index": lambda rows, _: rows.all()[0],
    "slice": lambda rows, _: list(rows.all()[:1]),
    "values": lambda rows, _: list(rows.values()),
    "values_list": lambda rows, _: list(rows.values_list("pk")),
    "annotate": lambda rows, _: list(rows.annotate(n=Count("pk"))),
    "distinct": lambda rows, _: list(rows.distinct()),
    "defer": lambda rows, _: list(rows.defer("organisation")),
    "select_related": lambda rows, _: list(rows.select_related("consent_file")),
    "select_for_update": lambda rows, _: list(rows.select_for_update()),
    "count": lambda rows, _: rows.count(),
    "exists": lambda rows, _: rows.exists(),
    "contains": lambda rows, row: rows.contains(row),
    "in_bulk": lambda rows, row: rows.in_bulk([row.pk]),
    "iterator": lambda rows, _: next(rows.iterator()),
    "aggregate": lambda rows, _: rows.aggregate(Count("pk")),
    "explain": lambda rows, _: rows.explain(),
    "the query as text": lambda rows, _: str(rows.all().query),
    "get_object_or_404": lambda rows, row: get_object_or_404(rows, pk=row.pk),
    "get_object_or_404 of a model": lambda rows, row: get_object_or_404(rows.model, pk=row.pk),
    "get_list_or_404": lambda rows, _: get_list_or_404(rows),
}
WRITES = {
    "update": lambda rows, row: rows.update(organisation=row.organisation),
    "filtered update": lambda rows, row: rows.filter(pk=row.pk).update(organisation=None),
    "bulk_update": lambda rows, row: rows.bulk_update([row], ["organisation"]),
    "delete": lambda rows, _: rows.all().delete(),
    "filtered delete": lambda rows, row: rows.filter(pk=row.pk).delete(),
    "raw delete": lambda rows, _: rows.all()._raw_delete("default"),
    "get_or_create": lambda rows, row: rows.get_or_create(pk=row.pk),
    "update_or_create": lambda rows, row: rows.update_or_create(pk=row.pk),
}
SUBQUERIES = {
    "__in": lambda rows: ConsentFile.objects.filter(pk__in=rows.values("consent_file")),
    "not __in": lambda rows: ConsentFile.objects.exclude(pk__in=rows.values("consent_file")),
    "=": lambda rows: ConsentFile.objects.filter(pk=rows.values("consent_file")[:1]),
    "Exists": lambda rows: ConsentFile.objects.filter(
        Exists(rows.filter(consent_file=OuterRef("pk")))
    ),
    "Subquery": lambda rows: ConsentFile.objects.annotate(
        x=Subquery(rows.filter(consent_file=OuterRef("pk")).values("pk")[:1])
    ),
}
UNITED = {
    "|": lambda one, other: one | other,
    "&": lambda one, other: one & other,
    "^": lambda one, other: one ^ other,
    "slice |": lambda one, other: one[:1] | other,
    "slice ^": lambda one, other: one[:1] ^ other,
    "| slice": lambda one, other: one | other[:1],
    "none |": lambda one, other: one.none() | other,
    "union": lambda one, other: one.union(other),
    "union all": lambda one, other: one.union(other, all=True),
    "difference": lambda one, other: one.difference(other),
    "intersection": lambda one, other: one.intersection(other),
}


def operations(table):
    return pytest.mark.parametrize("operation", table.values(), ids=table)


@operations(READS)
def test_nothing_is_read_before_saying_for_whom(there, operation):
    for model in MODELS:
        row = there.row(model)
        with pytest.raises(NotScoped, match="Say first"):
            operation(model.objects, row)


@operations(WRITES)
def test_nothing_is_changed_before_saying_for_whom(there, operation):
    before = row_counts()
    for model in MODELS:
        row = there.row(model)
        with pytest.raises(NotScoped), transaction.atomic():
            operation(model.objects, row)
    assert row_counts() == before


@operations(SUBQUERIES)
def test_only_rows_with_a_scope_are_a_subquery(there, operation):
    for model in MODELS:
        assert operation(model.objects.visible_to(there.user)).count() in (0, 1)
        with pytest.raises(NotScoped):
            list(operation(model.objects.all()))


@operations(UNITED)
def test_a_scope_covers_nothing_that_is_united_with_it(cast, there, operation):
    cast.files(cast.chiara)
    scoped, unscoped = Case.objects.visible_to(there.user), Case.objects.all()
    for one, other in ((scoped, unscoped), (unscoped, scoped), (unscoped, unscoped)):
        with pytest.raises(NotScoped):
            list(operation(one, other))


def test_a_scope_on_nothing_covers_nothing_either(there):
    with pytest.raises(NotScoped):
        list(Case.objects.visible_to(there.user).none().union(Case.objects.all()))


def test_two_scopes_can_be_united(cast, there):
    other = cast.files(cast.chiara)
    ours, theirs = (Case.objects.visible_to(user) for user in (there.user, cast.chiara))
    assert set(ours | theirs) == set(ours.union(theirs)) == {there.case, other}
    assert set(ours[:1] | theirs) == {there.case, other}
    assert not (ours & theirs).exists()


RELATIONS = {
    "cases of a file": lambda case: case.consent_file.cases,
    "cases of an organisation": lambda case: case.organisation.case_set,
    "identities of an organisation": lambda case: case.organisation.identity_set,
}


@pytest.mark.parametrize("relation", RELATIONS.values(), ids=RELATIONS)
@pytest.mark.parametrize("read", ["all", "count", "first", "exists"])
def test_a_relation_refuses_too(there, relation, read):
    with pytest.raises(NotScoped):
        list(getattr(relation(there.case), read)())


def test_a_relation_with_a_scope_opens(cast, there):
    assert there.case.consent_file.cases.visible_to(there.user).get() == there.case
    assert not there.case.consent_file.cases.visible_to(cast.chiara).exists()


@pytest.mark.parametrize("lookup", ["cases", Prefetch("cases", queryset=Case.objects.all())])
def test_cases_are_not_fetched_beforehand_without_a_scope(there, lookup):
    with pytest.raises(NotScoped):
        list(ConsentFile.objects.prefetch_related(lookup))


def test_cases_are_fetched_beforehand_with_a_scope(there):
    scoped = Prefetch("cases", queryset=Case.objects.visible_to(there.user))
    (file,) = ConsentFile.objects.prefetch_related(scoped)
    assert list(file.cases.all()) == [there.case]


def test_a_dump_refuses(there):
    with pytest.raises(Exception, match="Say first"):
        call_command("dumpdata", "registry")


def test_nobody_deletes_a_case_even_with_a_scope(there):
    with pytest.raises(NotScoped):
        Case.objects.visible_to(there.user).delete()
    with pytest.raises(NotScoped):
        Case.objects.visible_to(there.user)._raw_delete("default")
    assert there.row(Case) == there.case


def test_a_scope_stays_on_what_follows_from_it(there):
    rows = Case.objects.visible_to(there.user).filter(status="open").order_by("pk").distinct()
    assert rows.count() == len(rows.values_list("pk")) == len(rows[:5]) == 1
    assert rows.aggregate(n=Count("pk")) == {"n": 1}
    assert rows.update(status="closed") == 1


def test_a_scope_does_not_stick_to_the_manager(there):
    assert Case.objects.visible_to(there.user).exists()
    with pytest.raises(NotScoped):
        Case.objects.exists()


WAYS_AROUND = {
    "_base_manager": lambda: Case._base_manager.get().facts,
    "raw": lambda: Case.objects.raw("SELECT * FROM registry_case")[0].facts,
    "one to one": lambda: ConsentFile.objects.get().identity.family_name,
    "join": lambda: ConsentFile.objects.select_related("identity").get().identity.family_name,
}


@pytest.mark.parametrize("way", WAYS_AROUND.values(), ids=WAYS_AROUND)
def test_what_cannot_be_stopped_reads_ciphertext(there, way):
    with pytest.raises(NoAccessContext):
        way()
