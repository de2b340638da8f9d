"""A new key for a person: nothing is lost on the way, and the old key is gone at the end."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone

from audit.access import opening
from consent import keeper
from consent.gate import serving
from consent.rules.history import Kind
from consent.verbs import Answer, append_answers, ledger_keys
from registry.models import Case, Identity
from tests.cast import some_facts
from tests.marks import database, real_database
from tests.vault.sealed_rows import cell_of, read_again, stored_row, write_cell
from vault import data_keys, grants, resealing
from vault.core.cells import key_id_of
from vault.core.errors import CannotOpen
from vault.data_keys import FACTS, IDENTITY
from vault.fields import sealed_fields
from vault.models import DataKey, Grant

FIELD = Case._meta.get_field("facts")
EXPECTED = some_facts().to_document()


class PowerCut(BaseException):
    """Nothing in the house may catch this one."""


@contextmanager
def cut_before_statement(number):
    """Let the ``number``-th statement to either database, from 1, be never sent."""
    sent = 0

    def count(execute, *arguments):
        nonlocal sent
        sent += 1
        if sent >= number:
            raise PowerCut
        return execute(*arguments)

    with ExitStack() as stack:
        for alias in ("default", "keys"):
            stack.enter_context(connections[alias].execute_wrapper(count))
        yield


def caring(organisation):
    return opening(who="w", role="r", organisation=organisation, why="y")


def facts_in_care(case):
    with caring(case.organisation_id):
        return read_again(case).facts


def facts_for(purpose, case):
    with serving(purpose=purpose, organisation=case.organisation_id, who="p", why="y"):
        return read_again(case).facts


def current_key(case):
    return data_keys.current(case.organisation_id, [case.consent_file_id], FACTS)[
        case.consent_file_id
    ].key_id


def withdraw_in_the_ledger_only(case):
    file = case.consent_file
    answer = Answer(
        purpose="registration",
        kind=Kind.WITHDRAWN,
        true_from=timezone.now(),
        how="spoken",
        expressed_by="self",
    )
    keys = ledger_keys(file.organisation_id, [file.id])
    with transaction.atomic():
        append_answers(
            organisation=file.organisation_id,
            answers=[(file.id, answer)],
            person_keys=keys,
            recorded_by="w",
            now=timezone.now(),
        )


def follow(case):
    return keeper.follow(case.organisation_id, [case.consent_file_id], timezone.now())


def is_cut(case, number):
    """Follow with the power cut before one statement; say whether it came that far."""
    try:
        with cut_before_statement(number):
            follow(case)
    except PowerCut:
        return True
    return False


@real_database
def test_a_power_cut_before_any_statement_loses_nothing_and_the_next_run_completes(cast):
    number, cut = 0, True
    while cut:
        number += 1
        case = cast.files()
        cast.answers(case, "registration")
        cast.answers(case, "count")
        old = current_key(case)
        withdraw_in_the_ledger_only(case)
        cut = is_cut(case, number)
        assert facts_in_care(case) == EXPECTED, number
        follow(case)
        assert facts_in_care(case) == EXPECTED, number
        assert facts_for("count", case) == EXPECTED, number
        with pytest.raises(CannotOpen):
            facts_for("registration", case)
        assert grants.standing([case.consent_file_id]) == {(case.consent_file_id, "count")}
        assert data_keys.spent_keys([case.consent_file_id]) == []
        assert key_id_of(cell_of(case, FIELD)) == current_key(case) != old
        assert not Grant.objects.filter(data_key_id=uuid_of(old)).exists()
    assert number > 15


def uuid_of(key_id):
    return DataKey._meta.pk.to_python(key_id.hex())


@database
def test_resealing_moves_every_cell_of_the_person_to_the_current_key(cast):
    row = stored_row(cast, Identity)
    subject, organisation = row.consent_file_id, row.organisation_id
    before = {f.name: cell_of(row, f) for f in sealed_fields(Identity)}
    data_keys.spend(organisation, [subject], IDENTITY)
    for _ in range(2):
        with caring(organisation):
            values = {name: getattr(read_again(row), name) for name in before}
            assert resealing.reseal([subject], IDENTITY) == 1
            again = read_again(row)
            assert {name: getattr(again, name) for name in before} == values
    new = data_keys.current(organisation, [subject], IDENTITY)[subject].key_id
    assert {key_id_of(cell_of(row, f)) for f in sealed_fields(Identity)} == {new}
    assert {key_id_of(cell) for cell in before.values()}.isdisjoint({new})


@database
def test_resealing_leaves_other_persons_and_other_compartments_alone(cast):
    case, other = cast.files(narrative="n"), cast.files(narrative="n")
    narrative = Case._meta.get_field("narrative")
    kept = [cell_of(case, narrative), cell_of(other, narrative), cell_of(other, FIELD)]
    data_keys.spend(case.organisation_id, [case.consent_file_id], FACTS)
    with caring(case.organisation_id):
        assert resealing.reseal([case.consent_file_id, uuid4()], FACTS) == 1
    assert kept == [cell_of(case, narrative), cell_of(other, narrative), cell_of(other, FIELD)]


@database
def test_a_spent_key_stays_as_long_as_one_cell_names_it(cast):
    case = cast.files()
    subject = case.consent_file_id
    data_keys.spend(case.organisation_id, [subject], FACTS)
    for _ in range(2):
        resealing.retire_unused(data_keys.spent_keys([subject]))
        assert len(data_keys.spent_keys([subject])) == 1
    assert facts_in_care(case) == EXPECTED
    with caring(case.organisation_id):
        resealing.reseal([subject], FACTS)
    for _ in range(2):
        resealing.retire_unused(data_keys.spent_keys([subject]))
        assert data_keys.spent_keys([subject]) == []
    assert facts_in_care(case) == EXPECTED


@database
def test_of_two_cases_of_one_person_both_are_sealed_anew(cast):
    case, other = cast.files(), cast.files()
    file = other.consent_file_id
    Case._base_manager.filter(id=case.id).update(consent_file=file)
    write_cell(case, FIELD, cell_of(other, FIELD))
    with caring(case.organisation_id):
        moved = read_again(case)
        moved.facts = EXPECTED
        moved.save()
        data_keys.spend(case.organisation_id, [file], FACTS)
        assert resealing.reseal([file], FACTS) == 2
    resealing.retire_unused(data_keys.spent_keys([file]))
    assert data_keys.spent_keys([file]) == []
    assert [facts_in_care(row) for row in (case, other)] == [EXPECTED, EXPECTED]


@database
def test_a_cell_that_does_not_open_is_never_resealed_or_left_without_its_key(cast):
    case = cast.files()
    subject, cell = case.consent_file_id, cell_of(case, FIELD)
    data_keys.spend(case.organisation_id, [subject], FACTS)
    write_cell(case, FIELD, cell[:-1] + bytes([cell[-1] ^ 1]))
    with caring(case.organisation_id), pytest.raises(CannotOpen):
        resealing.reseal([subject], FACTS)
    resealing.retire_unused(data_keys.spent_keys([subject]))
    assert len(data_keys.spent_keys([subject])) == 1
    write_cell(case, FIELD, cell)
    assert facts_in_care(case) == EXPECTED


@database
def test_only_care_gives_a_new_key(cast):
    case = cast.files()
    cast.answers(case, "registration")
    cell = cell_of(case, FIELD)
    with (
        serving(purpose="registration", organisation=case.organisation_id, who="p", why="y"),
        pytest.raises(CannotOpen),
    ):
        resealing.reseal([case.consent_file_id], FACTS)
    assert cell_of(case, FIELD) == cell
