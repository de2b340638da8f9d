"""Servers of our own start, keep strangers out, and leave nothing behind."""

from __future__ import annotations

import shutil
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest
import redis as redis_client

from scripts.throwaway import postgresql, redis
from scripts.throwaway.host import ServerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator


def installed(find: str) -> bool:
    """Tell whether the server can be started here."""
    try:
        return bool(postgresql.find_postgresql() if find == "postgresql" else shutil.which(find))
    except ServerUnavailableError:
        return False


needs_postgresql = pytest.mark.skipif(
    not installed("postgresql"), reason="NO POSTGRESQL: its server binaries are not installed"
)
needs_redis = pytest.mark.skipif(
    not installed("redis-server"), reason="NO REDIS: redis-server is not installed"
)


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, empty; others may pass through, not look."""
    folder = Path(tempfile.mkdtemp(prefix="inbeeld-test-"))
    folder.chmod(0o711)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    shutil.rmtree(folder)


def is_listening(address: str) -> bool:
    """Tell whether somebody accepts connections there."""
    parts = urlsplit(address)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname or "", parts.port or 0)) == 0


@needs_postgresql
def test_postgresql_gives_two_databases_to_a_role_that_is_no_superuser(temporary: Path) -> None:
    with postgresql.running() as addresses:
        for address in addresses:
            with psycopg.connect(address) as database:
                question = "SELECT current_database(), usesuper FROM pg_user WHERE usename=user"
                name = urlsplit(address).path.strip("/")
                assert database.execute(question).fetchall() == [(name, False)]
    assert len(set(addresses)) == 2
    assert not is_listening(addresses[0])
    assert list(temporary.iterdir()) == []


@needs_postgresql
def test_postgresql_ends_when_the_run_breaks_off(temporary: Path) -> None:
    with pytest.raises(KeyboardInterrupt), postgresql.running() as (address, _):
        raise KeyboardInterrupt
    assert not is_listening(address)
    assert list(temporary.iterdir()) == []


@needs_postgresql
def test_postgresql_refuses_whoever_has_no_password(temporary: Path) -> None:
    with postgresql.running() as (address, _):
        parts = urlsplit(address)
        guess = parts._replace(netloc=f"inbeeld:wrong@127.0.0.1:{parts.port}").geturl()
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(guess)


@needs_redis
def test_redis_asks_a_password_and_leaves_nothing(temporary: Path) -> None:
    with redis.running() as address:
        with redis_client.Redis.from_url(address) as client:
            assert client.ping()
        stranger = redis_client.Redis(port=urlsplit(address).port or 0)
        with stranger, pytest.raises(redis_client.AuthenticationError):
            stranger.ping()
    assert not is_listening(address)
    assert list(temporary.iterdir()) == []


def test_a_missing_server_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(postgresql, "DEBIAN_HOME", Path("/nonexistent"))
    with pytest.raises(ServerUnavailableError, match="apt-get install postgresql"):
        postgresql.find_postgresql()
    with (
        pytest.raises(ServerUnavailableError, match="apt-get install redis-server"),
        redis.running(),
    ):
        pass


def test_a_server_that_is_too_old_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "14" / "bin").mkdir(parents=True)
    (tmp_path / "14" / "bin" / "initdb").touch()
    monkeypatch.setattr(postgresql, "DEBIAN_HOME", tmp_path)
    with pytest.raises(ServerUnavailableError, match="15 or newer"):
        postgresql.find_postgresql()
