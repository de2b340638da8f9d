"""The totals never hide a failure, and a tier that did not run is never silent."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from scripts import run_tests
from scripts.run_tests import BROWSER, SERVERS, SQLITE, Outcome


def outcome(summary: str, exit_code: int = 0, tier: str = SQLITE) -> Outcome:
    """Return how a tier went."""
    return Outcome(tier=tier, exit_code=exit_code, summary=summary)


def test_the_last_line_is_the_sum_of_the_tiers(capsys: pytest.CaptureFixture[str]) -> None:
    run_tests.report([outcome("= 12 passed, 1 skipped in 3.20s ="), outcome("2 passed in 1s")], {})
    assert capsys.readouterr().out.splitlines()[-1] == "14 passed, 0 failed, 1 skipped"


def test_an_error_counts_as_a_failure() -> None:
    total = run_tests.totals([outcome("1 failed, 3 passed, 2 errors in 1s", 1)])
    assert (total["passed"], total["failed"]) == (3, 3)


def test_a_tier_that_broke_off_counts_as_a_failure() -> None:
    assert run_tests.totals([outcome("pytest ended without a summary", 4)])["failed"] == 1


@pytest.mark.parametrize(
    ("codes", "chosen", "expected"),
    [
        ((0, 0), False, 0),
        ((0, 1), False, 1),
        ((1, 0), False, 1),
        ((0, 5), False, 1),
        ((0, 5), True, 0),
        ((5, 5), True, 1),
        ((5, 1), True, 1),
    ],
)
def test_only_a_run_in_which_every_tier_passed_succeeds(
    codes: tuple[int, int], chosen: bool, expected: int
) -> None:
    outcomes = [outcome("", code) for code in codes]
    assert run_tests.verdict(outcomes, {}, chosen=chosen, strict=True) == expected


@pytest.mark.parametrize(("strict", "expected"), [(True, 1), (False, 0)])
def test_an_absent_tier_fails_the_run_where_ci_is_set(strict: bool, expected: int) -> None:
    absent = {SERVERS: "no PostgreSQL"}
    assert run_tests.verdict([outcome("")], absent, chosen=False, strict=strict) == expected


def test_an_absent_tier_is_said_out_loud(capsys: pytest.CaptureFixture[str]) -> None:
    run_tests.report([outcome("1 passed in 1s")], {BROWSER: "there is no Chromium"})
    assert "\nTIER NOT RUN: browser because there is no Chromium\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "========= 3 passed, 1 skipped in 6.21s =========",
        "1 failed, 2 passed in 7.18s",
        "== 120 passed, 2 warnings in 75.01s (0:01:15) ==",
        "no tests ran in 0.01s",
    ],
)
def test_the_summary_of_pytest_is_recognised(line: str) -> None:
    assert run_tests.SUMMARY.match(line)


@pytest.mark.parametrize("line", ["FAILED tests/test_a.py - 1 passed", "created: 2/2 workers"])
def test_another_line_is_not_taken_for_the_summary(line: str) -> None:
    assert not run_tests.SUMMARY.match(line)


def test_given_servers_are_used_and_none_is_started() -> None:
    given = {"TEST_DATABASE_URL": "postgresql://me@db:1/test?x=1", "TEST_REDIS_URL": "redis://q"}
    with ExitStack() as servers:
        addresses = run_tests.server_addresses(given, servers)
    assert addresses == {
        **given,
        "TEST_KEYS_DATABASE_URL": "postgresql://me@db:1/test_keys?x=1",
    }
