"""A Redis of our own for one test run, under the rules of its PostgreSQL neighbour."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.throwaway.host import ServerUnavailableError, free_port, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running() -> Iterator[str]:
    """Run a Redis of our own that keeps nothing on disk and give its address.

    Raises:
        ServerUnavailableError: when it is not installed or does not start.
    """
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    if not binary:
        raise ServerUnavailableError(
            "redis-server is not installed (Debian and Ubuntu: apt-get install redis-server)"
        )
    with private_folder("inbeeld-redis-") as folder:
        port, password = free_port(), secrets.token_hex(16)
        lines = [f"port {port}", "bind 127.0.0.1", 'save ""', "appendonly no", f"dir {folder}"]
        settings = folder / "redis.conf"
        settings.write_text("\n".join([*lines, f"requirepass {password}\n"]), encoding="utf-8")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([binary, settings], stdout=log, stderr=log)
        try:
            wait_for_port(server, port, folder / "log")
            yield f"redis://:{password}@127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(timeout=10)


def wait_for_port(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when ``server`` accepts connections on ``port``; ten seconds at most.

    Raises:
        ServerUnavailableError: when it ended or did not answer in time.
    """
    deadline = time.monotonic() + 10
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise ServerUnavailableError(f"{server.args!r} did not start: {log.read_text()[-500:]}")
