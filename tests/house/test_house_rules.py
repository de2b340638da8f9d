"""Each rule finds what is planted in a tree of its own, and leaves what is right alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.house.allowed import LIST, AllowListError
from scripts.house_rules import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Plant = Callable[[str, str], list[tuple[str, int, str]]]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write one file into a small tree and return what the rules say about the tree."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / LIST).touch()

    def write_and_check(file: str, text: str) -> list[tuple[str, int, str]]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
        return [(found.file, found.line, found.construct) for found in broken_rules(tmp_path)]

    return write_and_check


@pytest.mark.parametrize(
    ("construct", "code"),
    [
        ("_base_manager", "Case._base_manager.all()"),
        ("raw", "Case.objects.raw('SELECT 1')"),
        ("Exists", "Case.objects.filter(Exists(events))"),
        ("Exists", "from django.db.models import Exists as There"),
        ("Exists", "models.Exists(events)"),
        ("Subquery", "Subquery(events)"),
        ("RawSQL", "RawSQL('1', ())"),
        ("extra", "cases.extra(where=['1'])"),
        ("cursor", "connection.cursor()"),
        ("bulk_create", "Grant.objects.bulk_create(rows)"),
        ("bulk_update", "write = Grant.objects.bulk_update"),
        ("update", "Grant.objects.filter(a=1).update(a=2)"),
        ("update", "self.model.objects.all()[:3].update(a=2)"),
        ("delete", "Grant.objects.all().delete()"),
    ],
)
@pytest.mark.parametrize("package", ["vault", "audit", "consent", "registry", "reporting"])
def test_a_way_around_the_scoped_managers_is_found(
    plant: Plant, package: str, construct: str, code: str
) -> None:
    found = plant(f"{package}/deep/verbs.py", f"\n{code}\n")
    assert (f"{package}/deep/verbs.py", 2, construct) in found


@pytest.mark.parametrize(
    "code",
    ["digest.update(b'')", "keys.update(a=1)", "grant.delete()", "raw = row.raw", "extra = {}"],
)
def test_an_ordinary_call_of_the_same_name_is_left_alone(plant: Plant, code: str) -> None:
    assert plant("consent/verbs.py", code) == []


def test_the_guard_is_for_the_guarded_packages_only(plant: Plant) -> None:
    assert plant("tests/consent/test_x.py", "Case._base_manager.all()") == []


def test_a_migration_is_guarded_too(plant: Plant) -> None:
    found = plant("consent/migrations/0002_fill.py", "Event.objects.all().delete()")
    assert found == [("consent/migrations/0002_fill.py", 1, "delete")]


def test_a_print_outside_a_command_is_found(plant: Plant) -> None:
    assert plant("accounts/verbs.py", "print(1)") == [("accounts/verbs.py", 1, "print")]


def test_a_command_may_print(plant: Plant) -> None:
    assert plant("accounts/management/commands/code.py", "print(1)") == []


def test_a_reason_allows_a_construct_in_one_file(plant: Plant) -> None:
    plant(LIST, entry("vault/grants.py", "bulk_create", "one write for a page of grants"))
    assert plant("vault/grants.py", "Grant.objects.bulk_create(rows)") == []
    assert plant("vault/other.py", "Grant.objects.bulk_create(rows)") != []


def test_an_exception_that_nobody_uses_is_found(plant: Plant) -> None:
    found = plant(LIST, entry("vault/grants.py", "bulk_create", "gone since"))
    assert found == [(LIST, 1, "unused exemption")]


def test_an_exception_cannot_lift_a_limit_of_size(plant: Plant) -> None:
    plant(LIST, entry("vault/long.py", "long file", "we like it long"))
    found = {construct for _, _, construct in plant("vault/long.py", "a = 1\n" * 301)}
    assert found == {"long file", "unused exemption"}


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_exception_without_a_reason_is_refused(plant: Plant, reason: str) -> None:
    with pytest.raises(AllowListError, match="reason"):
        plant(LIST, entry("vault/grants.py", "bulk_create", reason))


def test_a_function_of_sixty_lines_is_the_longest(plant: Plant) -> None:
    assert plant("config/a.py", "def f():\n" + "    a = 1\n" * 59) == []
    assert plant("config/a.py", "def f():\n" + "    a = 1\n" * 60) == [
        ("config/a.py", 1, "long function")
    ]


def test_a_file_of_three_hundred_lines_is_the_longest(plant: Plant) -> None:
    assert plant("tests/a.py", "a = 1\n" * 300) == []
    assert plant("tests/a.py", "a = 1\n" * 301) == [("tests/a.py", 301, "long file")]


def test_a_migration_may_be_long(plant: Plant) -> None:
    assert plant("vault/migrations/0001_initial.py", "a = 1\n" * 400) == []


@pytest.mark.parametrize(
    ("comment", "construct"),
    [
        ("# type: ignore", "type: ignore"),
        ("# noqa", "noqa"),
        ("# noqa: ", "noqa"),
        ("# NOQA - because", "noqa"),
        ("# ruff: noqa", "noqa"),
    ],
)
def test_a_silencing_comment_without_a_code_is_found(
    plant: Plant, comment: str, construct: str
) -> None:
    assert plant("scripts/a.py", f"a = 1  {comment}\n") == [("scripts/a.py", 1, construct)]


@pytest.mark.parametrize("comment", ["# type: ignore[misc]", "# noqa: S105", "# ruff: noqa: T20"])
def test_a_silencing_comment_with_its_code_is_left_alone(plant: Plant, comment: str) -> None:
    assert plant("scripts/a.py", f"a = '# noqa'  {comment}\n") == []


# Put together here, so that this file does not hold what it looks for.
@pytest.mark.parametrize(
    "text",
    [
        "--index" + "-url x",
        "PIP_FIND" + "_LINKS=x",
        "see pypi" + ".org",
        "cd /ho" + "me/someone/inbeeld",
        "cd '/works" + "pace/inbeeld'",
        "C:" + "\\Users\\someone",
    ],
)
def test_a_package_index_or_a_path_of_one_machine_is_found(plant: Plant, text: str) -> None:
    [(file, line, _)] = plant("docs/install.md", f"Install:\n{text}\n")
    assert (file, line) == ("docs/install.md", 2)


@pytest.mark.parametrize(
    "text", ["https://example.nl/desk/x", "the home/ folder", "~/.local/share", "/srv/inbeeld"]
)
def test_an_ordinary_path_is_left_alone(plant: Plant, text: str) -> None:
    assert plant("docs/install.md", text) == []


def test_a_file_that_is_not_text_is_left_alone(plant: Plant, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\0/ho" + b"me/someone")
    assert plant("docs/a.md", "") == []


def entry(file: str, construct: str, reason: str) -> str:
    """Return one entry of the list of exceptions."""
    return f'[[allowed]]\nfile = "{file}"\nconstruct = "{construct}"\nreason = "{reason}"\n'
