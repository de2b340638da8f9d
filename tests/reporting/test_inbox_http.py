"""The inbox's address: one POST, a signed answer or a problem in words (RFC 9457)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from reporting.inbox import acknowledged
from reporting.views.inbox import LARGEST_MESSAGE
from tests.consent.stored import row_counts
from tests.marks import database
from tests.reporting.letters import MARK, document, letter, record
from vault import rings

pytestmark = database

ADDRESS = "/registry/inbox"


def post(body, **headers):
    client = Client(enforce_csrf_checks=True)
    return client.post(ADDRESS, body, content_type="application/jose", headers=headers)


def is_problem(answer, status):
    """Say whether ``answer`` is a problem in words that repeat nothing of the message."""
    problem = answer.json()
    return (
        answer.status_code == problem["status"] == status
        and answer.headers["Content-Type"] == "application/problem+json"
        and problem["type"] == "about:blank"
        and problem["title"].endswith(".")
        and MARK not in problem["title"]
    )


def test_a_message_is_answered_with_a_signed_acknowledgement(cast):
    content = document()
    answer = post(letter(cast, content))
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "application/jose"
    assert acknowledged(answer.content.decode()) == UUID(content["id"])


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_is_heard(cast, method):
    answer = getattr(Client(), method)(ADDRESS)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("body", [b"", b"nonsense", MARK.encode()])
def test_nonsense_is_a_problem(cast, body):
    assert is_problem(post(body), 400)


def test_an_unknown_sender_is_a_problem(cast):
    assert is_problem(post(letter(cast, document(), sender=MARK)), 403)


def test_a_bad_record_is_a_problem(cast):
    assert is_problem(post(letter(cast, document(record(pseudonym=MARK)))), 422)


def test_a_message_that_is_too_large_is_not_even_read(cast):
    before = row_counts()
    assert is_problem(post(b"x" * (LARGEST_MESSAGE + 1)), 413)
    assert row_counts() == before


@pytest.mark.parametrize("length", ["many", "-1", ""])
def test_a_length_that_is_no_length_is_a_problem(cast, length):
    assert is_problem(post(letter(cast, document()), content_length=length), 400)


def test_a_registry_that_does_not_hold_its_key_says_to_try_again(cast):
    body = letter(cast, document())
    with rings.only("delivery"):
        assert is_problem(post(body), 503)


def test_where_there_is_no_registry_the_answer_says_to_try_again(db):
    assert is_problem(post(b"nonsense"), 503)
