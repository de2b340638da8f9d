"""Single values and keyed digests under an organisation's own keys."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.marks import database
from vault.core.cells import Place
from vault.core.errors import CannotOpen, NotSealable
from vault.organisation_keys import Algorithm, provide
from vault.sealing import INSTALLATION, digest, open_value, seal_value

pytestmark = database
HERE, THERE = UUID(int=1), UUID(int=2)
PLACE = Place("mfa_authenticator", "data", INSTALLATION, INSTALLATION)


@pytest.fixture(autouse=True)
def _keys(db):
    for organisation in (HERE, THERE):
        provide(organisation, [("index", Algorithm.CELLS), ("care", Algorithm.CELLS)])


def test_a_value_opens_at_its_place_only():
    cell = seal_value(HERE, "index", PLACE, {"a": 1})
    assert open_value(HERE, "index", PLACE, cell) == {"a": 1}
    for place in (
        Place("other", "data", INSTALLATION, INSTALLATION),
        Place("mfa_authenticator", "data", INSTALLATION, HERE),
    ):
        with pytest.raises(CannotOpen):
            open_value(HERE, "index", place, cell)
    for garbage in (b"", b"x", cell[:-1], cell + b"\x00"):
        with pytest.raises(CannotOpen):
            open_value(HERE, "index", PLACE, garbage)


def test_a_value_of_unknown_type_is_refused():
    with pytest.raises(NotSealable):
        seal_value(HERE, "index", PLACE, object())


def test_equal_messages_share_a_digest_in_one_organisation_ring_and_domain_only():
    one = digest(HERE, "index", "import key", b"message")
    assert one == digest(HERE, "index", "import key", b"message")
    others = {
        digest(THERE, "index", "import key", b"message"),
        digest(HERE, "care", "import key", b"message"),
        digest(HERE, "index", "pseudonym", b"message"),
        digest(HERE, "index", "import key", b"message "),
    }
    assert len(others | {one}) == 5


@given(st.binary(), st.binary())
def test_different_messages_never_share_a_digest(one, other):
    digests = {digest(HERE, "index", "d", message) for message in (one, other)}
    assert len(digests) == len({one, other})
