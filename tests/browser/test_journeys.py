"""Every journey in Chromium: without JavaScript, in Dutch and English, wide and at 360 pixels."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from consent.rules.history import Kind
from registry.verbs import Who
from reporting import contributions, inbox, releases
from reporting.models import OutboxMessage
from tests.cast import PASSWORD
from tests.marks import real_database
from tests.screens import give_second_factor

pytestmark = [real_database, pytest.mark.browser]

WORDS = {
    "nl": {"new": "Nieuwe melding", "file": "Melding indienen", "yes": "Ja"},
    "en": {"new": "New report", "file": "File the report", "yes": "Yes"},
}
SIZES = [("nl", 1280), ("en", 1280), ("nl", 360)]


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_a_care_worker_files_a_report_asks_and_takes_back(cast, open_as, look, language, width):
    page = open_as(cast.aicha, language=language, width=width)
    page.goto("/cases/")
    look(page, "case-list-empty", language)
    page.locator("main a.ib-button").first.click()
    look(page, "case-new", language)
    page.locator("input[name=forms][value=sexual]").check()
    page.locator("input[name=sex][value=female]").check()
    page.locator("input[name=given_names]").fill("Voorbeeld")
    page.locator("textarea[name=narrative]").fill("Verzonnen verhaal.")
    page.locator("main form button[type=submit]").click()
    look(page, "case-detail", language)
    assert "Voorbeeld" not in page.locator("main").inner_text()
    page.locator("a[href*='consent/registration']").click()
    look(page, "ask", language)
    page.locator("input[name=kind][value=given]").check()
    page.locator("input[name=third_party_present][value=no]").check()
    page.locator("main form button[type=submit]").click()
    assert page.locator("form[action*=withdraw]").count() == 1
    page.locator("form[action*=withdraw] button").click()
    assert page.locator("form[action*=withdraw]").count() == 0
    page.locator("form[action*=person] button").click()
    assert "Voorbeeld" in page.locator("main").inner_text()
    look(page, "case-person", language)


def test_errors_come_first_and_name_their_fields(cast, open_as, look):
    page = open_as(cast.aicha)
    page.goto("/cases/new/")
    page.locator("input[name=opened_on]").fill("2999-01-01")
    page.locator("main form button[type=submit]").click()
    summary = page.locator("[role=alert]")
    assert summary.locator("a").get_attribute("href") == "#id_opened_on"
    assert page.title().startswith("Fout")
    look(page, "case-new-error")


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_a_coordinator_sees_released_numbers_only(cast, open_as, look, language, width):
    for number in range(40):
        case = cast.files(who=Who(given_names=f"Nummer {number}"))
        cast.answers(case)
    contributions.build(timezone.now())
    for message in OutboxMessage.objects.order_by("sequence"):
        inbox.receive(message.body.encode(), timezone.now())
    for name in ("registrations", "lanes"):
        releases.release(name, at=timezone.now(), by="test")
    page = open_as(cast.els, language=language, width=width)
    page.goto("/numbers/")
    assert "40" in page.locator("main").inner_text()
    look(page, "monitor", language)
    page.locator("select[name=SEX]").first.select_option("female")
    page.locator("main form button[type=submit]").first.click()
    assert "SEX=female" in page.url
    look(page, "monitor-chosen", language)


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_an_auditor_sees_events_and_verifies_the_ledger(cast, open_as, look, language, width):
    for kind in (Kind.GIVEN, Kind.WITHDRAWN):
        cast.answers(cast.files(), kind=kind)
    page = open_as(cast.farid, language=language, width=width)
    page.goto("/audit/")
    look(page, "audit-events", language)
    page.locator("form[action*=verify] button").click()
    look(page, "audit-verified", language)
    assert page.locator(".ib-alert--success").count() == 1


def test_a_user_logs_in_with_password_and_code(cast, open_as, look):
    secret = give_second_factor(cast.aicha)
    page = open_as(None)
    page.goto("/")
    look(page, "login")
    page.locator("input[name=login]").fill(cast.aicha.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    look(page, "login-code")
    page.locator("input[name=code]").fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    page.locator("main form button[type=submit]").first.click()
    assert page.url.endswith("/cases/")


def test_a_user_without_a_second_factor_sets_one_up_first(cast, open_as, look):
    page = open_as(None)
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(cast.bram.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    assert "totp/activate" in page.url
    look(page, "second-factor")


def test_the_keyboard_alone_files_a_report(cast, open_as):
    page = open_as(cast.aicha)
    page.goto("/cases/new/")
    page.locator("input[name=opened_on]").focus()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit" and page.evaluate(
            "document.activeElement.closest('main') !== null"
        ):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*-*/")
