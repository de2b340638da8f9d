"""The set-up says what to do when it cannot go on, and does nothing twice."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from scripts import bootstrap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with lock files, whose environment is a link to this Python."""
    (tmp_path / "requirements").mkdir()
    for name in ("runtime.txt", "dev.txt"):
        (tmp_path / "requirements" / name).write_text("a==1\n", encoding="utf-8")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lock files that were installed, instead of installing them."""
    names: list[str] = []
    monkeypatch.setattr(bootstrap, "install", lambda _venv, lock: names.append(lock.name))
    return names


def test_an_old_python_is_refused_by_its_number() -> None:
    with pytest.raises(bootstrap.SetUpError, match=r"3\.10.*PYTHON="):
        bootstrap.refuse_old_python((3, 10))


def test_the_oldest_python_that_we_promise_is_accepted() -> None:
    bootstrap.refuse_old_python((3, 11))


def test_a_missing_venv_names_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda part: part != "ensurepip" or None)
    with pytest.raises(bootstrap.SetUpError, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.make_venv(tmp_path / ".venv")


def test_the_second_time_there_is_nothing_to_do(checkout: Path, installed: list[str]) -> None:
    bootstrap.refresh_environment(checkout, "dev")
    bootstrap.refresh_environment(checkout, "dev")
    assert installed == ["dev.txt"]


def test_the_development_set_contains_the_runtime_set(checkout: Path, installed: list[str]) -> None:
    bootstrap.refresh_environment(checkout, "dev")
    bootstrap.refresh_environment(checkout, "runtime")
    assert installed == ["dev.txt"]


def test_the_runtime_set_is_not_taken_for_the_development_set(
    checkout: Path, installed: list[str]
) -> None:
    bootstrap.refresh_environment(checkout, "runtime")
    bootstrap.refresh_environment(checkout, "dev")
    assert installed == ["runtime.txt", "dev.txt"]


def test_a_changed_lock_is_installed_again(checkout: Path, installed: list[str]) -> None:
    bootstrap.refresh_environment(checkout, "runtime")
    (checkout / "requirements" / "runtime.txt").write_text("a==2\n", encoding="utf-8")
    bootstrap.refresh_environment(checkout, "runtime")
    assert installed == ["runtime.txt", "runtime.txt"]


def test_an_installation_that_broke_off_is_not_taken_for_finished(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.refresh_environment(checkout, "runtime")
    (checkout / "requirements" / "runtime.txt").write_text("a==2\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.refresh_environment(checkout, "runtime")
    (checkout / "requirements" / "runtime.txt").write_text("a==1\n", encoding="utf-8")
    bootstrap.refresh_environment(checkout, "runtime")
    assert installed == ["runtime.txt", "runtime.txt"]


def test_a_failing_installer_is_shown_in_its_own_words() -> None:
    with pytest.raises(bootstrap.SetUpError, match=r"(?s)the step failed.*no such package"):
        bootstrap.run_quietly(
            [sys.executable, "-c", "print('no such package'); raise SystemExit(1)"], "the step"
        )


def test_a_catalogue_is_stale_until_it_is_compiled_and_again_when_it_changes(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "python_of", lambda _venv: Path(sys.executable))
    po = checkout / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid "yes"\nmsgstr "ja"\n', encoding="utf-8")
    (checkout / "scripts").symlink_to(ROOT / "scripts")
    assert bootstrap.is_stale(po)
    bootstrap.refresh_translations(checkout)
    assert not bootstrap.is_stale(po)
    assert b"ja" in po.with_suffix(".mo").read_bytes()
    os.utime(po, (po.stat().st_atime, po.stat().st_mtime + 10))
    assert bootstrap.is_stale(po)


def interrupted(_venv: Path, _lock: Path) -> None:
    """Break off, as Ctrl-C does."""
    raise KeyboardInterrupt
