"""Nobody works without a second factor, and its secret is sealed."""

from __future__ import annotations

import base64
import json

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection

from accounts.adapters import RING
from accounts.roles import Role, give_role
from tests.accounts.doors import (
    ACTIVATE,
    AUTHENTICATE,
    REAUTHENTICATE,
    code_for,
    every_path,
    give_factor,
    log_in,
    stored_factor,
    user_in,
)
from tests.cast import PASSWORD
from tests.marks import database
from vault import organisation_keys, rings
from vault.core.errors import CannotOpen, KeyNotHeld

pytestmark = database
OPEN = ("/account/", "/i18n/")


@pytest.fixture(autouse=True)
def _no_rates_and_codes_from_other_tests():
    cache.clear()


def stored_data(user, kind="totp"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator WHERE type = %s", [kind])
        (row,) = cursor.fetchall()
    return row[0] if isinstance(row[0], str) else json.dumps(row[0])


@pytest.fixture
def dirk_and_secret(cast, client):
    """Dirk, who has set up his factor and logged out."""
    log_in(client, cast.dirk.email)
    secret = give_factor(client)
    client.logout()
    cache.clear()
    return cast.dirk, secret


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_sent_to_set_up_a_second_factor_first(cast, client, role):
    organisation = cast.registry if role is Role.REGISTRY_COORDINATOR else cast.shelter
    give_role(user=cast.dirk, role=role, organisation=organisation)
    client.force_login(cast.dirk)
    for path in ("/", "/cases/", "/audit/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, ACTIVATE)


@pytest.mark.parametrize("name", ["dirk", "hugo", "els"])
def test_without_a_second_factor_every_address_is_closed_but_those_to_set_it_up(cast, client, name):
    paths = [path for path in every_path() if not path.startswith(OPEN)]
    assert len(paths) > 8
    client.force_login(getattr(cast, name))
    for path in paths:
        for ask in (client.get, client.post, client.head, client.delete):
            answer = ask(path)
            assert (path, answer.status_code, answer.get("Location")) == (path, 302, ACTIVATE)


@pytest.mark.parametrize(
    "path",
    [
        "/account/../cases/",
        "/account/%2e%2e/cases/",
        "//cases/",
        "/ACCOUNT/",
        "/accounts",
        "/cases//",
    ],
)
def test_no_spelling_of_an_address_goes_round_it(cast, client, path):
    client.force_login(cast.aicha)
    answer = client.get(path)
    assert answer.status_code in {302, 404}
    assert answer.get("Location", ACTIVATE) == ACTIVATE


def test_the_first_login_ends_at_the_set_up_and_work_begins_after_it(cast, client):
    assert log_in(client, cast.dirk.email).status_code == 302
    assert client.get("/").url == ACTIVATE
    give_factor(client)
    assert client.get("/").status_code == 200


def test_a_wrong_code_sets_up_nothing(cast, client):
    log_in(client, cast.dirk.email)
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    client.get(ACTIVATE)
    answer = client.post(ACTIVATE, {"code": "000000"})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
    assert client.get("/").url == ACTIVATE


def test_who_has_a_factor_is_asked_for_it_and_is_nobody_until_then(dirk_and_secret, client):
    dirk, secret = dirk_and_secret
    assert log_in(client, dirk.email).url.startswith(AUTHENTICATE)
    assert user_in(client) is None
    assert client.get("/").url.startswith("/account/login/")
    assert client.get(ACTIVATE).status_code == 302
    assert client.post(AUTHENTICATE, {"code": code_for(secret)}).status_code == 302
    assert user_in(client) == str(dirk.id)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("wrong", ["", "0", "000000", "abcdef", "12345678"])
def test_a_wrong_code_lets_nobody_in(dirk_and_secret, client, wrong):
    dirk, secret = dirk_and_secret
    if wrong == code_for(secret):
        wrong = "111111"
    log_in(client, dirk.email)
    assert client.post(AUTHENTICATE, {"code": wrong}).status_code == 200
    assert user_in(client) is None


def test_a_code_of_long_ago_lets_nobody_in(dirk_and_secret, client):
    dirk, secret = dirk_and_secret
    log_in(client, dirk.email)
    client.post(AUTHENTICATE, {"code": code_for(secret, periods_ago=10)})
    assert user_in(client) is None


def test_a_code_that_was_used_lets_nobody_in_again(dirk_and_secret, client):
    dirk, secret = dirk_and_secret
    code = code_for(secret)
    for expected in (str(dirk.id), None):
        log_in(client, dirk.email)
        client.post(AUTHENTICATE, {"code": code})
        assert user_in(client) == expected
        client.logout()


def test_wrong_codes_are_counted(dirk_and_secret, client):
    dirk, secret = dirk_and_secret
    log_in(client, dirk.email)
    for _ in range(12):
        client.post(AUTHENTICATE, {"code": "000000"})
    client.post(AUTHENTICATE, {"code": code_for(secret)})
    assert user_in(client) is None


def test_the_password_alone_is_not_enough_after_the_factor_was_shown_once(dirk_and_secret, client):
    """The pending login holds no rights: another page is not reached through it."""
    dirk, _ = dirk_and_secret
    log_in(client, dirk.email)
    for path in ("/", "/cases/", "/account/password/change/", "/account/2fa/"):
        assert client.get(path).url.startswith(("/account/login/", AUTHENTICATE))


def test_who_takes_the_factor_away_must_set_up_another(dirk_and_secret, client):
    dirk, _ = dirk_and_secret
    client.force_login(dirk)
    assert client.get("/").status_code == 200
    Authenticator.objects.filter(user=dirk).delete()
    assert client.get("/").url == ACTIVATE


def test_the_secret_is_sealed_in_the_database(dirk_and_secret):
    dirk, secret = dirk_and_secret
    stored = stored_data(dirk)
    assert secret not in stored
    for form in (secret.encode(), base64.b32decode(secret)):
        assert base64.b64encode(form).decode().rstrip("=")[:-1] not in stored
        assert form.hex() not in stored
    assert get_adapter().decrypt(stored_factor(dirk).data["secret"]) == secret


def test_recovery_codes_are_sealed_in_the_database(dirk_and_secret, client):
    dirk, secret = dirk_and_secret
    log_in(client, dirk.email)
    client.post(AUTHENTICATE, {"code": code_for(secret)})
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    client.post("/account/2fa/recovery-codes/generate/")
    factor = stored_factor(dirk, "recovery_codes")
    codes = factor.wrap().get_unused_codes()
    assert len(codes) >= 8
    for code in codes:
        assert code not in stored_data(dirk, "recovery_codes")


def test_the_secret_opens_with_the_accounts_ring_only(dirk_and_secret):
    dirk, _ = dirk_and_secret
    sealed = stored_factor(dirk).data["secret"]
    organisation_keys.forget()
    with rings.only("care", "ledger", "count"), pytest.raises(KeyNotHeld, match=RING):
        get_adapter().decrypt(sealed)


def test_what_is_no_sealed_secret_cannot_be_opened(dirk_and_secret):
    dirk, secret = dirk_and_secret
    sealed = stored_factor(dirk).data["secret"]
    cell = base64.b64decode(sealed)
    changed = base64.b64encode(cell[:-1] + bytes([cell[-1] ^ 1])).decode()
    for garbage in ("", "A", "====", "é", secret, changed, sealed[:-4], "A" * 200):
        with pytest.raises(CannotOpen):
            get_adapter().decrypt(garbage)
