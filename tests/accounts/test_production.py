"""Production starts with everything that it needs, or says which variable is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import celery, env
from config.rings import CARE, REGISTRY, REPORTING
from scripts.rehearse_production import made_up_environment
from tests.accounts.starting import ROOT, STARTED, start_all
from vault import rings


@pytest.fixture
def environment(tmp_path):
    """Every variable that production asks for; nothing real is named."""
    made = made_up_environment(tmp_path)
    rings.create(tmp_path / "rings", ["care", "count"])
    return made | {"INBEELD_RINGS": "care,count"}


def needed(environment):
    names = sorted(environment.keys() - {"DJANGO_SETTINGS_MODULE"})
    assert len(names) >= 8
    return names


def test_production_starts_with_everything(environment):
    assert start_all([environment, environment | {"INBEELD_RINGS": "none"}]) == [STARTED] * 2


def test_each_missing_variable_is_named(environment):
    names = needed(environment)
    lacking = [{n: v for n, v in environment.items() if n != name} for name in names]
    for name, said in zip(names, start_all(lacking), strict=True):
        assert said == (
            f"ImproperlyConfigured: Set the environment variable {name}; InBeeld needs it."
        )


def test_each_empty_variable_is_named(environment):
    names = needed(environment)
    for name, said in zip(
        names, start_all([environment | {name: "  "} for name in names]), strict=True
    ):
        assert said.startswith("ImproperlyConfigured: ")
        assert name in said


def test_a_plain_process_says_it_to_whoever_started_it(environment):
    """The same once without any help: `python -c "import django; django.setup()"`."""
    ran = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env={n: v for n, v in environment.items() if n != "KEYS_DATABASE_URL"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1
    assert "Set the environment variable KEYS_DATABASE_URL" in ran.stderr.splitlines()[-1]


def test_keys_and_data_in_one_database_are_refused(environment):
    one = environment["DATABASE_URL"]
    same = [environment | {"KEYS_DATABASE_URL": url} for url in (one, one + "?sslmode=require")]
    for said in start_all(same):
        assert said.startswith("ImproperlyConfigured: ")
        assert "name the same database" in said


def test_sqlite_and_other_databases_are_refused(environment, tmp_path):
    lite, other = f"sqlite:///{tmp_path}/data.sqlite3", "mysql://nobody@localhost/data"
    names = {"DATABASE_URL": "default", "KEYS_DATABASE_URL": "keys"}
    said = start_all([environment | {name: url} for name in names for url in (lite, other)])
    for text, alias in zip(said[::2], names.values(), strict=True):
        assert text == (
            f"ImproperlyConfigured: The database '{alias}' must be PostgreSQL in production."
        )
    for text in said[1::2]:
        assert text.startswith("ImproperlyConfigured: InBeeld runs on PostgreSQL or SQLite")


def test_a_secret_that_cannot_be_read_or_is_empty_is_named(environment, tmp_path):
    (tmp_path / "empty").touch()
    paths = [str(tmp_path / "not there"), str(tmp_path / "empty"), str(tmp_path)]
    said = start_all([environment | {"SECRET_KEY_FILE": path} for path in paths])
    for path, text in zip(paths, said, strict=True):
        assert text.startswith(f"ImproperlyConfigured: SECRET_KEY_FILE points to {path}, which ")


def test_the_web_process_does_not_start_without_its_rings(environment, tmp_path):
    rings.create(tmp_path / "open", ["care", "count"])
    (tmp_path / "open").chmod(0o755)
    (tmp_path / "short").mkdir(mode=0o700)
    (tmp_path / "short" / "care.key").touch(mode=0o600)
    said = start_all(
        [
            environment,
            environment | {"INBEELD_RINGS": "care,index"},
            environment | {"INBEELD_KEY_DIR": str(tmp_path / "nowhere")},
            environment | {"INBEELD_KEY_DIR": str(tmp_path / "open")},
            environment | {"INBEELD_KEY_DIR": str(tmp_path / "short")},
        ],
        module="config.wsgi",
    )
    assert said[0] == STARTED
    assert said[1].startswith("KeyNotHeld: This process does not hold the key ring 'index'")
    assert said[2].startswith("KeyNotHeld: This process does not hold the key ring 'care'")
    assert "run: chmod 0700" in said[3]
    assert "does not hold 32 bytes" in said[4]


def test_a_worker_does_not_start_without_its_rings(settings, tmp_path):
    """Celery logs an exception of a signal and goes on, so the worker has to leave by itself."""
    settings.INBEELD_KEY_DIR = tmp_path
    settings.INBEELD_RINGS = ["care"]
    with pytest.raises(SystemExit, match="'care'"):
        celery.worker_init.send(sender=None)
    settings.INBEELD_RINGS = []
    celery.worker_init.send(sender=None)


def test_no_process_holds_what_another_one_must_not():
    assert not {"care", "ledger", "accounts", "index"} & {*REPORTING, *REGISTRY}
    assert not {"pseudonym", "delivery", *REGISTRY} & set(CARE)


@pytest.mark.parametrize("value", [",", " , ,", ""])
def test_a_list_of_words_is_never_empty(monkeypatch, value):
    monkeypatch.setenv("WORDS", value)
    for ask in (env.words, env.words_or_none):
        with pytest.raises(ImproperlyConfigured, match="WORDS"):
            ask("WORDS")


def test_that_there_are_no_words_is_said_on_purpose(monkeypatch):
    monkeypatch.setenv("WORDS", "none")
    assert env.words_or_none("WORDS") == []
    monkeypatch.setenv("WORDS", " a, b,,none ")
    assert env.words_or_none("WORDS") == env.words("WORDS") == ["a", "b", "none"]
