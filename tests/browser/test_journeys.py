"""Every journey in Chromium, without JavaScript: Dutch and English, wide and narrow, two hands.

English words are shorter than Dutch ones, so on a narrow screen English walks the short journeys
only.
"""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from consent.rules.history import Kind
from tests.browser.hands import Keyboard, Mouse
from tests.browser.scene import a_few_cases, released_numbers
from tests.cast import PASSWORD
from tests.marks import real_database
from tests.screens import give_second_factor

pytestmark = [real_database, pytest.mark.browser]

SUBMIT = "main form button[type=submit]"
EACH_WAY = pytest.mark.parametrize(
    ("language", "width", "hands"),
    [("nl", 1280, Mouse), ("en", 1280, Keyboard), ("nl", 360, Keyboard)],
)
EACH_LANGUAGE = pytest.mark.parametrize("language", ["nl", "en"])


@EACH_WAY
def test_a_care_worker_files_a_report(cast, open_as, look, language, width, hands):
    page = open_as(cast.aicha, language=language, width=width)
    hand = hands(page)
    page.goto(reverse("case_list"))
    look(page, "case-list-empty", language)
    hand.press("main a.ib-button")
    look(page, "case-new", language)
    hand.tick("input[name=forms][value=sexual]")
    hand.tick("input[name=sex][value=female]")
    hand.write("input[name=given_names]", "Voorbeeld")
    hand.write("textarea[name=narrative]", "Een verzonnen verhaal.")
    hand.press(SUBMIT)
    look(page, "case-filed", language)
    assert "Voorbeeld" not in page.locator("main").inner_text()


@EACH_WAY
def test_a_care_worker_asks_withdraws_and_opens_the_name(
    cast, open_as, look, language, width, hands
):
    case = a_few_cases(cast)
    page = open_as(cast.aicha, language=language, width=width)
    hand = hands(page)
    page.goto(reverse("case_list"))
    look(page, "case-list", language)
    hand.press(f"a[href*='{case.id}']")
    hand.press("a[href*='consent/registration']")
    look(page, "ask", language)
    hand.tick("input[name=kind][value=given]")
    hand.tick("input[name=third_party_present][value=no]")
    hand.press(SUBMIT)
    look(page, "case-detail", language)
    assert page.locator("form[action*=withdraw]").count() == 1
    hand.press("form[action*=withdraw] button")
    assert page.locator("form[action*=withdraw]").count() == 0
    hand.press("form[action*=person] button")
    assert "Voorbeeld" in page.locator("main").inner_text()
    look(page, "case-person", language)


@EACH_LANGUAGE
def test_errors_come_first_and_name_their_fields(cast, open_as, look, language):
    page = open_as(cast.aicha, language=language, width=360)
    page.goto(reverse("case_new"))
    page.locator("input[name=opened_on]").fill("2999-01-01")
    page.locator(SUBMIT).click()
    summary = page.locator("[role=alert]")
    assert summary.locator("a").get_attribute("href") == "#id_opened_on"
    assert page.title().startswith({"nl": "Fout", "en": "Error"}[language])
    look(page, "case-new-error", language)


@EACH_WAY
def test_a_coordinator_sees_released_numbers(cast, open_as, look, language, width, hands):
    released_numbers(cast)
    page = open_as(cast.els, language=language, width=width)
    hand = hands(page)
    page.goto(reverse("monitor"))
    assert "13" in page.locator("main").inner_text()
    look(page, "monitor", language)
    hand.choose("select[name=SEX]", "female")
    hand.press(SUBMIT)
    assert "SEX=female" in page.url
    look(page, "monitor-chosen", language)


@EACH_WAY
def test_an_auditor_sees_events_and_verifies_the_ledger(
    cast, open_as, look, language, width, hands
):
    for kind in (Kind.GIVEN, Kind.REFUSED, Kind.WITHDRAWN):
        cast.answers(cast.files(), kind=kind)
    page = open_as(cast.farid, language=language, width=width)
    page.goto(reverse("audit_events"))
    look(page, "audit-events", language)
    hands(page).press("form[action*=verify] button")
    look(page, "audit-verified", language)
    assert page.locator(".ib-alert--success").count() == 1


@EACH_WAY
def test_a_user_logs_in_with_password_and_code(cast, open_as, look, language, width, hands):
    secret = give_second_factor(cast.aicha)
    page = open_as(None, language=language, width=width)
    hand = hands(page)
    page.goto("/")
    look(page, "login", language)
    _give_password(hand, cast.aicha)
    look(page, "login-code", language)
    hand.write("input[name=code]", _code(secret))
    hand.press(SUBMIT)
    assert page.url.endswith(reverse("case_list"))


@EACH_LANGUAGE
def test_a_user_without_a_second_factor_sets_one_up_first(cast, open_as, look, language):
    page = open_as(None, language=language, width=360)
    hand = Keyboard(page)
    page.goto("/")
    _give_password(hand, cast.bram)
    look(page, "password-again", language)
    hand.write("input[name=password]", PASSWORD)
    hand.press(SUBMIT)
    look(page, "second-factor", language)
    hand.write("input[name=code]", _code(page.locator("#authenticator_secret").input_value()))
    hand.press(SUBMIT)
    look(page, "recovery-codes", language)
    page.goto("/")
    assert page.url.endswith(reverse("case_list"))


@EACH_LANGUAGE
def test_what_the_house_says_about_accessibility_can_be_read_by_anyone(
    cast, open_as, look, language
):
    page = open_as(None, language=language, width=360)
    page.goto(reverse("accessibility"))
    look(page, "accessibility", language)


def _give_password(hand, user):
    hand.write("input[name=login]", user.email)
    hand.write("input[name=password]", PASSWORD)
    hand.press(SUBMIT)


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
