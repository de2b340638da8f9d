"""The registry's inbox: whatever is wrong is refused in plain words, and nothing is written."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.inbox import InboxRefused, receive
from reporting.models import InboxMessage
from reporting.peers import NoRegistry
from tests.marks import database
from tests.reporting.letters import COUNTS, MARK, RECORDS, document, letter, numbers, sealed, signed
from tests.reporting.refusals import accepted, outcome, refused
from vault.core.codec import canonical_json
from vault.core.ids import uuid7
from vault.core.messages import sealing_public_key_of

pytestmark = database


def test_a_good_message_is_acknowledged_by_its_id(cast):
    for number, (kind, content) in enumerate([(RECORDS, document()), (COUNTS, numbers())], 1):
        content["sequence"] = number
        assert accepted(letter(cast, content, kind=kind)) == UUID(content["id"])


def test_nonsense_is_refused(cast, subtests):
    for body in (b"", b"nonsense", b"\xff\x00", b"a.b.c.d.e", b"." * 4, b"{}"):
        with subtests.test(body=body):
            refused(body, 400)


def test_a_message_that_is_signed_and_not_sealed_is_refused(cast):
    refused(signed(cast, document()).encode(), 400)


def test_a_message_that_is_sealed_and_not_signed_is_refused(cast):
    refused(sealed(cast, canonical_json(document()).decode()), 400)


def test_half_a_message_and_far_too_much_are_refused(cast):
    whole = letter(cast, document())
    refused(whole[: len(whole) // 2], 400)
    refused(b"x" * 13_000_000, 400)


def test_a_message_sealed_to_another_key_is_refused(cast):
    refused(letter(cast, document(), receiver=sealing_public_key_of(b"k" * 32)), 400)


def test_a_message_in_another_organisations_name_is_refused(cast):
    refused(letter(cast, document(), sender=cast.youth_care.id), 400)


def test_an_unknown_organisation_is_refused(cast, subtests):
    for sender in (uuid7(), MARK, "0", "../" + MARK):
        with subtests.test(sender=sender):
            refused(letter(cast, document(), sender=sender), 403)


def test_an_acknowledgement_of_the_registry_is_no_message(cast):
    token = receive(letter(cast, document()), timezone.now())
    refused(sealed(cast, token), 422)


def test_an_unknown_kind_is_refused(cast, subtests):
    for kind in ("", "inbeeld-records-2", MARK):
        with subtests.test(kind=kind):
            refused(letter(cast, document(), kind=kind), 422)


def test_records_are_no_numbers_and_numbers_no_records(cast):
    refused(letter(cast, document(), kind=COUNTS), 422)
    refused(letter(cast, numbers(), kind=RECORDS), 422)


def test_where_there_is_no_registry_nothing_is_received(db):
    with pytest.raises(NoRegistry):
        receive(b"nonsense", timezone.now())


def test_a_number_of_the_stream_that_was_used_before_is_refused(cast):
    """A sender that went back to an old backup uses its numbers anew; that must come to light."""
    accepted(letter(cast, document()))
    refused(letter(cast, document()), 422)
    accepted(letter(cast, document(), signer=cast.youth_care))


@contextmanager
def a_block():
    yield


def test_an_id_that_another_organisation_used_hides_no_message(cast):
    first = document()
    accepted(letter(cast, first))
    refused(letter(cast, document(id=first["id"]), signer=cast.youth_care), 422)
    refused(letter(cast, document(id=first["id"], sequence=2)), 422)


def test_a_refusal_passes_through_a_with_block_unharmed(cast):
    with pytest.raises(InboxRefused), a_block():
        receive(b"", timezone.now())


@settings(max_examples=100)
@given(where=st.floats(0, 0.999), other=st.characters(max_codepoint=127))
def test_a_changed_envelope_is_refused_or_the_same_message(cast, where, other):
    content = document()
    whole = letter(cast, content).decode()
    place = int(where * len(whole))
    body = (whole[:place] + other + whole[place + 1 :]).encode()
    assert outcome(body) in (400, UUID(content["id"]))
    InboxMessage.objects.all().delete()
