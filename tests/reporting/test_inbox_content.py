"""What a known organisation may send: nobody else gets this far, and it may be in error too."""

from __future__ import annotations

import json
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.models import InboxMessage
from tests.cast import some_facts
from tests.consent.stored import row_counts
from tests.marks import database
from tests.reporting.flow import at_registry
from tests.reporting.letters import COUNTS, MARK, RECORDS, document, letter, numbers, record
from tests.reporting.refusals import outcome, refused
from vault.core.codec import canonical_json

pytestmark = database

FACTS = some_facts().let_out("registration")
COUNTED = some_facts().let_out("count")
HUGE = (2**53 + 1, 2**63, 10**30)

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
