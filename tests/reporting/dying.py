"""`python -m tests.reporting.dying 3 contribute`: ended by signal 9 before write 3, from 0."""

from __future__ import annotations

import os
import signal
import sys

from django.core.management import execute_from_command_line
from django.db.backends.signals import connection_created

from tests.reporting.killing import Killed, Writes


class LastWrites(Writes):
    """Ends the process itself where `Writes` only raises."""

    def __call__(self, *statement):
        try:
            return super().__call__(*statement)
        except Killed:
            os.kill(os.getpid(), signal.SIGKILL)


def watch(connection, **_):
    """Watch a new connection to the data; the keys have one of their own."""
    if connection.alias == "default":
        connection.execute_wrappers.append(watch.writes)


if __name__ == "__main__":
    watch.writes = LastWrites(int(sys.argv[1]))
    connection_created.connect(watch)
    execute_from_command_line(["manage.py", *sys.argv[2:]])
