"""Ids of RFC 9562, section 5.7: a moment, then chance."""

from __future__ import annotations

from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from vault.core.ids import uuid7, uuid7_from

moments = st.integers(0, 2**48 - 1)
chances = st.binary(min_size=10, max_size=10)


@given(moments, chances)
def test_every_id_is_a_version_7(milliseconds, chance):
    made = uuid7_from(milliseconds=milliseconds, random=chance)
    assert made.version == 7
    assert made.variant == RFC_4122
    assert made.int >> 80 == milliseconds


@given(moments, moments, chances, chances)
def test_ids_sort_by_their_moment_whatever_the_chance(first, second, one, other):
    ids = [
        uuid7_from(milliseconds=moment, random=chance)
        for moment, chance in ((first, one), (second, other))
    ]
    if first != second:
        assert (ids[0] < ids[1]) == (first < second)


def test_the_example_of_the_standard():
    """RFC 9562, appendix A.6."""
    chance = bytes.fromhex("0cc3") + bytes.fromhex("18c4dc0c0c07398f")
    made = uuid7_from(milliseconds=0x017F22E279B0, random=chance)
    assert str(made) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_the_chance_is_used_to_its_last_bit():
    ones = uuid7_from(milliseconds=0, random=b"\xff" * 10)
    zeros = uuid7_from(milliseconds=0, random=b"\x00" * 10)
    assert (ones.int ^ zeros.int).bit_count() == 74


def test_no_two_ids_are_the_same():
    assert len({uuid7() for _ in range(5000)}) == 5000
