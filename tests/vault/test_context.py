"""An access context says who, for whom and why, and forgets what it opened."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from vault import context as contexts
from vault.context import MAX_KEYS, access, current_access
from vault.core.cells import CellKey
from vault.core.errors import NoAccessContext


class SilentJournal:
    def opened(self, *_):
        raise AssertionError


def entering(**changes):
    said = {"who": "somebody", "organisation": UUID(int=1), "purpose": "care", "why": "a reason"}
    return access(**said | changes, journal=SilentJournal())


def some_keys(count):
    made = [CellKey(key_id=uuid4(), key=os.urandom(32)) for _ in range(count)]
    return {key.key_id: key for key in made}


@pytest.mark.parametrize("part", ["who", "purpose", "why"])
@pytest.mark.parametrize("nothing", ["", " ", "\t\n", "\u00a0"], ids=repr)
def test_nobody_nothing_and_no_reason_open_nothing(part, nothing):
    with pytest.raises(ValueError, match=part), entering(**{part: nothing}):
        raise AssertionError
    with pytest.raises(NoAccessContext):
        current_access()


def test_there_is_no_context_by_default_and_none_afterwards():
    with pytest.raises(NoAccessContext, match="who, for which organisation and purpose, and why"):
        current_access()
    with entering() as context:
        assert current_access() is context
    with pytest.raises(NoAccessContext):
        current_access()


def test_an_error_inside_closes_the_context_too():
    seen = []

    def fail_inside():
        with entering() as context:
            context.keep(some_keys(1))
            seen.append(context)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_inside()
    assert not seen[0].keys
    with pytest.raises(NoAccessContext):
        current_access()


def test_an_inner_context_opens_with_nothing_of_the_outer_one():
    with entering() as outer:
        outer.keep(some_keys(2))
        with entering(organisation=UUID(int=2)) as inner:
            assert current_access() is inner
            assert not inner.keys
        assert current_access() is outer
        assert len(outer.keys) == 2


def test_what_was_opened_is_forgotten_when_the_block_ends():
    with entering() as context:
        context.keep(some_keys(3))
        context.current[UUID(int=1), "facts"] = CellKey(key_id=uuid4(), key=os.urandom(32))
    assert not context.keys
    assert not context.current


def test_a_context_keeps_a_bounded_number_of_keys():
    with entering() as context:
        for _ in range(3):
            context.keep(some_keys(MAX_KEYS - 1))
            assert len(context.keys) <= MAX_KEYS


def test_a_context_shows_no_key():
    with entering() as context:
        context.keep(some_keys(1))
        assert "CellKey" not in repr(context)
        assert next(iter(context.keys)).hex() not in repr(context)


def test_a_context_is_not_inherited_by_a_thread():
    """A new thread starts with nothing, and has to say for itself who reads and why."""
    with entering(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(contexts._current.get).result() is None
