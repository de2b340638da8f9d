"""Runs the suite in two tiers: `python -m scripts.run_tests [pytest's arguments]`.

Tier 1 is SQLite, where everybody starts. Tier 2 repeats it on PostgreSQL with Redis, where the
product lives: on the servers named in TEST_DATABASE_URL and TEST_REDIS_URL, or on servers of our
own that live as long as the run. A tier that could not run is said out loud at the end, and where
CI is set it fails the run.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scripts.throwaway import postgresql, redis
from scripts.throwaway.host import ServerUnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
SQLITE, SERVERS, BROWSER = "SQLite", "PostgreSQL and Redis", "browser"
SERVER_VARIABLES = ("TEST_DATABASE_URL", "TEST_KEYS_DATABASE_URL", "TEST_REDIS_URL")
AGAIN = "not browser and not one_tier"
"""What the second tier repeats: everything that the database could make a difference to."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS_COLLECTED = 5
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SUMMARY = re.compile(r"^=* ?(no tests ran|\d+ [a-z]+).* in [\d.]+s.*$")
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one tier went: pytest's exit code and its own last line."""

    tier: str
    exit_code: int
    summary: str


def main(arguments: Sequence[str]) -> int:
    """Run both tiers with ``arguments`` handed to pytest; return the process's exit code."""
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit("Stopped."))
    outcomes = [run_tier(SQLITE, {}, arguments)]
    absent = {} if any(map(shutil.which, BROWSERS)) else {BROWSER: "there is no Chromium"}
    try:
        with ExitStack() as servers:
            addresses = server_addresses(dict(os.environ), servers)
            outcomes.append(run_tier(SERVERS, addresses, ["-m", AGAIN, *arguments]))
    except ServerUnavailableError as reason:
        absent[SERVERS] = str(reason)
    report(outcomes, absent)
    return verdict(outcomes, absent, chosen=bool(arguments), strict=bool(os.environ.get("CI")))


def server_addresses(given: dict[str, str], servers: ExitStack) -> dict[str, str]:
    """Return the three addresses of tier 2; what is not ``given`` is started into ``servers``.

    Raises:
        ServerUnavailableError: when a server that is needed cannot be started.
    """
    data, keys, queue = (given.get(name, "") for name in SERVER_VARIABLES)
    if not data:
        data, keys = servers.enter_context(postgresql.running())
    keys = keys or urlsplit(data)._replace(path=urlsplit(data).path + "_keys").geturl()
    queue = queue or servers.enter_context(redis.running())
    return dict(zip(SERVER_VARIABLES, (data, keys, queue), strict=True))


def run_tier(tier: str, addresses: dict[str, str], arguments: Sequence[str]) -> Outcome:
    """Run pytest once, showing its output as it comes."""
    say(f"\n### Tier: {tier}")
    environment = {k: v for k, v in os.environ.items() if k not in SERVER_VARIABLES}
    environment |= {**addresses, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "-m", "pytest", *parallel(), *colours(), *arguments]
    summary = "pytest ended without a summary"
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in process.stdout or ():
                say(line, end="")
                plain = COLOUR.sub("", line).strip()
                summary = plain if SUMMARY.match(plain) else summary
        except BaseException:
            process.terminate()
            raise
    return Outcome(tier=tier, exit_code=process.returncode, summary=summary)


def parallel() -> list[str]:
    """Two workers, unless NO_XDIST asks for one process."""
    return [] if os.environ.get("NO_XDIST") else ["-n", "2"]


def colours() -> list[str]:
    """Pytest cannot see our terminal through the pipe, so it is told."""
    return ["--color=yes"] if sys.stdout.isatty() else []


def report(outcomes: list[Outcome], absent: dict[str, str]) -> None:
    """Print each tier's own last line, what did not run, and the totals as the last line."""
    for outcome in outcomes:
        say(f"\n### Tier: {outcome.tier}\n{outcome.summary}")
    for tier, reason in absent.items():
        bar = "!" * 78
        say(f"\n{bar}\nTIER NOT RUN: {tier} because {reason}\n{bar}")
    total = totals(outcomes)
    say(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")


def totals(outcomes: list[Outcome]) -> Counter[str]:
    """Add up the tiers; an error counts as failed, and so does a tier that broke off."""
    total: Counter[str] = Counter()
    for outcome in outcomes:
        counts = Counter({what: int(number) for number, what in COUNT.findall(outcome.summary)})
        failed = counts["failed"] + counts["error"] + counts["xpassed"]
        broke_off = outcome.exit_code not in {0, NO_TESTS_COLLECTED} and not failed
        total["failed"] += failed + broke_off
        total["passed"] += counts["passed"] + counts["xfailed"]
        total["skipped"] += counts["skipped"]
    return total


def verdict(outcomes: list[Outcome], absent: dict[str, str], *, chosen: bool, strict: bool) -> int:
    """Return 0 only when every tier passed.

    Args:
        outcomes: the tiers that ran.
        absent: the tiers that did not, with the reason.
        chosen: whether somebody picked tests by hand; then one tier may have none of them.
        strict: whether a tier that did not run is a failure.
    """
    codes = {outcome.exit_code for outcome in outcomes}
    if chosen and codes != {NO_TESTS_COLLECTED}:
        codes.discard(NO_TESTS_COLLECTED)
    return int(bool(codes - {0}) or (strict and bool(absent)))


def say(message: str, end: str = "\n") -> None:
    """Print at once, in order with what pytest prints."""
    print(message, end=end, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
