"""What is sealed stands nowhere in the clear: no table, file, log, queue, message or release."""

from __future__ import annotations

import base64
import logging
from datetime import date
from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.models import Organisation
from audit.access import opening
from consent.rules.history import Kind
from registry.import_batches import BatchWriter
from registry.profiles import PROFILES
from registry.profiles.base import ImportedTally
from registry.verbs import Who, amend_facts
from reporting.tables import TABLES
from tests.cast import some_facts
from tests.marks import real_database
from tests.reporting.changing import stored
from tests.reporting.flow import record_of, waiting
from tests.reporting.searching import every_table, holds, raw_databases
from vault.context import CARE
from vault.fields import SEALED_MODELS, sealed_fields

WHO = ("given_names", "family_name", "aliases", "phone", "address")
BORN = date(1911, 11, 23)
CODES = {
    "forms": ("forced_military",),
    "sector": ("remote_interactive",),
    "route": "cross_border",
    "means_of_control": ("debt_bondage",),
    "recruitment": ("television",),
    "age_group": "prefers_not_to_say",
    "region": "zeeland_west_brabant",
    "support_needs": ("rights_training",),
}
"""Answers whose codes stand nowhere else, not even in the head of a published table."""

CODE_TEXTS = [
    code for answer in CODES.values() for code in ([answer] if isinstance(answer, str) else answer)
]


@pytest.fixture
def markers():
    """Return a word for each text about a person, which nobody has ever written before."""
    return {name: f"Zw{uuid4().hex}" for name in (*WHO, "narrative", "tally")}


@pytest.fixture
def logged(caplog, settings):
    """Return a function that tells all that was logged, each statement to the databases too."""
    settings.DEBUG = True
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django"):
        yield lambda: caplog.text.encode()  # noqa: PLW0108 (the text as it is then)


def everybody(cast, markers):
    """File the same report about a person in each lane, with every sealed field filled."""
    who = Who(birth_date=BORN, **{name: markers[name] for name in WHO})
    facts, story = some_facts(**CODES), f"Zij zei: {markers['narrative']}."
    cases = [cast.files(who=who, narrative=story, facts=facts) for _ in range(4)]
    for case in cases[:2]:
        cast.answers(case)
    cast.answers(cases[2], "count")
    cast.answers(cases[3], kind=Kind.REFUSED)
    return cases


def tally(cast, markers):
    """Import a number about nobody in particular."""
    number = ImportedTally(
        line=1,
        source_key="row 1",
        organisation=cast.shelter.name,
        organisation_type=cast.shelter.type,
        period="2026-Q1",
        dimensions={"citizenship": markers["tally"]},
        count=3,
        basis="legal_duty",
    )
    profile = next(iter(PROFILES.values()))
    BatchWriter(organisation=cast.shelter, profile=profile, who="a test").file_tallies([number])


def run(cast, markers, folder):
    """Do everything that befalls a person's data; return the files that are released."""
    first, *_ = everybody(cast, markers)
    tally(cast, markers)
    send()
    amended = some_facts(**CODES, status="actual")
    amend_facts(user=cast.aicha, case=stored(first), facts=amended)
    send()
    for table in TABLES:
        call_command("release", table, "--out", str(folder))
    cast.answers(first, kind=Kind.WITHDRAWN)
    send()
    assert record_of(first) == (False, None)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def send():
    call_command("contribute")
    call_command("deliver")
    assert not waiting().exists()


def opened(model, field):
    """Return what stands in a sealed column, of all its rows, as text."""
    values = []
    for row in model._base_manager.all():
        with opening(
            who="a test",
            role="test",
            organisation=row.organisation_id,
            purpose=field.ring or CARE,
            why="a test",
        ):
            values.append(str(getattr(row, field.name)))
    return " ".join(values)


def found(texts, places):
    """Return where which of ``texts`` stands in the clear."""
    return [(text, place) for place, content in places for text in texts if holds(content, text)]


@real_database
def test_nothing_that_is_sealed_stands_anywhere_in_the_clear(
    cast, markers, logged, live_server, settings, tmp_path
):
    settings.REGISTRY_URL = live_server.url
    released = run(cast, markers, tmp_path)
    texts = [*markers.values(), BORN.isoformat(), *CODE_TEXTS]
    for model in SEALED_MODELS:
        for field in sealed_fields(model):
            assert any(text in opened(model, field) for text in texts), (model, field)
    assert released.keys() == {f"{table}.csv" for table in TABLES}
    assert not found(texts, [*every_table(), *released.items(), ("the log", logged())])
    assert not found(markers.values(), raw_databases())


@real_database
def test_the_search_finds_what_stands_in_the_clear(cast, logged):
    """Otherwise the test above would find nothing for want of looking."""
    word = f"Zw{uuid4().hex}"
    Organisation.objects.filter(id=cast.youth_care.id).update(name=f"Jeugdzorg {word}")
    places = {place for _, place in found([word], [*every_table(), ("the log", logged())])}
    assert places == {"default.accounts_organisation", "the log"}
    assert found([word], raw_databases())


FORMS = {
    "text": bytes,
    "capitals": bytes.upper,
    "base64": base64.b64encode,
    "base64url": base64.urlsafe_b64encode,
    "hex": lambda text: text.hex().encode(),
}


@pytest.mark.parametrize("write", FORMS.values(), ids=FORMS)
def test_the_search_finds_a_word_however_it_is_written_down(write):
    word = "Zwarteb\u00eb?>bessenjam~~"
    for before in ("", "a", "ab", "abc"):
        assert holds(write(f"{before}{word} and more".encode()), word)
    assert not holds(write(b"something else altogether"), word)
