"""The demo as a newcomer starts it: a process of its own, from nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_tier

ROOT = Path(__file__).resolve().parents[2]


def run_demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the demo in ``folder`` without serving it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "INBEELD_DATA_DIR": str(folder),
        "XDG_DATA_HOME": str(folder / "state"),
    }
    return subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve", "--port", str(port), *options],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_the_demo_runs_the_whole_line_and_prints_a_login_for_every_role(tmp_path):
    done = run_demo(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1,200 reports" in done.stdout
    assert "0 messages left in the outbox" in done.stdout
    assert done.stdout.count("@demo.invalid") == 6
    assert {path.name for path in (tmp_path / "released").iterdir()} == {
        "registrations.csv",
        "counted.csv",
        "stopped.csv",
    }


@pytest.mark.real_data
def test_the_figures_of_the_real_referrals_add_up(tmp_path, real_data):
    done = run_demo(tmp_path, "--data", str(real_data / "nrm"))
    assert done.returncode == 0, done.stderr
    assert "17,920 real referrals read, 17,920 filed" in done.stdout
    for line in ("3,902 = release   3,902", "1,010 = release   1,010", "9,012 = release   9,012"):
        assert line in done.stdout


def test_a_port_that_is_taken_gets_words_and_a_non_zero_exit(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_demo(tmp_path, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "is taken by another program" in done.stderr
