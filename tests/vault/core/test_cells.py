"""A cell opens with its own key, at its own place, unchanged; otherwise never."""

from __future__ import annotations

import copy
import os
import pickle  # noqa: TID251 (to show that it is refused)
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.core import codec
from vault.core.cells import GCM, GCM_SIV, KEY_BYTES, CellKey, Place, key_id_of
from vault.core.errors import CannotOpen

HERE = {
    "table": "registry_case",
    "column": "narrative",
    "organisation": UUID(int=7),
    "row": UUID(int=8),
}
ELSEWHERE = {
    "table": "registry_identity",
    "column": "facts",
    "organisation": UUID(int=8),
    "row": UUID(int=7),
}
PLACE = Place(**HERE)
SECRET = bytes(range(KEY_BYTES))
KEY_ID = UUID(int=5)
both_suites = pytest.mark.parametrize("suite", [GCM_SIV, GCM], ids=["gcm-siv", "gcm"])


def key(suite=GCM_SIV, key_id=KEY_ID, secret=SECRET):
    return CellKey(key_id=key_id, key=secret, suite=suite)


def refused(opener, cell, place=PLACE):
    """Open, and return the error; it must say the same thing every time."""
    with pytest.raises(CannotOpen) as caught:
        opener.open(cell, place)
    return caught.value


@both_suites
@given(plaintext=st.binary(max_size=200))
def test_what_was_sealed_opens_at_its_place(suite, plaintext):
    assert key(suite).open(key(suite).seal(plaintext, PLACE, os.urandom), PLACE) == plaintext


@both_suites
@pytest.mark.parametrize("part", ELSEWHERE)
def test_a_cell_never_opens_at_another_place(suite, part):
    cell = key(suite).seal(b"secret", PLACE, os.urandom)
    refused(key(suite), cell, Place(**HERE | {part: ELSEWHERE[part]}))


@both_suites
def test_parts_of_a_place_never_run_into_each_other(suite):
    cell = key(suite).seal(b"secret", Place("ab", "c", UUID(int=1), UUID(int=2)), os.urandom)
    for table, column in (("a", "bc"), ("abc", ""), ("", "abc")):
        refused(key(suite), cell, Place(table, column, UUID(int=1), UUID(int=2)))
    refused(key(suite), cell, Place("ab", "c", UUID(int=2), UUID(int=1)))


@both_suites
@pytest.mark.parametrize("length", [0, 1, 32, 33])
def test_no_single_flipped_bit_ever_opens(suite, length):
    opener, cell = key(suite), key(suite).seal(os.urandom(length), PLACE, os.urandom)
    for bit in range(8 * len(cell)):
        changed = bytearray(cell)
        changed[bit // 8] ^= 1 << bit % 8
        refused(opener, bytes(changed))


@both_suites
def test_no_shorter_and_no_longer_cell_ever_opens(suite):
    cell = key(suite).seal(b"x" * 40, PLACE, os.urandom)
    for end in range(len(cell)):
        refused(key(suite), cell[:end])
    for more in (b"\x00", b"\x80", cell):
        refused(key(suite), cell + more)
    refused(key(suite), cell[1:])


@both_suites
def test_another_key_never_opens_even_under_the_same_id(suite):
    cell = key(suite).seal(b"secret", PLACE, os.urandom)
    refused(key(suite, secret=SECRET[::-1]), cell)


@both_suites
def test_another_key_id_never_opens_even_with_the_same_key(suite):
    cell = key(suite).seal(b"secret", PLACE, os.urandom)
    other = key(suite, key_id=UUID(int=6))
    refused(other, cell)
    refused(other, cell[:2] + other.key_id + cell[18:])


def test_another_suite_or_version_in_the_header_never_opens():
    cell = key().seal(b"secret", PLACE, os.urandom)
    for first, second in ((1, 0), (1, 2), (1, 3), (1, 255), (0, 1), (2, 1), (255, 1)):
        refused(key(), bytes((first, second)) + cell[2:])


def test_one_key_opens_cells_of_both_suites():
    for mine, other in ((GCM_SIV, GCM), (GCM, GCM_SIV)):
        assert key(mine).open(key(other).seal(b"x", PLACE, os.urandom), PLACE) == b"x"


def test_two_cells_of_one_value_have_nothing_in_common_but_the_header():
    one, two = (key().seal(b"x" * 32, PLACE, os.urandom) for _ in range(2))
    assert one[:18] == two[:18]
    assert one[18:30] != two[18:30]
    assert one[30:] != two[30:]


def test_whatever_is_wrong_the_error_says_the_same_and_no_more():
    cell = key().seal(b"secret", PLACE, os.urandom)
    errors = [
        refused(key(), b""),
        refused(key(), cell[:45]),
        refused(key(), cell[:-1] + bytes([cell[-1] ^ 1])),
        refused(key(), cell, Place(**HERE | {"row": UUID(int=9)})),
        refused(key(key_id=UUID(int=6)), cell),
        refused(key(secret=b"z" * 32), cell),
        refused(key(), b"\x02" + cell[1:]),
        refused(key(), b"\x01\x09" + cell[2:]),
    ]
    assert {type(error) for error in errors} == {CannotOpen}
    assert {error.args for error in errors} == {("This cannot be opened.",)}
    assert all(vars(error) == {} for error in errors)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33, 64])
def test_a_key_of_another_length_is_no_key(length):
    with pytest.raises(CannotOpen):
        key(secret=b"k" * length)


@pytest.mark.parametrize(
    "copier", [pickle.dumps, copy.copy, copy.deepcopy], ids=lambda f: f.__name__
)
def test_a_key_never_leaves_its_process_as_a_copy(copier):
    with pytest.raises(TypeError, match="never pickled"):
        copier(key())


def test_a_key_shows_nothing_of_itself():
    for text in (repr(key()), str(key()), f"{key()}", repr([key()]), repr({"k": key()})):
        assert "<CellKey>" in text
        assert SECRET.hex() not in text
        assert repr(SECRET) not in text
        assert str(KEY_ID) not in text
    assert not hasattr(key(), "__dict__")


def test_a_cell_says_which_key_opens_it_and_garbage_does_not():
    cell = key().seal(b"", PLACE, os.urandom)
    assert key_id_of(cell) == KEY_ID.bytes
    for garbage in (b"", cell[:45], b"\x00" + cell[1:], b"\x02" + cell[1:]):
        with pytest.raises(CannotOpen):
            key_id_of(garbage)


@given(st.binary(max_size=120))
def test_garbage_never_opens(garbage):
    refused(key(), garbage)
    refused(key(), b"\x01\x01" + KEY_ID.bytes + garbage)


def test_a_cell_of_a_short_value_says_nothing_about_its_length():
    lengths = {len(key().seal(codec.encode("x" * n), PLACE, os.urandom)) for n in range(31)}
    assert len(lengths) == 1
