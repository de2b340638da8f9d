"""What both servers need of this machine: a private folder, a free port, a command's words."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ServerUnavailableError(Exception):
    """A server could not be started; the message says why and what to install."""


@contextmanager
def private_folder(prefix: str, owner: str | None = None) -> Iterator[Path]:
    """Give a folder that only we, or ``owner``, can enter; remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        if owner:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder)


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def run(command: list[str | Path], *, text_in: str = "", cwd: Path | None = None) -> str:
    """Run ``command`` and return what it printed.

    Raises:
        ServerUnavailableError: with the command's own words when it fails.
    """
    result = subprocess.run(
        command, check=False, input=text_in, capture_output=True, text=True, cwd=cwd
    )
    if result.returncode != 0:
        words = (result.stderr or result.stdout).strip()[-500:]
        raise ServerUnavailableError(f"{Path(command[0]).name} failed: {words}")
    return result.stdout
