"""Who may open which address. An address without an answer here fails."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.marks import database
from tests.screens import client_of

pytestmark = database

LOGIN, OK, ELSEWHERE, DENIED, GONE, NOT_SO = 302, 200, 302, 403, 404, 405
ACTORS = ("nobody", "dirk", "hugo", "aicha", "bram", "chiara", "els", "farid", "gerda")

# For each address: its own case in the path, the method, and the answer to each actor.
# nobody, no role, superuser, worker, colleague, other organisation, coordinator, auditor, admin
ANSWERS = {
    "home": ("GET", (LOGIN, OK, OK, 302, 302, 302, 302, 302, OK)),
    "accessibility": ("GET", (OK,) * 9),
    "healthz": ("GET", (OK,) * 9),
    "readyz": ("GET", (OK,) * 9),
    "account_reset_password": ("GET", (OK,) * 9),
    "set_language": ("POST", (302,) * 9),
    "case_list": ("GET", (LOGIN, DENIED, DENIED, OK, OK, OK, DENIED, DENIED, DENIED)),
    "case_new": ("GET", (LOGIN, DENIED, DENIED, OK, OK, OK, DENIED, DENIED, DENIED)),
    "case_detail": ("GET", (LOGIN, DENIED, DENIED, OK, OK, GONE, DENIED, DENIED, DENIED)),
    "case_person": ("POST", (LOGIN, DENIED, DENIED, OK, OK, GONE, DENIED, DENIED, DENIED)),
    "consent_ask": ("GET", (LOGIN, DENIED, DENIED, OK, OK, GONE, DENIED, DENIED, DENIED)),
    "consent_withdraw": ("POST", (LOGIN, DENIED, DENIED, 302, 302, GONE, DENIED, DENIED, DENIED)),
    "audit_events": ("GET", (LOGIN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, OK, DENIED)),
    "audit_verify": ("POST", (LOGIN, DENIED, DENIED, DENIED, DENIED, DENIED, DENIED, OK, DENIED)),
    "registry_inbox": ("POST", (400,) * 9),
    "monitor": ("GET", (LOGIN, DENIED, DENIED, DENIED, DENIED, DENIED, OK, DENIED, DENIED)),
    "download": ("GET", (LOGIN, DENIED, DENIED, DENIED, DENIED, DENIED, GONE, DENIED, DENIED)),
}
READ_ONLY = {"case_list", "case_detail", "audit_events", "monitor", "download", "healthz", "readyz"}
POST_ONLY = {"case_person", "consent_withdraw", "audit_verify", "registry_inbox"}


def own_names() -> set[str]:
    """Return the name of every address that is not django-allauth's."""
    names, rooms = set(), [get_resolver()]
    while rooms:
        for entry in rooms.pop().url_patterns:
            if isinstance(entry, URLResolver):
                if not str(entry.pattern).startswith("account/"):
                    rooms.append(entry)
            elif isinstance(entry, URLPattern):
                names.add(entry.name)
    return names


@pytest.fixture
def address(cast):
    """Return the address of a name, with a case of the shelter where one is needed."""
    case = cast.files()
    cast.answers(case)
    arguments = {
        "case_detail": [case.id],
        "case_person": [case.id],
        "consent_ask": [case.id, "count"],
        "consent_withdraw": [case.id, "registration"],
        "audit_verify": [cast.shelter.id],
        "download": ["registrations"],
    }
    return lambda name: reverse(name, args=arguments.get(name))


def test_every_address_has_an_answer_for_every_actor():
    assert own_names() == ANSWERS.keys()
    assert all(len(answers) == len(ACTORS) for _, answers in ANSWERS.values())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_actor_gets_the_declared_answer(name, cast, address):
    method, answers = ANSWERS[name]
    got = []
    for actor in ACTORS:
        client = client_of(getattr(cast, actor, None))
        got.append(client.generic(method, address(name)).status_code)
    assert dict(zip(ACTORS, got, strict=True)) == dict(zip(ACTORS, answers, strict=True))


@pytest.mark.parametrize("name", sorted(READ_ONLY | POST_ONLY))
def test_the_wrong_method_is_refused(name, cast, address):
    worker = {"monitor": cast.els, "download": cast.els, "audit_events": cast.farid}
    client = client_of(worker.get(name, cast.farid if name == "audit_verify" else cast.aicha))
    method = "POST" if name in READ_ONLY else "GET"
    assert client.generic(method, address(name)).status_code == NOT_SO


def test_a_user_without_a_second_factor_gets_no_page(cast, address, client):
    client.force_login(cast.aicha)
    for name in ("case_list", "case_detail", "home"):
        answer = client.get(address(name))
        assert answer.status_code == ELSEWHERE
        assert "2fa" in answer.url
