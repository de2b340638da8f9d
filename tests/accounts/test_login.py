"""The front door: it tells nothing, counts, and lets nobody make a key of their own."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from config.settings import base
from tests.accounts.doors import LOGIN, log_in, user_in
from tests.cast import PASSWORD
from tests.marks import database

pytestmark = database
SIGNUP = "/account/signup/"


@pytest.fixture(autouse=True)
def _no_rates_of_other_tests():
    cache.clear()


def what_is_said(answer, *emails):
    """Return the page without what differs at every visit: tokens, and the address typed."""
    text = answer.content.decode()
    for email in emails:
        text = text.replace(email, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


@pytest.mark.parametrize("typed", ["dirk@test.invalid", "DIRK@Test.Invalid", " dirk@test.invalid "])
def test_the_right_password_lets_in(cast, client, typed):
    assert log_in(client, typed).status_code == 302
    assert user_in(client) == str(cast.dirk.id)


@pytest.mark.parametrize(
    "password", ["", "x", PASSWORD + "x", PASSWORD[:-1], PASSWORD.upper(), f" {PASSWORD}"]
)
def test_another_password_lets_nobody_in(cast, client, password):
    assert log_in(client, cast.dirk.email, password).status_code == 200
    assert user_in(client) is None


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(cast, client):
    wrong = log_in(client, cast.dirk.email, "wrong")
    unknown = log_in(client, "nobody@test.invalid", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert what_is_said(wrong, cast.dirk.email) == what_is_said(unknown, "nobody@test.invalid")


def test_an_inactive_user_is_not_let_in(cast, client):
    User.objects.filter(id=cast.dirk.id).update(is_active=False)
    log_in(client, cast.dirk.email)
    assert user_in(client) is None
    assert client.get("/").url.startswith(LOGIN)


def test_after_five_failures_even_the_right_password_is_refused(cast, client):
    for _ in range(5):
        log_in(client, cast.dirk.email, "wrong")
    log_in(client, cast.dirk.email)
    assert user_in(client) is None
    log_in(client, cast.bram.email)
    assert user_in(client) == str(cast.bram.id)


def test_failures_are_counted_whatever_the_case_of_the_address(cast, client):
    for email in ("dirk@test.invalid", "DIRK@test.invalid", "Dirk@Test.Invalid") * 2:
        log_in(client, email, "wrong")
    log_in(client, cast.dirk.email)
    assert user_in(client) is None


def test_one_address_of_the_internet_cannot_try_everybody(cast, client):
    answers = [log_in(client, f"user{n}@test.invalid", "wrong") for n in range(40)]
    assert answers[-1].status_code == 429 or "too many" in answers[-1].content.decode().lower()
    log_in(client, cast.dirk.email)
    assert user_in(client) is None


@pytest.mark.parametrize("ask", ["get", "post"])
def test_nobody_signs_up(cast, client, ask):
    before = User.objects.count()
    new = {"email": "new@test.invalid", "password1": PASSWORD, "password2": PASSWORD}
    answer = getattr(client, ask)(SIGNUP, new)
    assert 'name="password1"' not in answer.content.decode()
    assert User.objects.count() == before
    assert user_in(client) is None


def test_a_form_without_its_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict, cast.dirk.email).status_code == 403
    assert user_in(strict) is None


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/accounts/login/", "/login/"])
def test_there_is_no_other_door(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_the_login_sends_nobody_elsewhere(cast, client, target):
    answer = client.post(
        f"{LOGIN}?next={target}", {"login": cast.dirk.email, "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer.url == "/"


def test_passwords_are_kept_with_argon2(settings):
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    assert kept.startswith("argon2$argon2id$")
    assert get_hasher("default").verify(PASSWORD, kept)


@pytest.mark.parametrize("weak", ["", "short", "elevenchars", "password1234", "qwertyuiop12"])
def test_a_weak_password_is_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak)
    validate_password(PASSWORD)


def test_a_password_like_ones_own_name_is_refused(cast):
    with pytest.raises(ValidationError):
        validate_password("dirk@test.invalid", user=cast.dirk)


def test_who_sees_the_settings_sees_no_loosening():
    assert not settings.DEBUG
    assert base.ACCOUNT_PREVENT_ENUMERATION
    assert base.SESSION_COOKIE_AGE == 15 * 60
    assert base.INBEELD_SESSION_HOURS == 8
    assert not base.MFA_PASSKEY_LOGIN_ENABLED
