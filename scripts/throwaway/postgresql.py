"""A PostgreSQL cluster of our own for one test run.

Rules: loopback only; a password made for this run; nothing of it outlives the run; a cluster that
was already there is neither used nor touched.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shlex
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.throwaway.host import ServerUnavailableError, free_port, private_folder, run

if TYPE_CHECKING:
    from collections.abc import Iterator

DEBIAN_HOME = Path("/usr/lib/postgresql")
OLDEST_POSTGRESQL = 15
ROLE = "inbeeld"
# Speed over safety: nobody needs this data after a crash. And no statistics taken by chance while
# one test's tables are nearly empty: they would choose the plans of the next.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "autovacuum=off",
]


@contextmanager
def running() -> Iterator[tuple[str, str]]:
    """Run a cluster of our own and give the addresses of its data and key databases.

    The role in the addresses may make databases and roles but is no superuser, so that the
    database's own walls hold in tests as they do in production.

    Raises:
        ServerUnavailableError: when the binaries are missing or the cluster does not start.
    """
    binaries, as_owner = find_postgresql(), command_prefix_of_owner()
    with private_folder("inbeeld-pg-", owner="postgres" if as_owner else None) as folder:
        cluster = Cluster(binaries=binaries, as_owner=as_owner, folder=folder, port=free_port())
        cluster.make()
        try:
            cluster.start()
            password = secrets.token_hex(16)
            cluster.execute(statements_for_databases(password))
            address = f"postgresql://{ROLE}:{password}@127.0.0.1:{cluster.port}/{ROLE}"
            yield address, f"{address}_keys"
        finally:
            cluster.stop()


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One PostgreSQL cluster in a folder, driven by its own tools as its owner."""

    binaries: Path
    as_owner: list[str]
    folder: Path
    port: int

    def make(self) -> None:
        """Make the cluster: its owner comes in over the socket, all others by password."""
        ways_in = ["--auth-local=peer", "--auth-host=scram-sha-256"]
        self._run("initdb", "-D", self.data, "-E", "UTF8", "--locale=C.UTF-8", "-N", *ways_in)

    def start(self) -> None:
        """Start it and return when it answers."""
        options = [f"unix_socket_directories={self.folder}", "listen_addresses=127.0.0.1", *FAST]
        settings = shlex.join(part for option in options for part in ("-c", option))
        server_options = f"-p {self.port} {settings}"
        where: list[str | Path] = ["-D", self.data, "-l", self.folder / "log"]
        self._run("pg_ctl", *where, "-o", server_options, "-w", "-s", "start")

    def execute(self, statements: str) -> None:
        """Run ``statements`` as the cluster's owner."""
        here: list[str | Path] = ["-h", self.folder, "-p", str(self.port), "-d", "postgres"]
        self._run("psql", "-qX", "-v", "ON_ERROR_STOP=1", *here, text_in=statements)

    def stop(self) -> None:
        """Stop it, by the process id in its own data folder; nothing is worth waiting for."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-s", "-w", "stop")

    @property
    def data(self) -> Path:
        """The cluster's data folder."""
        return self.folder / "data"

    def _run(self, tool: str, *arguments: str | Path, text_in: str = "") -> None:
        run([*self.as_owner, self.binaries / tool, *arguments], text_in=text_in, cwd=self.folder)


def find_postgresql() -> Path:
    """Return the folder of the newest PostgreSQL server binaries.

    Raises:
        ServerUnavailableError: when there are none, or only ones older than 15.
    """
    found = {int(path.parent.parent.name): path.parent for path in debian_servers()}
    on_path = shutil.which("initdb")
    if not found and on_path:
        version = re.search(r"(\d+)", run([on_path, "--version"]).rpartition(")")[2])
        found[int(version[1]) if version else 0] = Path(on_path).resolve().parent
    if not found or max(found) < OLDEST_POSTGRESQL:
        raise ServerUnavailableError(
            f"no PostgreSQL {OLDEST_POSTGRESQL} or newer is installed "
            "(Debian and Ubuntu: apt-get install postgresql)"
        )
    return found[max(found)]


def debian_servers() -> list[Path]:
    """Return every `initdb` of Debian's packages, which do not put it on the PATH."""
    return [path for path in DEBIAN_HOME.glob("*/bin/initdb") if path.parent.parent.name.isdigit()]


def command_prefix_of_owner() -> list[str]:
    """Return what makes a command run as somebody whom PostgreSQL accepts: it refuses root.

    Raises:
        ServerUnavailableError: when we are root and cannot become the user `postgres`.
    """
    if os.geteuid() != 0:
        return []
    runuser = shutil.which("runuser")
    if not runuser or "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        raise ServerUnavailableError(
            "PostgreSQL refuses to run as root, and there is no user `postgres` to become"
        )
    return [runuser, "-u", "postgres", "--"]


def statements_for_databases(password: str) -> str:
    """Return the statements that make the role and both its databases."""
    return (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB CREATEROLE PASSWORD '{password}';\n"
        f"CREATE DATABASE {ROLE} OWNER {ROLE};\nCREATE DATABASE {ROLE}_keys OWNER {ROLE};\n"
    )
