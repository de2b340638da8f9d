"""The care worker's screens."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AccessLogEntry
from consent.models import ConsentEvent
from consent.purposes import PURPOSES
from consent.rules.history import Kind
from registry.models import Case
from registry.preview import preview
from registry.verbs import Who
from tests.marks import database
from tests.screens import client_of
from vault.models import Grant

pytestmark = database

REPORT = {"opened_on": "2026-05-01"}
ANSWER = {
    "kind": "given",
    "answered_on": "2026-05-01",
    "how": "spoken",
    "expressed_by": "self",
    "language": "nl",
    "third_party_present": "no",
}


def without_noise(answer, asked) -> bytes:
    """Return a page without what differs at every request, and without the id that was asked."""
    content = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
    return content.replace(str(asked).encode(), b"ID")


def test_the_shortest_report_has_a_date_and_nothing_else(cast):
    answer = client_of(cast.aicha).post(reverse("case_new"), REPORT)
    case = Case.objects.visible_to(cast.aicha).get()
    assert answer.url == reverse("case_detail", args=[case.id])


def test_a_report_from_the_future_is_refused_and_nothing_is_filed(cast):
    answer = client_of(cast.aicha).post(reverse("case_new"), {"opened_on": "2999-01-01"})
    assert answer.status_code == 422
    assert "This date lies in the future" in answer.content.decode()
    assert not Case.objects.visible_to(cast.aicha).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"forms": ["sexual", "unknown"]},
        {"forms": ["no such form"]},
        {"sex": "x" * 5000},
        {"citizenship": "\u202eXX"},
        {"narrative": "x" * 20_001},
        {"given_names": "😀" * 201},
        {"birth_date": "31-31-31"},
        {"opened_on": ""},
        {"opened_on": "-1"},
        {"opened_on": "0001-01-01"},
    ],
)
def test_bad_input_gets_words_and_files_nothing(cast, wrong):
    answer = client_of(cast.aicha).post(reverse("case_new"), REPORT | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Case.objects.visible_to(cast.aicha).exists()


def test_what_was_filled_in_comes_back_when_something_is_wrong(cast):
    answer = client_of(cast.aicha).post(
        reverse("case_new"), {"opened_on": "2999-01-01", "narrative": "Een lang verhaal"}
    )
    assert "Een lang verhaal" in answer.content.decode()


def test_another_organisations_case_and_one_that_does_not_exist_answer_alike(cast):
    foreign = cast.files(cast.chiara)
    client = client_of(cast.aicha)
    for name, method in (("case_detail", "get"), ("case_person", "post")):
        nobody = uuid4()
        theirs = getattr(client, method)(reverse(name, args=[foreign.id]))
        nobodys = getattr(client, method)(reverse(name, args=[nobody]))
        assert theirs.status_code == nobodys.status_code == 404
        assert without_noise(theirs, foreign.id) == without_noise(nobodys, nobody)
        assert theirs.headers == nobodys.headers


def test_the_page_of_a_case_does_not_show_who_it_is_about(cast):
    case = cast.files(who=Who(given_names="Geheim", family_name="Verborgen"), narrative="Stil")
    page = client_of(cast.aicha).get(reverse("case_detail", args=[case.id])).content.decode()
    assert not any(word in page for word in ("Geheim", "Verborgen", "Stil"))
    assert not AccessLogEntry.objects.filter(event__startswith="open").exists()


def test_showing_the_name_leaves_a_line_for_each_compartment(cast):
    case = cast.files(who=Who(given_names="Geheim"), narrative="Stil")
    page = client_of(cast.aicha).post(reverse("case_person", args=[case.id])).content.decode()
    assert "Geheim" in page
    assert "Stil" in page
    lines = AccessLogEntry.objects.filter(event__startswith="open")
    assert set(lines.values_list("event", "user")) == {
        ("open identity", str(cast.aicha.id)),
        ("open narrative", str(cast.aicha.id)),
    }


def test_a_yes_is_in_force_before_the_next_page(cast):
    case = cast.files()
    client_of(cast.aicha).post(reverse("consent_ask", args=[case.id, "registration"]), ANSWER)
    assert Grant.objects.filter(subject_id=case.consent_file_id, purpose="registration").exists()


def test_withdrawing_takes_one_action(cast):
    case = cast.files()
    cast.answers(case)
    client_of(cast.aicha).post(reverse("consent_withdraw", args=[case.id, "registration"]))
    assert not Grant.objects.filter(subject_id=case.consent_file_id).exists()
    assert ConsentEvent.objects.order_by("id").last().kind == Kind.WITHDRAWN


def test_the_preview_that_was_shown_is_kept_with_the_answer(cast):
    case = cast.files()
    client_of(cast.aicha).post(reverse("consent_ask", args=[case.id, "count"]), ANSWER)
    assert ConsentEvent.objects.get().preview_digest == preview(PURPOSES["count"]).digest


def test_the_preview_names_every_answer_that_leaves_and_no_other(cast):
    case = cast.files()
    page = client_of(cast.aicha).get(reverse("consent_ask", args=[case.id, "count"]))
    shown = page.content.decode()
    assert "Age group" in shown
    assert "Means of control" not in shown


@pytest.mark.parametrize("missing", ANSWER)
def test_an_answer_without_one_of_its_parts_is_not_recorded(cast, missing):
    case = cast.files()
    parts = {name: value for name, value in ANSWER.items() if name != missing}
    url = reverse("consent_ask", args=[case.id, "registration"])
    assert client_of(cast.aicha).post(url, parts).status_code == 422
    assert not ConsentEvent.objects.exists()


def test_an_unknown_purpose_is_not_found(cast):
    case = cast.files()
    client = client_of(cast.aicha)
    assert client.get(reverse("consent_ask", args=[case.id, "police"])).status_code == 404


def test_the_list_pages_without_showing_a_case_twice(cast):
    for _ in range(30):
        cast.files()
    client, seen, url = client_of(cast.aicha), [], reverse("case_list")
    while url:
        page = client.get(url)
        seen += [row.case.id for row in page.context["page"].rows]
        url = page.context["older_url"] and reverse("case_list") + page.context["older_url"]
    assert len(seen) == len(set(seen)) == 30


def test_the_list_takes_as_many_queries_for_one_case_as_for_twenty(cast, django_assert_num_queries):
    client = client_of(cast.aicha)
    cast.files()
    client.get(reverse("case_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("case_list"))
    for _ in range(19):
        cast.files()
    with django_assert_num_queries(len(one)):
        client.get(reverse("case_list"))


@pytest.mark.parametrize("query", ["?day=x&id=y", "?day=2026-01-01", "?day=2026-01-01&id=1"])
def test_a_broken_page_address_is_not_found(cast, query):
    assert client_of(cast.aicha).get(reverse("case_list") + query).status_code == 404
