"""Every value comes back as what it was, or is refused before it is sealed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.core import codec
from vault.core.errors import CannotOpen, NotSealable

texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | texts
    | st.floats(allow_nan=False, allow_infinity=False)
)
documents = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12
).filter(lambda value: isinstance(value, dict | list))
values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**100), 10**100)
    | texts
    | st.binary()
    | st.dates()
    | documents
)
LOOK_ALIKES = ("", 0, False, None, b"", "0", "None", b"\x80", b"\x80\x00", [], {}, 1, True, "1")


@settings(max_examples=300)
@given(values)
def test_a_value_comes_back_as_itself_and_of_its_type(value):
    back = codec.decode(codec.encode(value))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("value", LOOK_ALIKES, ids=repr)
def test_values_that_look_alike_stay_apart(value):
    back = codec.decode(codec.encode(value))
    assert (type(back), back) == (type(value), value)
    others = [codec.encode(other) for other in LOOK_ALIKES if other is not value]
    assert codec.encode(value) not in others


@given(values)
def test_a_length_is_a_whole_number_of_blocks(value):
    assert len(codec.encode(value)) % codec.BLOCK == 0


def test_short_answers_have_one_length():
    answers = ("", "no", "yes", "unknown", None, 0, False, date(2026, 5, 1), [], "x" * 30)
    assert {len(codec.encode(answer)) for answer in answers} == {codec.BLOCK}
    assert len(codec.encode("x" * 31)) == 2 * codec.BLOCK


@settings(max_examples=300)
@given(st.binary(max_size=100))
def test_garbage_is_a_value_or_cannot_be_opened(garbage):
    try:
        codec.encode(codec.decode(garbage))
    except CannotOpen:
        return


@pytest.mark.parametrize("tag", [b"N", b"F", b"T", b"I", b"S", b"B", b"D", b"J", b"?", b""])
@given(payload=st.binary(max_size=40))
def test_garbage_behind_a_tag_is_a_value_or_cannot_be_opened(tag, payload):
    try:
        codec.decode(tag + payload + b"\x80")
    except CannotOpen:
        return


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00" * 32,
        b"Sabc",
        b"Sabc\x80\x01",
        b"\x80",
        b"S\xff\x80",
        b"I\x80",
        b"Iten\x80",
        b"I" + b"9" * 5000 + b"\x80",
        b"D2026-02-30\x80",
        b"J{\x80",
        b"J" + b"[" * 100_000 + b"\x80",
        b"X1\x80",
    ],
    ids=lambda garbage: repr(garbage[:12]),
)
def test_what_is_no_encoding_cannot_be_opened(garbage):
    with pytest.raises(CannotOpen):
        codec.decode(garbage)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        object(),
        {1, 2},
        (1, 2),
        Decimal("1.0"),
        UUID(int=0),
        datetime(2026, 5, 1, tzinfo=UTC),
        bytearray(b"x"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_unknown_type_is_refused(value):
    with pytest.raises(NotSealable):
        codec.encode(value)


def nested(depth):
    inner = []
    for _ in range(depth):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    "value",
    [
        {1: "a number as a key"},
        {None: 1, "a": 2},
        {"a": (1, 2)},
        {"a": b"bytes"},
        {"a": {1, 2}},
        {"a": date(2026, 5, 1)},
        {"a": float("nan")},
        [float("inf")],
        {"a": "\ud800"},
        "\ud800",
        10**5000,
        nested(100_000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_would_come_back_changed_is_refused(value):
    with pytest.raises(NotSealable):
        codec.encode(value)


def test_a_subclass_comes_back_as_its_plain_type():
    class Code(str):
        __slots__ = ()

    back = codec.decode(codec.encode(Code("NL")))
    assert type(back) is str


def test_one_document_has_one_text():
    assert codec.canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
