"""Starts the processes of an installation on this machine, each with only its own key rings."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings

from vault import rings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

START_SECONDS = 30


class DidNotStart(Exception):
    """The web server does not answer; the message says where its words are."""


def ring_folder(name: str, held: Iterable[str]) -> Path:
    """Return a folder with copies of the rings ``held`` and no other, for one process."""
    folder = rings.folder().with_name(f"rings-{name}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for ring in held:
        source = rings.folder() / f"{ring}.key"
        target = folder / source.name
        target.touch(mode=0o600)
        target.write_bytes(source.read_bytes())
    return folder


def run(*command: str, keys: Path, url: str) -> str:
    """Run a management command in a process that holds only ``keys``; return what it said.

    Raises:
        subprocess.CalledProcessError: when it failed.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=_environment(keys, url),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()


def start(*command: str, keys: Path, url: str) -> subprocess.Popen[bytes]:
    """Start a management command that goes on until it is ended."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=_environment(keys, url),
    )


@contextmanager
def web(*, port: int, keys: Path) -> Iterator[str]:
    """Serve the product on loopback while the block runs; yields its address.

    Raises:
        DidNotStart: when the port is taken or the server ends at once.
    """
    url = f"http://127.0.0.1:{port}"
    _check_free(port)
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--threads",
            "4",
            "--log-level",
            "warning",
        ],
        cwd=settings.BASE_DIR,
        env=_environment(keys, url),
    )
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise DidNotStart(f"Port {port} is taken by another program. Try PORT={port + 1}.")


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 10):
        if server.poll() is not None:
            raise DidNotStart(f"The server at {url} ended at once.")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=1):  # noqa: S310 (loopback)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DidNotStart(f"The server at {url} does not answer.")


def _environment(keys: Path, url: str) -> dict[str, str]:
    return os.environ | {"INBEELD_KEY_DIR": str(keys), "REGISTRY_URL": url}
