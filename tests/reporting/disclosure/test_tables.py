"""What is counted and what may be seen never change places."""

from __future__ import annotations

import ast
import copy
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from reporting.disclosure.errors import BadRow, BadSpec, NotProtected
from reporting.disclosure.protect import protect
from reporting.disclosure.tables import CountTable, Dimension, ProtectedTable, TableSpec
from tests.reporting.disclosure.small import a_count, a_spec

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("token", [None, object(), "PROTECT_TOKEN", True])
def test_nobody_but_protect_makes_a_protected_table(token):
    with pytest.raises(NotProtected, match="Only protect"):
        ProtectedTable(spec=a_spec(1), values=(7, 7), token=token)


def test_a_protected_table_cannot_be_changed_into_another():
    table = protect(a_count([7, 8], 2))
    with pytest.raises(ValueError, match="token"):
        replace(table, values=(1, 2, 3))
    with pytest.raises(FrozenInstanceError):
        table.values = (1, 2, 3)
    assert copy.deepcopy(table) == table


def test_only_protect_holds_the_token():
    holders = {
        path.relative_to(ROOT).as_posix()
        for package in ("config", "reporting", "registry", "consent", "accounts", "audit", "vault")
        for path in (ROOT / package).rglob("*.py")
        if "PROTECT_TOKEN" in names_in(path)
    }
    assert holders == {"reporting/disclosure/tables.py", "reporting/disclosure/protect.py"}


def test_counts_are_not_shown_by_accident():
    assert "3" not in repr(a_count([3, 3, 3, 3], 2, 2))


@pytest.mark.parametrize("code", ["_T", "", "a,b", "=1+1", "two words", "x\n"])
def test_a_code_that_could_be_misread_is_refused(code):
    with pytest.raises(BadSpec, match="cannot be a code"):
        Dimension(name="a", concept="A", codes=(code,))


def test_a_code_twice_is_refused():
    with pytest.raises(BadSpec, match="twice"):
        Dimension(name="a", concept="A", codes=("x", "x"))


@pytest.mark.parametrize("dimensions", [(), ("a", "a")])
def test_a_table_needs_dimensions_named_once(dimensions):
    with pytest.raises(BadSpec, match="named once"):
        TableSpec(
            name="t",
            title="",
            population="",
            dimensions=tuple(Dimension(name=n, concept=n, codes=("x",)) for n in dimensions),
        )


def test_an_open_dimension_is_filled_in_once_and_not_emptied():
    spec = replace(a_spec(2, 1), dimensions=(an_open_dimension(), *a_spec(1).dimensions))
    with pytest.raises(BadSpec, match="Fill in the codes"):
        CountTable(spec=spec, counts={})
    with pytest.raises(BadSpec, match="got no codes"):
        spec.with_codes("period", [])
    filled = spec.with_codes("period", ["2022-Q2", "2022-Q3"])
    assert filled.shape == (3, 2)
    with pytest.raises(BadSpec, match="no open dimension"):
        filled.with_codes("period", ["2022-Q4"])
    with pytest.raises(BadSpec, match="no open dimension"):
        filled.with_codes("elsewhere", ["2022-Q4"])


@pytest.mark.parametrize("key", [("a9", "b0"), ("a0",), ("a0", "_T"), ("a0", "b0", "c0")])
def test_counts_outside_the_table_are_refused(key):
    with pytest.raises(BadRow, match="no cell"):
        CountTable(spec=a_spec(2, 2), counts={key: 7})


def test_somebody_where_nobody_can_be_is_refused():
    spec = replace(a_spec(2), not_applicable=frozenset({("a0",)}))
    with pytest.raises(BadRow, match="no cell a0"):
        CountTable(spec=spec, counts={("a0",): 1})


@pytest.mark.parametrize("count", [-1, 1.5, True, None])
def test_what_is_not_a_number_of_persons_is_refused(count):
    with pytest.raises(BadRow, match="whole number"):
        CountTable(spec=a_spec(1), counts={("a0",): count})


def an_open_dimension() -> Dimension:
    return Dimension(name="period", concept="TIME_PERIOD", codes=())


def names_in(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found.add(name)
            case ast.Constant(value=str(name)):
                found.add(name)
    return found
