from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.profiles import nrm_referrals

if TYPE_CHECKING:
    from collections.abc import Callable

NRM = Path(__file__).resolve().parents[3] / ".." / "shared/data/nrm"

ROW = {
    "organisation": "Harbour Police",
    "organisation_type": "Police",
    "quarter": "2022 Q2",
    "exploitation": "Labour",
    "age_group": "Adult (18 or over)",
    "gender": "Male",
    "nationality": "Eritrean",
}


@pytest.fixture(scope="session")
def nrm() -> Path:
    """The folder with the real referrals and notifications."""
    if not NRM.is_dir():
        pytest.skip(f"NOT TESTED: the real referrals are not in {NRM}")
    return NRM


@pytest.fixture
def referrals(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of referrals; each argument says how a row differs from `ROW`."""

    def write(*changes: dict[str, str], name: str = "referrals.csv") -> Path:
        lines = [",".join(nrm_referrals.COLUMNS)]
        lines += [",".join(f'"{cell}"' for cell in (ROW | change).values()) for change in changes]
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def notifications(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of notifications; each argument is one row."""

    def write(*rows: str, name: str = "duty_to_notify_2022_q2.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(("Nationality,Total", *rows)), encoding="utf-8")
        return path

    return write
