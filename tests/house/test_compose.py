"""Each process of `docker-compose.yml` gets the key rings of its own work, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from config import rings

COMPOSE = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "docker-compose.yml").read_text(encoding="utf-8")
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "INBEELD_KEY_DIR" in str(service))
MAY_HOLD = {
    "web": {*rings.CARE, *rings.REGISTRY},
    "worker-care": set(rings.CARE),
    "worker-reporting": set(rings.REPORTING),
}


def mounted(name: str) -> set[str]:
    """Return the rings whose files a service finds in its key folder."""
    long_form = [secret for secret in SERVICES[name]["secrets"] if isinstance(secret, dict)]
    assert all(secret["target"].startswith("/run/rings/") for secret in long_form)
    return {Path(secret["target"]).stem for secret in long_form}


@pytest.mark.parametrize("name", OURS)
def test_a_process_is_given_the_rings_that_it_must_hold_and_no_other(name: str) -> None:
    required = set(SERVICES[name]["environment"]["INBEELD_RINGS"].split(",")) - {"none"}
    assert mounted(name) == required


@pytest.mark.parametrize("name", OURS)
def test_a_process_holds_only_rings_of_its_own_work(name: str) -> None:
    assert mounted(name) <= MAY_HOLD.get(name, set())


def test_the_process_that_reports_holds_no_ring_that_opens_a_name() -> None:
    assert mounted("worker-reporting") & {"care", "ledger", "index", "accounts"} == set()


def test_every_ring_of_the_product_is_held_by_some_process() -> None:
    assert set().union(*map(mounted, OURS)) == set(rings.ALL)


def test_a_ring_is_mounted_from_the_file_of_its_own_name() -> None:
    for name in OURS:
        for secret in SERVICES[name]["secrets"]:
            if isinstance(secret, dict):
                file = COMPOSE["secrets"][secret["source"]]["file"]
                assert file.endswith(f"/rings/{Path(secret['target']).name}")


def test_beat_has_no_password_to_a_database() -> None:
    assert SERVICES["beat"]["secrets"] == ["secret_key"]


def test_only_the_front_and_the_carrier_reach_another_network() -> None:
    reaching = {name for name in SERVICES if SERVICES[name]["networks"] != ["inside"]}
    assert reaching == {"web", "worker-delivery"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
