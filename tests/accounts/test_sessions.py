"""A session lasts a quarter of an hour unused and a working day at most."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from accounts import middleware
from tests.accounts.doors import LOGIN, log_in, user_in
from tests.cast import PASSWORD
from tests.marks import database
from tests.screens import client_of

pytestmark = database
DAY = 8 * 3600


@pytest.fixture(autouse=True)
def _no_rates_of_other_tests():
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """Move the middleware's clock on by a number of seconds."""
    began = time.time()
    passed = [0.0]
    monkeypatch.setattr(middleware.time, "time", lambda: began + passed[0])

    def move(seconds):
        passed[0] += seconds

    return move


def test_a_session_ends_with_the_working_day(cast, clock):
    client = client_of(cast.dirk)
    assert client.get("/").status_code == 200
    clock(DAY - 1)
    assert client.get("/").status_code == 200
    clock(2)
    answer = client.get("/")
    assert (answer.status_code, answer.url) == (302, LOGIN)
    assert user_in(client) is None


def test_being_busy_does_not_make_the_day_longer(cast, clock):
    client = client_of(cast.dirk)
    for _ in range(32):
        assert client.get("/").status_code == 200
        clock(DAY / 32)
    clock(1)
    assert client.get("/").status_code == 302


def test_the_day_ends_for_every_address_and_method(cast, clock):
    for path in ("/", "/cases/", "/account/password/change/", "/account/2fa/"):
        client = client_of(cast.dirk)
        client.get("/")
        clock(DAY + 1)
        answer = client.post(path)
        assert (path, answer.status_code, answer.url) == (path, 302, LOGIN)
        assert user_in(client) is None


def test_a_session_that_ended_is_gone_from_the_database(cast, clock):
    client = client_of(cast.dirk)
    client.get("/")
    old = client.session.session_key
    clock(DAY + 1)
    client.get("/")
    assert not Session.objects.filter(session_key=old).exists()


def test_the_next_login_begins_a_new_day(cast, clock):
    client = client_of(cast.dirk)
    client.get("/")
    clock(DAY + 1)
    client.get("/")
    client.force_login(cast.dirk)
    clock(DAY - 1)
    assert client.get("/").status_code == 200


def test_a_session_has_another_name_after_the_login(cast, client):
    """A session id that somebody planted before the login is worth nothing after it."""
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    log_in(client, cast.dirk.email)
    assert user_in(client) == str(cast.dirk.id)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_session_cookie_is_for_the_server_alone_and_for_a_quarter_of_an_hour(cast, client):
    log_in(client, cast.dirk.email)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]  # the browser forgets it when it closes
    stored = Session.objects.get(session_key=cookie.value)
    assert stored.expire_date.timestamp() - time.time() <= 15 * 60


def test_every_request_starts_the_quarter_of_an_hour_anew(cast):
    client = client_of(cast.dirk)
    client.get("/")
    row = Session.objects.get(session_key=client.session.session_key)
    before = row.expire_date
    client.get("/")
    row.refresh_from_db()
    assert row.expire_date > before


def test_an_expired_session_is_nobodys(cast):
    client = client_of(cast.dirk)
    client.get("/")
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert client.get("/").url.startswith(LOGIN)


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_a_user_who_may_no_longer_log_in_is_out_at_once(cast, change):
    client = client_of(cast.dirk)
    assert client.get("/").status_code == 200
    type(cast.dirk).objects.filter(id=cast.dirk.id).update(**change)
    assert client.get("/").url.startswith(LOGIN)


def test_another_password_ends_every_other_session(cast):
    one, other = client_of(cast.dirk), client_of(cast.dirk)
    assert other.get("/").status_code == 200
    cast.dirk.set_password(PASSWORD + "!")
    cast.dirk.save()
    for client in (one, other):
        assert client.get("/").url.startswith(LOGIN)


def test_logging_out_ends_the_session(cast):
    client = client_of(cast.dirk)
    client.get("/")
    old = client.session.session_key
    client.post("/account/logout/")
    assert user_in(client) is None
    assert not Session.objects.filter(session_key=old).exists()
