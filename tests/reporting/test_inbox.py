"""The registry's inbox: whatever is wrong is refused in plain words, and nothing is written."""

from __future__ import annotations

import json
from contextlib import contextmanager
from itertools import product
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.inbox import InboxRefused, acknowledged, receive
from reporting.models import InboxMessage
from reporting.peers import NoRegistry
from tests.cast import some_facts
from tests.consent.stored import row_counts
from tests.marks import database
from tests.reporting.flow import at_registry
from tests.reporting.letters import COUNTS, MARK, RECORDS, document, letter, numbers, record, sealed
from vault.core.codec import canonical_json
from vault.core.ids import uuid7
from vault.core.messages import sealing_public_key_of

pytestmark = database

FACTS = some_facts().let_out("registration")
COUNTED = some_facts().let_out("count")
HUGE = (2**53 + 1, 2**63, 10**30)


def refused(body, status):
    """Send ``body``; it must be refused, tell nothing of itself and leave nothing behind."""
    before = row_counts()
    with pytest.raises(InboxRefused) as caught:
        receive(body, timezone.now())
    assert caught.value.status == status
    assert caught.value.reason.endswith(".")
    assert MARK not in caught.value.reason
    assert row_counts() == before


def accepted(body):
    return acknowledged(receive(body, timezone.now()))


# The envelope.


def test_a_good_message_is_acknowledged_by_its_id(cast):
    for number, (kind, content) in enumerate([(RECORDS, document()), (COUNTS, numbers())], 1):
        content["sequence"] = number
        assert accepted(letter(cast, content, kind=kind)) == UUID(content["id"])


def test_nonsense_is_refused(cast, subtests):
    for body in (b"", b"nonsense", b"\xff\x00", b"a.b.c.d.e", b"." * 4, b"{}"):
        with subtests.test(body=body):
            refused(body, 400)


def test_a_message_that_is_signed_and_not_sealed_is_refused(cast):
    from_inside = letter(cast, document())
    refused(from_inside[: len(from_inside) // 2], 400)
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


# What is inside. Nobody but a known organisation gets this far, and it may be in error too.

BAD_PAYLOADS = {
    "not JSON": MARK.encode(),
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "nested without end": b"[" * 100_000,
    "a number without end": b'{"id":' + b"9" * 5000 + b"}",
    "half a letter": b'{"id":"\xff"}',
}
BAD_PARTS = {
    "no id": {"id": None},
    "an id that is none": {"id": MARK},
    "an id that is a number": {"id": 7},
    "no number": {"sequence": None},
    "a number of zero": {"sequence": 0},
    "a negative number": {"sequence": -1},
    "a number that is true": {"sequence": True},
    "a number in letters": {"sequence": "1"},
    "half a number": {"sequence": 1.0},
    **{f"the number {huge}": {"sequence": huge} for huge in HUGE},
    "no records": {"records": None},
    "records in a dict": {"records": {"a": 1}},
    "records in letters": {"records": MARK},
    "a record that is none": {"records": [None]},
    "a record twice": {"records": [record(), record(version=2)]},
    "too many records": {"records": [record()] * 1001},
}
BAD_RECORDS = {
    "no name": {"record": None},
    "a name of another length": {"record": "0a" * 20},
    "a name with a new line": {"record": "0a" * 16 + "\n"},
    "a name of other letters": {"record": MARK.lower().ljust(32, "z")},
    "no pseudonym": {"pseudonym": ""},
    "version zero": {"version": 0},
    "a negative version": {"version": -3},
    "a true version": {"version": True},
    **{f"version {huge}": {"version": huge} for huge in HUGE},
    "no events": {"events": None},
    "an event that is none": {"events": [MARK]},
    "a number as event": {"events": [7]},
    "facts that are empty": {"facts": {}},
    "facts in a list": {"facts": list(FACTS)},
    "facts in letters": {"facts": MARK},
    "facts that are a zero": {"facts": 0},
    "the story": {"facts": FACTS | {"narrative": MARK}},
    "a fact that stays inside": {"facts": FACTS | {"support_needs": ["health"]}},
    "the story instead of the region": {
        "facts": {name: v for name, v in FACTS.items() if name != "region"} | {"narrative": MARK}
    },
    "no region": {"facts": {name: v for name, v in FACTS.items() if name != "region"}},
    "another version of facts": {"facts": FACTS | {"v": 2}},
    "an unknown region": {"facts": FACTS | {"region": MARK}},
    "an unknown form": {"facts": FACTS | {"forms": [MARK]}},
    "no form": {"facts": FACTS | {"forms": []}},
    "a form in a dict": {"facts": FACTS | {"forms": [{"a": MARK}]}},
    "a day instead of a quarter": {"facts": FACTS | {"period": "2026-05-01"}},
    "a sex that is a list": {"facts": FACTS | {"sex": ["female"]}},
}
BAD_NUMBERS = {
    "no lanes": {"lanes": None},
    "no numbers": {"counted": None},
    "numbers in letters": {"tallied": MARK},
    "half a row": {"lanes": [["2026-Q2", "count"]]},
    "an unknown lane": {"lanes": [["2026-Q2", MARK, 1]]},
    "a lane of no quarter": {"lanes": [[MARK, "count", 1]]},
    "nobody": {"counted": [[canonical_json(COUNTED).decode(), 0]]},
    "fewer than nobody": {"lanes": [["2026-Q2", "count", -1]]},
    "a number in letters": {"lanes": [["2026-Q2", "count", "1"]]},
    **{f"{huge} persons": {"lanes": [["2026-Q2", "count", huge]]} for huge in HUGE},
    "answers that are none": {"counted": [[MARK, 1]]},
    "the region": {"counted": [[canonical_json(COUNTED | {"region": "limburg"}).decode(), 1]]},
    "the story": {"counted": [[canonical_json(COUNTED | {"narrative": MARK}).decode(), 1]]},
    "an unknown form": {"counted": [[canonical_json(COUNTED | {"forms": [MARK]}).decode(), 1]]},
    "a tally of no quarter": {"tallied": [[MARK, "{}", 1]]},
    "a tally with a story": {"tallied": [["2026-Q2", json.dumps({"narrative": MARK}), 1]]},
    "a tally of nothing": {"tallied": [["2026-Q2", MARK, 1]]},
}


def test_a_payload_that_is_no_document_is_refused(cast, subtests):
    for (name, bad), kind in product(BAD_PAYLOADS.items(), [RECORDS, COUNTS]):
        with subtests.test(name, kind=kind):
            refused(letter(cast, bad, kind=kind), 422)


def test_a_document_with_a_bad_part_is_refused(cast, subtests):
    for name, bad in BAD_PARTS.items():
        with subtests.test(name):
            refused(letter(cast, document() | bad), 422)


def test_a_bad_record_is_refused_and_the_good_one_beside_it_not_kept(cast, subtests):
    for name, bad in BAD_RECORDS.items():
        with subtests.test(name):
            refused(letter(cast, document(record(record="0c" * 16), record() | bad)), 422)


def test_bad_numbers_are_refused(cast, subtests):
    for name, bad in BAD_NUMBERS.items():
        with subtests.test(name):
            refused(letter(cast, numbers() | bad, kind=COUNTS), 422)


def test_a_missing_part_is_refused(cast, subtests):
    for part in (*document(), *record()):
        whole = document()
        (whole if part in whole else whole["records"][0]).pop(part)
        with subtests.test(part):
            refused(letter(cast, whole), 422)
    for part in numbers():
        whole = numbers()
        del whole[part]
        with subtests.test(part):
            refused(letter(cast, whole, kind=COUNTS), 422)


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


# Changes that nobody thought of.

texts = st.text(max_size=8).map(lambda text: MARK + text)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner),
    max_leaves=5,
)


def paths(tree, path=()):
    """Return the way to every part of a document."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, part in steps:
        yield (*path, step)
        if isinstance(part, dict | list):
            yield from paths(part, (*path, step))


def outcome(body):
    """Return the status with which ``body`` was refused, or the id that was acknowledged."""
    try:
        return accepted(body)
    except InboxRefused as error:
        return error.status


@settings(max_examples=100)
@given(data=st.data(), kind=st.sampled_from([RECORDS, COUNTS]))
def test_a_changed_document_is_refused_or_leaves_no_junk(cast, data, kind):
    whole = document(record(), record(record="0c" * 16)) if kind == RECORDS else numbers()
    *way, last = data.draw(st.sampled_from(list(paths(whole))))
    part = whole
    for step in way:
        part = part[step]
    part[last] = data.draw(junk)
    before = row_counts()
    if outcome(letter(cast, json.dumps(whole).encode(), kind=kind)) == 422:
        assert row_counts() == before
    else:
        assert InboxMessage.objects.filter(id=whole["id"]).exists()
    assert MARK not in str(at_registry())


@settings(max_examples=100)
@given(where=st.floats(0, 0.999), other=st.characters(max_codepoint=127))
def test_a_changed_envelope_is_refused_or_the_same_message(cast, where, other):
    content = document()
    whole = letter(cast, content).decode()
    place = int(where * len(whole))
    body = (whole[:place] + other + whole[place + 1 :]).encode()
    assert outcome(body) in (400, UUID(content["id"]))
    InboxMessage.objects.all().delete()
