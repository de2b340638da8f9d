"""Kills what runs between two statements to the database, as `kill -9` does: once, anywhere."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection

SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
"""What a killed process does not do: its database forgets what was not committed."""


class Killed(BaseException):
    """Nothing may catch this one; an `Exception` some layer might."""


class Statements:
    """Counts statements, and kills before the one at ``number``.

    Args:
        number: which statement, from 0; None to let all of them through.
    """

    def __init__(self, number=None):
        self.number, self.seen = number, []

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(SAVEPOINTS):
            if len(self.seen) == self.number:
                self.number = None
                raise Killed(sql)
            self.seen.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def watched(number=None):
    """Watch the statements of the block, and kill it before the one at ``number``."""
    statements = Statements(number)
    with connection.execute_wrapper(statements):
        yield statements


def killed(work, number):
    """Run ``work`` and kill it before its statement ``number``; return the statement."""
    with watched(number):
        try:
            work()
        except Killed as death:
            return str(death)
    raise AssertionError("It was not killed.")
