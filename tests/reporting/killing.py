"""Kills what runs before any write to the database, once, as `kill -9` does."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection

WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(BaseException):
    """Nothing may catch this one; an `Exception` some layer might."""


class Writes:
    """Remembers writes, and kills before the one at ``number``, from 0."""

    def __init__(self, number=None):
        self.number, self.seen = number, []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(WRITES):
            if len(self.seen) == self.number:
                self.number = None
                raise Killed(sql)
            self.seen.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def watched(number=None):
    """Watch the writes of the block, and kill it before the one at ``number``, if any."""
    writes = Writes(number)
    with connection.execute_wrapper(writes):
        yield writes.seen


def killed(work, number):
    """Run ``work`` and kill it before its write ``number``; return what it did not write."""
    with watched(number):
        try:
            work()
        except Killed as death:
            return str(death)
    raise AssertionError("It was not killed.")
