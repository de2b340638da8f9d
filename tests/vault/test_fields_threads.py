"""Threads share the field objects and must not share anything through them.

A known library flagged "do not decrypt" on the shared field while it validated: threads that read
meanwhile got ciphertext for a value, and one failed validation left the flag standing for good.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from registry.models import Identity
from tests.marks import real_database
from tests.vault.sealed_rows import SECRETS, read_again, reading, stored_row
from vault import data_keys
from vault.core.errors import CannotOpen, NotSealable
from vault.fields import sealed_fields

pytestmark = real_database
READERS, WRITERS, PAGES, ROUNDS = 4, 2, 10, 420
FIELDS = sealed_fields(Identity)
INVALID = (object(), 1.5, {1: 2}, "\ud800", {"a": float("nan")}, {1, 2})


@pytest.fixture(autouse=True)
def _threads_that_take_turns_often():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    yield
    sys.setswitchinterval(usual)


def in_threads(*works):
    """Run every work in a thread of its own, all at once; raise what any of them raised."""
    problems, start = [], threading.Barrier(len(works))

    def run(work):
        try:
            start.wait(timeout=30)
            work()
        except BaseException as problem:  # noqa: BLE001 (it is raised again below)
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems, problems[0]
    assert not any(thread.is_alive() for thread in threads)


class Readers:
    """Threads that read every column over and over; the last one says that they are done."""

    def __init__(self, row):
        self.row, self.reads, self.left, self.done = row, 0, READERS, threading.Event()
        self.lock = threading.Lock()

    def read(self):
        try:
            with reading(self.row, FIELDS[0]):
                for _ in range(PAGES):
                    self._read_a_row()
        finally:
            with self.lock:
                self.left -= 1
                if not self.left:
                    self.done.set()

    def _read_a_row(self):
        mine = read_again(self.row)
        for _ in range(ROUNDS):
            for field in FIELDS:
                assert getattr(mine, field.name) == SECRETS[field.name]
        with self.lock:
            self.reads += ROUNDS * len(FIELDS)


def test_readers_get_values_and_nothing_else_while_others_fail_to_write(cast):
    row = stored_row(cast, Identity)
    readers, refusals = Readers(row), []

    def fail_to_write():
        with reading(row, FIELDS[0]) as context:
            mine = read_again(row)
            subject = row.consent_file_id
            key = data_keys.current(row.organisation_id, [subject], data_keys.IDENTITY)[subject]
            context.current[subject, data_keys.IDENTITY] = key  # as imports do: no query each time
            rounds = 0
            while rounds < 30 or not readers.done.is_set():
                rounds += 1
                for field, value in zip(FIELDS, INVALID, strict=True):
                    setattr(mine, field.name, value)
                    with pytest.raises(NotSealable):
                        field.pre_save(mine, add=False)
                    with suppress(ValidationError):
                        mine.clean_fields()
                    refusals.append(value)

    in_threads(*[readers.read] * READERS, *[fail_to_write] * WRITERS)
    assert readers.reads >= 100_000
    assert len(refusals) >= 30 * WRITERS * len(INVALID)
    with reading(row, FIELDS[0]):
        again = read_again(row)
        assert {field.name: getattr(again, field.name) for field in FIELDS} == {
            field.name: SECRETS[field.name] for field in FIELDS
        }


def test_a_context_belongs_to_its_thread(cast):
    """Two organisations at once: neither thread opens with what the other one opened."""
    rows = [stored_row(cast, Identity), stored_row(cast, Identity, cast.youth_care)]

    def stay_inside(own, foreign):
        def work():
            field = FIELDS[0]
            with reading(own, field):
                for _ in range(200):
                    assert getattr(own, field.name) == SECRETS[field.name]
                    with pytest.raises(CannotOpen):
                        getattr(foreign, field.name)

        return work

    in_threads(
        stay_inside(read_again(rows[0]), read_again(rows[1])),
        stay_inside(read_again(rows[1]), read_again(rows[0])),
    )
